package hazel.screen.message;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.mail.Part;
import hazel.mime.Content;
import hazel.mime.Outline;
import hazel.screen.parts.Answers;
import hazel.screen.parts.ListScreen;
import hazel.screen.parts.ListWindow;
import hazel.screen.parts.MailboxNames;
import hazel.screen.parts.PromptScreen;
import hazel.screen.parts.TextScreen;
import hazel.store.MessageRef;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Title;

import java.util.List;

/// The parts of a message: to look at, to save, to pipe.
///
/// @param parts all but the multiparts that hold them; none until the message has come
public record AttachmentsScreen(MessageRef message, List<Part> parts, ListWindow window)
        implements ListScreen {

    private static final List<Command> OFFERS =
            ListScreen.offering(
                    List.of(
                            Command.BACK,
                            Command.VIEW_PART,
                            Command.SAVE,
                            Command.PIPE,
                            Command.FORWARD,
                            Command.REPLY),
                    Command.SELECT,
                    Command.REPLY_ALL,
                    Command.REPLY_LIST,
                    Command.FORWARD_ATTACHED,
                    Command.BOUNCE);

    /// To be opened with [Effect.LoadMessage].
    public static AttachmentsScreen loading(MessageRef message) {
        return new AttachmentsScreen(message, List.of(), ListWindow.EMPTY);
    }

    public static AttachmentsScreen of(MessageRef message, Part root) {
        List<Part> parts = root.walk().filter(p -> !p.mediaType().is("multipart/*")).toList();
        return new AttachmentsScreen(message, parts, ListWindow.EMPTY.withCount(parts.size()));
    }

    /// Opens a screen that waits for a part's text.
    static Next view(Screen under, MessageRef message, Part part) {
        String name = part.fileName().orElseGet(() -> part.mediaType().toString());
        return Next.open(
                under,
                TextScreen.loading(message, name),
                new Effect.ViewPart(message, part.number()));
    }

    @Override
    public Context context() {
        return Context.ATTACHMENTS;
    }

    @Override
    public Title title() {
        return new Title(
                MailboxNames.place(message.mailbox()) + ", parts",
                "",
                parts.size() == 1 ? "1 part" : parts.size() + " parts");
    }

    @Override
    public List<Command> offers() {
        return OFFERS;
    }

    @Override
    public Next perform(Call call) {
        if (call.command() == Command.BACK) {
            return Next.close();
        }
        if (parts.isEmpty()) {
            return Next.stay(this);
        }
        Part part = parts.get(window.selected());
        return switch (call.command()) {
            case REPLY, REPLY_ALL, REPLY_LIST, FORWARD, FORWARD_ATTACHED, BOUNCE ->
                    Next.stay(this, Answers.compose(message, call.command()));
            case SELECT, VIEW_PART -> view(this, message, part);
            case SAVE ->
                    call.argument().isBlank()
                            ? Next.open(this, PromptScreen.askingPath("Save to: ", Command.SAVE))
                            : Next.stay(
                                    this,
                                    new Effect.SaveParts(
                                            message, List.of(part.number()), call.argument()));
            case PIPE ->
                    call.argument().isBlank()
                            ? Next.open(this, PromptScreen.asking("Pipe to: ", Command.PIPE))
                            : Next.stay(
                                    this, new Effect.Pipe(message, part.number(), call.argument()));
            default -> moved(call.command());
        };
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.MessageLoaded(var of, var content)
                    when of.equals(message) && parts.isEmpty() ->
                    Next.stay(of(message, content.root()).with(window.rows()));
            default -> Next.stay(this);
        };
    }

    @Override
    public Frame view(Scene scene) {
        if (parts.isEmpty()) {
            return ListWindow.nothing("Loading …");
        }
        return window.frame(scene.size(), i -> Line.of(Role.ATTACHMENT, row(parts.get(i))));
    }

    private static String row(Part part) {
        String number = part.number().isEmpty() ? "1" : part.number();
        return Columns.fit(number, 6)
                + " "
                + Columns.fit(Harmless.line(part.mediaType().toString()), 28)
                + " "
                + Columns.fitRight(Outline.size(Content.size(part)), 5)
                + "  "
                + Harmless.line(part.fileName().orElse(""));
    }

    private AttachmentsScreen with(int rows) {
        return with(window.withRows(rows));
    }

    @Override
    public AttachmentsScreen with(ListWindow other) {
        return new AttachmentsScreen(message, parts, other);
    }
}
