package hazel.screen.compose;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.compose.Draft;
import hazel.compose.DraftKind;
import hazel.compose.Signature;
import hazel.screen.editor.Editor;
import hazel.screen.editor.Viewport;
import hazel.screen.parts.Pager;
import hazel.screen.parts.PromptScreen;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Size;
import hazel.ui.Title;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A message being written: fields above, text below, one cursor that goes through both.
///
/// What is typed is kept on disk with the next tick of the clock.
///
/// @param draft as it was begun, with its attachments; fields and text are in `headings` and `body`
/// @param focus the field the cursor is in, empty for the text
/// @param completion of the address being typed
/// @param isDirty whether something is not yet on its way to the disk
public record ComposeScreen(
        String draftId,
        Draft draft,
        List<Msg.Sender> senders,
        Headings headings,
        Optional<Heading> focus,
        Editor body,
        Viewport viewport,
        Completion completion,
        boolean isDirty,
        Size room)
        implements Screen {

    public static ComposeScreen of(Msg.Composing composing) {
        Draft draft = composing.draft();
        return new ComposeScreen(
                composing.draftId(),
                draft,
                List.copyOf(composing.senders()),
                Headings.of(draft, composing.book()),
                draft.to().isEmpty() || draft.kind() == DraftKind.RESEND
                        ? Optional.of(Heading.TO)
                        : Optional.empty(),
                Editor.of(draft.body()),
                Viewport.TOP,
                Completion.NONE,
                false,
                Pager.USUAL);
    }

    @Override
    public Context context() {
        return focus.isPresent() ? Context.COMPOSE : Context.EDITOR;
    }

    @Override
    public Title title() {
        String subject = headings.text(Heading.SUBJECT).strip();
        return new Title(
                isResend() ? "Bounce" : "Compose",
                "",
                subject.isEmpty() ? "no subject yet" : Harmless.line(subject));
    }

    @Override
    public List<Command> offers() {
        return ComposeCommands.offers(this);
    }

    @Override
    public Next perform(Call call) {
        return switch (call.command()) {
            case NEXT_FIELD -> Next.stay(field(1));
            case PREVIOUS_FIELD -> Next.stay(field(-1));
            case COMPLETE -> complete();
            case RICH_HEADERS -> Next.stay(with(headings.toggled()));
            case IDENTITY -> Next.stay(nextIdentity());
            case SEND -> ComposeCommands.send(this, call.argument());
            case POSTPONE, BACK -> Next.close(new Effect.PostponeDraft(draftId, current()));
            case DISCARD, CANCEL -> ComposeCommands.discard(this, call.argument());
            case EXTERNAL_EDITOR ->
                    Next.stay(this, new Effect.EditText(draftId, body.text().text()));
            case ATTACH, INSERT_FILE -> ComposeCommands.file(this, call);
            case DETACH -> ComposeCommands.detach(this, call.argument());
            default -> edit(call);
        };
    }

    private Next edit(Call call) {
        boolean asks =
                (call.command() == Command.SEARCH || call.command() == Command.SEARCH_REVERSE)
                        && call.argument().isEmpty();
        if (asks) {
            return Next.open(this, PromptScreen.asking("Search for: ", call.command()));
        }
        if (focus.isPresent()) {
            return inField(focus.get(), call);
        }
        Editor after = body.perform(call, bodyRoom());
        if (isSearch(call) && after.cursor().equals(body.cursor())) {
            String sought = Harmless.line(after.sought());
            return Next.stay(with(after), new Effect.Notify("no other place with " + sought));
        }
        boolean up = call.command() == Command.PREVIOUS_ENTRY;
        return up && after.cursor().equals(body.cursor())
                ? Next.stay(field(-1))
                : Next.stay(with(after));
    }

    private static boolean isSearch(Call call) {
        return switch (call.command()) {
            case SEARCH, SEARCH_REVERSE, SEARCH_NEXT -> true;
            default -> false;
        };
    }

    private Next inField(Heading heading, Call call) {
        return switch (call.command()) {
            case NEXT_ENTRY, ACCEPT, NEWLINE -> Next.stay(field(1));
            case PREVIOUS_ENTRY -> Next.stay(field(-1));
            case JUSTIFY, NEXT_PAGE, PREVIOUS_PAGE -> Next.stay(this);
            default -> {
                Editor after = headings.editor(heading).perform(call, room);
                // What was cut in the text can hold many lines; a field has one.
                yield Next.stay(
                        after.text().size() == 1 ? with(headings.with(heading, after)) : this);
            }
        };
    }

    @Override
    public Next type(Key key) {
        return switch (key.name()) {
            case "<Enter>" -> edit(Call.of(Command.NEWLINE));
            case "<Tab>" ->
                    focus.isPresent() ? Next.stay(field(1)) : Next.stay(with(body.type("\t")));
            default -> key.text().isEmpty() ? Next.stay(this) : typed(key.text());
        };
    }

    private Next typed(String text) {
        if (focus.isEmpty()) {
            return Next.stay(with(body.type(text)));
        }
        Heading heading = focus.get();
        ComposeScreen after = with(headings.with(heading, headings.editor(heading).type(text)));
        return Next.stay(
                after.headings.token(heading).length() > 1
                        ? after.with(after.headings.completion(heading))
                        : after);
    }

    @Override
    public Next paste(String text) {
        if (focus.isEmpty()) {
            return Next.stay(with(body.paste(text)));
        }
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        Heading heading = focus.get();
        return Next.stay(with(headings.with(heading, headings.editor(heading).paste(line))));
    }

    @Override
    public Screen sized(Size area) {
        return new ComposeScreen(
                        draftId,
                        draft,
                        senders,
                        headings,
                        focus,
                        body,
                        viewport,
                        completion,
                        isDirty,
                        area)
                .settled();
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.Tick _ when isDirty -> Next.stay(dirty(false), save());
            case Msg.Failed(Effect.SaveDraft(var id, _), _) when id.equals(draftId) ->
                    Next.stay(dirty(true));
            case Msg.Edited(var id, var text) when id.equals(draftId) ->
                    Next.stay(with(body.replaceAll(text)));
            case Msg.FileRead(var id, var text) when id.equals(draftId) ->
                    Next.stay(with(body.paste(text)));
            case Msg.Attached(var id, var attachment) when id.equals(draftId) ->
                    Next.stay(with(draft.attach(attachment)));
            default -> Next.stay(this);
        };
    }

    @Override
    public Frame view(Scene scene) {
        return ComposeView.draw(this, scene.size());
    }

    /// What would be sent now.
    Draft current() {
        return headings.into(draft).withBody(body.text().text());
    }

    Effect save() {
        return new Effect.SaveDraft(draftId, current());
    }

    ComposeScreen in(Heading heading) {
        return focused(Optional.of(heading));
    }

    ComposeScreen with(Draft other) {
        return new ComposeScreen(
                draftId, other, senders, headings, focus, body, viewport, completion, true, room);
    }

    /// Goes through what the address could become; on to the next field where it can become nothing
    /// else.
    private Next complete() {
        if (focus.isEmpty()) {
            return Next.stay(field(1));
        }
        Heading heading = focus.get();
        Completion now = completion.isEmpty() ? headings.completion(heading) : completion;
        String current = headings.text(heading).substring(now.start()).strip();
        return now.after(current)
                .filter(next -> !next.equals(current))
                .map(next -> with(headings.completed(heading, now.start(), next)).with(now))
                .<Next>map(Next::stay)
                .orElseGet(() -> Next.stay(field(1)));
    }

    private ComposeScreen nextIdentity() {
        if (senders.isEmpty()) {
            return this;
        }
        Optional<Msg.Sender> now = sender();
        int at = now.map(senders::indexOf).orElse(-1);
        Msg.Sender next = senders.get((at + 1) % senders.size());
        ComposeScreen under = with(headings.with(Heading.FROM, next.address().typed()));
        String text = body.text().text();
        String signed =
                now.map(s -> Signature.changed(text, s.identity(), next.identity())).orElse(text);
        return signed.equals(text) ? under : under.with(body.replaceAll(signed));
    }

    /// Whoever the From field names of those the user is.
    Optional<Msg.Sender> sender() {
        return headings.from()
                .flatMap(from ->
                        senders.stream().filter(s -> s.address().isSameMailbox(from)).findFirst());
    }

    /// What becomes of the message: an address that is nobody's goes the way of the first.
    String way() {
        return sender().or(() -> senders.stream().findFirst()).map(Msg.Sender::way).orElse("");
    }

    /// A message sent on goes as it is: there is nothing of it to write.
    boolean isResend() {
        return draft.kind() == DraftKind.RESEND;
    }

    List<Heading> visible() {
        return headings.visible().stream().filter(h -> !isResend() || h.isForResending()).toList();
    }

    private ComposeScreen field(int step) {
        List<Heading> visible = visible();
        int next = focus.map(visible::indexOf).orElse(visible.size()) + step;
        int at = isResend() ? Math.min(next, visible.size() - 1) : next;
        return focused(
                IntStream.of(at)
                        .filter(i -> i < visible.size())
                        .mapToObj(i -> visible.get(Math.max(0, i)))
                        .findFirst());
    }

    /// Short names in the field that is left are spelled out.
    private ComposeScreen focused(Optional<Heading> heading) {
        ComposeScreen left =
                focus.filter(from -> !heading.equals(Optional.of(from)))
                        .map(from -> with(headings.spelledOut(from)))
                        .orElse(this);
        return new ComposeScreen(
                draftId,
                draft,
                senders,
                left.headings,
                heading,
                body,
                viewport,
                Completion.NONE,
                left.isDirty,
                room);
    }

    private ComposeScreen with(Headings other) {
        boolean changed =
                IntStream.range(0, other.editors().size())
                        .anyMatch(i ->
                                other.editors().get(i).text() != headings.editors().get(i).text());
        return new ComposeScreen(
                draftId,
                draft,
                senders,
                other,
                focus,
                body,
                viewport,
                changed ? Completion.NONE : completion,
                isDirty || changed,
                room);
    }

    private ComposeScreen with(Editor other) {
        boolean changed = isDirty || other.text() != body.text();
        return new ComposeScreen(
                        draftId,
                        draft,
                        senders,
                        headings,
                        focus,
                        other,
                        viewport,
                        completion,
                        changed,
                        room)
                .settled();
    }

    private ComposeScreen with(Completion other) {
        return new ComposeScreen(
                draftId, draft, senders, headings, focus, body, viewport, other, isDirty, room);
    }

    private ComposeScreen dirty(boolean now) {
        return new ComposeScreen(
                draftId, draft, senders, headings, focus, body, viewport, completion, now, room);
    }

    private ComposeScreen settled() {
        return new ComposeScreen(
                draftId,
                draft,
                senders,
                headings,
                focus,
                body,
                viewport.follow(body, bodyRoom()),
                completion,
                isDirty,
                room);
    }

    private Size bodyRoom() {
        return ComposeView.bodyRoom(this, room);
    }
}
