package hazel.screen.message;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.index.View;
import hazel.mail.Part;
import hazel.mime.Block;
import hazel.mime.Preference;
import hazel.screen.message.Layout.Look;
import hazel.screen.message.Layout.Shown;
import hazel.screen.parts.MailboxNames;
import hazel.screen.parts.Pager;
import hazel.screen.parts.TextScreen;
import hazel.store.Flag;
import hazel.store.MessageRef;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.ScreenFactory;
import hazel.ui.Size;
import hazel.ui.Title;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One message, to read. What its commands do is in [MessageCommands].
///
/// @param view the index it was opened from, kept as that changes
/// @param loaded empty until the message has come
/// @param accounts there are, as far as they were told
public record MessageScreen(
        ScreenFactory screens,
        MessageRef message,
        View view,
        Optional<Msg.LoadedMessage> loaded,
        Look look,
        Layout layout,
        Pager pager,
        List<String> accounts,
        Split split)
        implements Screen {

    /// To be opened with [Effect.LoadMessage].
    public static MessageScreen loading(ScreenFactory screens, MessageRef message, View view) {
        return new MessageScreen(
                screens,
                message,
                view,
                Optional.empty(),
                Look.USUAL,
                Layout.EMPTY,
                waiting(Pager.USUAL),
                List.of(),
                Split.WHERE_WIDE);
    }

    /// @param widest lines of its text
    public MessageScreen wrapped(int widest) {
        return seen(look.wrapped(widest), layout, pager);
    }

    private static Pager waiting(Size room) {
        return new Pager(List.of(Line.of(Role.DIM, "Loading…")), 0, room, "");
    }

    @Override
    public Context context() {
        return Context.MESSAGE;
    }

    @Override
    public Title title() {
        int position = position();
        String place = MailboxNames.place(message.mailbox());
        String amount =
                position < 0
                        ? pager.progress()
                        : "message %,d of %,d · %s"
                                .formatted(position + 1, view.size(), pager.progress());
        return new Title(place, String.join(" · ", states()), amount);
    }

    /// What is worth knowing and not seen in the text.
    private List<String> states() {
        var states = new ArrayList<String>();
        if (has(Flag.DELETED)) {
            states.add("deleted");
        }
        if (has(Flag.FLAGGED)) {
            states.add("important");
        }
        String shown = look.shown().word();
        if (!shown.isEmpty()) {
            states.add(shown);
        } else if (look.preference() == Preference.HTML_FIRST
                && layout.suggested().contains(Command.TOGGLE_HTML)) {
            states.add("HTML");
        }
        return states;
    }

    @Override
    public List<Command> offers() {
        return MessageCommands.offers(this);
    }

    @Override
    public Next perform(Call call) {
        return MessageCommands.perform(this, call);
    }

    @Override
    public Next type(Key key) {
        return Next.stay(this);
    }

    @Override
    public Next scroll(int lines) {
        return Next.stay(with(pager.scroll(lines)));
    }

    @Override
    public int besideColumns(int columns) {
        return split.columns(columns, look.widest());
    }

    @Override
    public Screen sized(Size area) {
        if (area.columns() == pager.room().columns() || loaded.isEmpty()) {
            return with(new Pager(pager.lines(), pager.top(), area, pager.sought()));
        }
        return laidOut(look, area);
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.MessageLoaded(var of, var content) when of.equals(message) -> come(content);
            case Msg.ReadAs(var of, var preference, var blocks) when of.equals(message) ->
                    Next.stay(readAs(preference, blocks));
            case Msg.ViewChanged(var mailbox, var now) when mailbox.equals(message.mailbox()) ->
                    Next.stay(with(now));
            case Msg.MailboxOpened(var mailbox, var now, _, _)
                    when mailbox.equals(message.mailbox()) ->
                    Next.stay(with(now));
            case Msg.MailboxesListed(var listed) ->
                    Next.stay(
                            withAccounts(
                                    listed.stream().map(Msg.AccountMailboxes::account).toList()));
            case Msg.Failed(Effect.LoadMessage(var of), var problem) when of.equals(message) ->
                    Next.stay(with(saying(problem.message())));
            case Msg.Linked(var account, Msg.LinkState.Online _)
                    when loaded.isEmpty() && account.equals(message.mailbox().account()) ->
                    Next.stay(this, new Effect.LoadMessage(message)); // it may be had now
            default -> Next.stay(this);
        };
    }

    private Pager saying(String sentence) {
        int columns = pager.room().columns();
        return pager.with(TextScreen.laidOut(List.of(sentence), columns), pager.room());
    }

    @Override
    public Frame view(Scene scene) {
        return layout.inZone(pager.view(scene.size()), pager.top(), scene);
    }

    // What is here

    /// In the view, or -1 where the message is not there any more.
    int position() {
        return view.position(message.uid());
    }

    boolean has(Flag flag) {
        int position = position();
        return position >= 0 && view.snapshot().has(view.row(position), flag);
    }

    /// Whether it was last drawn beside the index.
    boolean isBeside() {
        return switch (split) {
            case ALWAYS -> true;
            case NEVER -> false;
            case WHERE_WIDE -> pager.room().columns() <= look.widest() + 2;
        };
    }

    /// The part of that number, `2.1`; the number of a message without parts is `1`.
    Optional<Part> part(String number) {
        return loaded.stream()
                .flatMap(content -> content.root().walk())
                .filter(p -> (p.number().isEmpty() ? "1" : p.number()).equals(number))
                .filter(p -> !p.mediaType().is("multipart/*"))
                .findFirst();
    }

    // What comes

    /// What comes is read by the usual preference; another that was chosen is asked for again.
    private Next.Stay come(Msg.LoadedMessage content) {
        var screen =
                of(Optional.of(content)).laidOut(look.with(Preference.PLAIN_FIRST), pager.room());
        var effects = new ArrayList<Effect>();
        if (!has(Flag.SEEN)) {
            effects.add(new Effect.MarkSeen(message));
        }
        if (look.preference() != Preference.PLAIN_FIRST) {
            effects.add(new Effect.ReadAs(message, look.preference()));
        }
        return new Next.Stay(screen.with(screen.pager.at(0)), effects);
    }

    /// Reading a message anew may take long, so that is done elsewhere.
    Next toggleHtml() {
        Preference other =
                look.preference() == Preference.PLAIN_FIRST
                        ? Preference.HTML_FIRST
                        : Preference.PLAIN_FIRST;
        return loaded.isEmpty()
                ? Next.stay(this)
                : Next.stay(this, new Effect.ReadAs(message, other));
    }

    private MessageScreen readAs(Preference preference, List<Block> blocks) {
        return of(loaded.map(m ->
                new Msg.LoadedMessage(m.header(), m.root(), List.copyOf(blocks), m.octets())))
                .laidOut(look.with(preference), pager.room());
    }

    // Another message, or this one seen otherwise

    /// The message at a position of the view, in the place of this one.
    Next.Stay to(int position) {
        var other = new MessageRef(message.mailbox(), view.uid(position));
        var screen =
                new MessageScreen(
                        screens,
                        other,
                        view,
                        Optional.empty(),
                        look.showing(Shown.MESSAGE),
                        Layout.EMPTY,
                        waiting(pager.room()),
                        accounts,
                        split);
        return Next.stay(screen, new Effect.LoadMessage(other));
    }

    MessageScreen laidOut(Look wanted) {
        return laidOut(wanted, pager.room());
    }

    private MessageScreen laidOut(Look wanted, Size area) {
        Layout made =
                loaded.map(content -> LayoutBuilder.layout(content, wanted, area.columns()))
                        .orElse(layout);
        return seen(wanted, made, pager.with(made.rows(), area));
    }

    private MessageScreen of(Optional<Msg.LoadedMessage> content) {
        return new MessageScreen(
                screens, message, view, content, look, layout, pager, accounts, split);
    }

    private MessageScreen seen(Look newLook, Layout newLayout, Pager newPager) {
        return new MessageScreen(
                screens, message, view, loaded, newLook, newLayout, newPager, accounts, split);
    }

    MessageScreen with(Pager other) {
        return seen(look, layout, other);
    }

    MessageScreen with(Split other) {
        return new MessageScreen(
                screens, message, view, loaded, look, layout, pager, accounts, other);
    }

    private MessageScreen with(View now) {
        return new MessageScreen(
                screens, message, now, loaded, look, layout, pager, accounts, split);
    }

    private MessageScreen withAccounts(List<String> known) {
        return new MessageScreen(screens, message, view, loaded, look, layout, pager, known, split);
    }

    Next say(String text) {
        return Next.stay(this, new Effect.Notify(text));
    }
}
