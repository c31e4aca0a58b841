package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.screen.parts.ListScreen;
import hazel.screen.parts.ListWindow;
import hazel.screen.parts.QuestionScreen;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Span;
import hazel.ui.Title;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Messages begun before, to go on with.
public record DraftsScreen(List<Msg.KeptDraft> drafts, ListWindow window) implements ListScreen {

    static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);

    /// To be opened with [Effect.ListDrafts].
    public static DraftsScreen loading() {
        return new DraftsScreen(List.of(), ListWindow.EMPTY);
    }

    @Override
    public Context context() {
        return Context.OUTBOX;
    }

    @Override
    public Title title() {
        return new Title("Drafts", "", drafts.size() + " kept");
    }

    @Override
    public List<Command> offers() {
        if (drafts.isEmpty()) {
            return List.of(Command.BACK);
        }
        return ListScreen.offering(
                List.of(Command.BACK, Command.SELECT, Command.EDIT, Command.DISCARD));
    }

    @Override
    public Next perform(Call call) {
        if (call.command() == Command.BACK) {
            return Next.close();
        }
        if (drafts.isEmpty()) {
            return Next.stay(this);
        }
        Msg.KeptDraft draft = drafts.get(window.selected());
        return switch (call.command()) {
            case SELECT, EDIT -> Next.stay(this, new Effect.Compose(request(draft.place())));
            case DISCARD ->
                    QuestionScreen.sure(
                            this,
                            call,
                            draft.place().toString(),
                            "Throw this draft away?",
                            Next.stay(this, discarding(draft.place()), new Effect.ListDrafts()));
            default -> moved(call.command());
        };
    }

    private static ComposeRequest request(Msg.DraftPlace place) {
        return switch (place) {
            case Msg.InFiles(var id) -> new ComposeRequest.Kept(id);
            case Msg.InMailbox(var message) -> new ComposeRequest.Stored(message);
        };
    }

    private static Effect discarding(Msg.DraftPlace place) {
        return switch (place) {
            case Msg.InFiles(var id) -> new Effect.DiscardDraft(id);
            case Msg.InMailbox(var message) -> new Effect.DiscardStored(message);
        };
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.DraftsListed(var now) ->
                    Next.stay(new DraftsScreen(List.copyOf(now), window.withCount(now.size())));
            case Msg.Queued _ -> Next.stay(this, new Effect.ListDrafts());
            default -> Next.stay(this);
        };
    }

    @Override
    public Frame view(Scene scene) {
        if (drafts.isEmpty()) {
            return ListWindow.nothing("No draft is kept.");
        }
        return window.frame(scene.size(), i -> row(drafts.get(i), scene.zoneId()));
    }

    private static Line row(Msg.KeptDraft draft, ZoneId zone) {
        String subject = draft.subject().isEmpty() ? "(no subject)" : draft.subject();
        return Line.of(
                new Span(Role.DATE, Columns.fit(WHEN.format(draft.kept().atZone(zone)), 13)),
                new Span(Role.FROM, Columns.fit(Harmless.line(draft.to()), 24)),
                new Span(Role.DIM, "  " + Columns.fit(Harmless.line(where(draft.place())), 14)),
                new Span(Role.SUBJECT, "  " + Harmless.line(subject)));
    }

    private static String where(Msg.DraftPlace place) {
        return switch (place) {
            case Msg.InFiles _ -> "";
            case Msg.InMailbox(var message) -> message.mailbox().toString();
        };
    }

    @Override
    public DraftsScreen with(ListWindow other) {
        return new DraftsScreen(drafts, other);
    }
}
