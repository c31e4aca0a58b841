package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.mail.Part;
import hazel.mime.Content;
import hazel.mime.Outline;
import hazel.store.MessageRef;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Size;
import hazel.ui.Title;

import java.util.List;

/// The parts of a message: to look at, to save, to pipe.
///
/// @param parts all but the multiparts that hold them
public record AttachmentsScreen(MessageRef message, List<Part> parts, Listing listing)
        implements Screen {

    private static final List<Command> OFFERS =
            List.of(
                    Command.BACK,
                    Command.VIEW_PART,
                    Command.SAVE,
                    Command.PIPE,
                    Command.SELECT,
                    Command.NEXT_ENTRY,
                    Command.PREVIOUS_ENTRY,
                    Command.NEXT_PAGE,
                    Command.PREVIOUS_PAGE,
                    Command.FIRST_ENTRY,
                    Command.LAST_ENTRY);

    static AttachmentsScreen of(MessageRef message, Part root) {
        List<Part> parts = root.walk().filter(p -> !p.mediaType().is("multipart/*")).toList();
        return new AttachmentsScreen(message, parts, Listing.of(parts.size()));
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
        return new Title(Harmless.line(message.mailbox() + ", parts"), "", parts.size() + " parts");
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
        Part part = parts.get(listing.selected());
        return switch (call.command()) {
            case SELECT, VIEW_PART -> view(this, message, part);
            case SAVE ->
                    call.argument().isBlank()
                            ? Next.open(this, Ask.path("Save to:", Command.SAVE))
                            : Next.stay(
                                    this,
                                    new Effect.SaveParts(
                                            message, List.of(part.number()), call.argument()));
            case PIPE ->
                    call.argument().isBlank()
                            ? Next.open(this, Ask.plain("Pipe to:", Command.PIPE))
                            : Next.stay(
                                    this, new Effect.Pipe(message, part.number(), call.argument()));
            default -> Next.stay(with(listing.perform(call.command())));
        };
    }

    @Override
    public Next type(Key key) {
        return Next.stay(this);
    }

    @Override
    public Next click(int column, int row) {
        return Next.stay(with(listing.select(listing.top() + row)));
    }

    @Override
    public Screen sized(Size area) {
        return with(listing.sized(area));
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return Next.stay(this);
    }

    @Override
    public Frame view(Scene scene) {
        return listing.view(scene.size(), i -> Line.of(Role.ATTACHMENT, row(parts.get(i))));
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

    private AttachmentsScreen with(Listing other) {
        return new AttachmentsScreen(message, parts, other);
    }
}
