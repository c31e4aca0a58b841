package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.index.View;
import hazel.mail.Part;
import hazel.mime.Block;
import hazel.mime.Preference;
import hazel.screen.Layout.Fields;
import hazel.screen.Layout.Look;
import hazel.screen.Layout.Quotes;
import hazel.screen.Layout.Shown;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.MessageRef;
import hazel.store.Uid;
import hazel.text.Harmless;
import hazel.ui.ComposeRequest;
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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One message, to read.
///
/// @param view the index it was opened from, kept as that changes
/// @param loaded empty until the message has come
public record MessageScreen(
        MessageRef message,
        View view,
        Optional<Msg.LoadedMessage> loaded,
        Look look,
        Layout layout,
        Pager pager)
        implements Screen {

    /// To be opened with [Effect.LoadMessage].
    public static MessageScreen loading(MessageRef message, View view) {
        return new MessageScreen(
                message,
                view,
                Optional.empty(),
                Look.USUAL,
                Layout.EMPTY,
                Pager.of(List.of(Line.of(Role.DIM, "Loading…"))));
    }

    @Override
    public Context context() {
        return Context.MESSAGE;
    }

    @Override
    public Title title() {
        int position = view.position(message.uid());
        String place = Harmless.line(message.mailbox().toString());
        String amount =
                position < 0
                        ? pager.progress()
                        : "message %,d of %,d · %s"
                                .formatted(position + 1, view.size(), pager.progress());
        return new Title(place, look.shown() == Shown.MESSAGE ? "" : word(look.shown()), amount);
    }

    @Override
    public List<Command> offers() {
        return MessageCommands.OFFERS;
    }

    @Override
    public Next perform(Call call) {
        return switch (call.command()) {
            case BACK -> Next.close();
            case NEXT_PAGE ->
                    pager.isAtEnd() && loaded.isPresent()
                            ? toUnread(view.nextUnseen(position()))
                            : page(call);
            case NEXT_UNDELETED -> toUndeleted(1);
            case PREVIOUS_UNDELETED -> toUndeleted(-1);
            case NEXT_UNREAD -> toUnread(view.nextUnseen(position()));
            case PREVIOUS_UNREAD -> toUnread(view.previousUnseen(position()));
            case SEARCH, SEARCH_REVERSE -> search(call);
            case SEARCH_NEXT -> search(new Call(Command.SEARCH, pager.sought()));
            case FULL_HEADER -> look(with(look.fields()));
            case TOGGLE_QUOTED -> look(with(look.quotes()));
            case TOGGLE_HTML -> toggleHtml();
            case RAW -> look(showing(Shown.RAW));
            case STRUCTURE -> look(showing(Shown.STRUCTURE));
            case SKIP_QUOTED -> skipQuoted();
            case DELETE -> delete();
            case UNDELETE -> Next.stay(this, change(FlagChange.removing(Flag.DELETED)));
            case FLAG -> Next.stay(this, change(toggled(Flag.FLAGGED)));
            case TOGGLE_READ -> Next.stay(this, change(toggled(Flag.SEEN)));
            case REPLY -> answer(ComposeRequest.Kind.REPLY);
            case REPLY_ALL -> answer(ComposeRequest.Kind.REPLY_ALL);
            case REPLY_LIST -> answer(ComposeRequest.Kind.REPLY_LIST);
            case FORWARD -> answer(ComposeRequest.Kind.FORWARD);
            case FORWARD_ATTACHED -> answer(ComposeRequest.Kind.FORWARD_ATTACHED);
            case BOUNCE -> answer(ComposeRequest.Kind.BOUNCE);
            case EDIT_AS_NEW -> answer(ComposeRequest.Kind.EDIT_AS_NEW);
            case COMPOSE ->
                    Next.stay(this, new Effect.Compose(new ComposeRequest.Blank("mailto:")));
            case ATTACHMENTS -> attachments();
            case VIEW_PART, SAVE, PIPE -> MessageCommands.onParts(this, call);
            case OPEN_LINK -> MessageCommands.openLink(this, call);
            default -> page(call);
        };
    }

    @Override
    public Next type(Key key) {
        return Next.stay(this);
    }

    @Override
    public Next scroll(int lines) {
        return Next.stay(with(pager.at(pager.top() + lines)));
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
            case Msg.Failed(Effect.LoadMessage(var of), var problem) when of.equals(message) ->
                    Next.stay(
                            with(
                                    pager.with(
                                            TextScreen.laidOut(
                                                    List.of(problem.message()),
                                                    pager.room().columns()),
                                            pager.room())));
            default -> Next.stay(this);
        };
    }

    @Override
    public Frame view(Scene scene) {
        return pager.view(scene.size());
    }

    /// The part of that number, `2.1`; the number of a message without parts is `1`.
    Optional<Part> part(String number) {
        return loaded.stream()
                .flatMap(content -> content.root().walk())
                .filter(p -> (p.number().isEmpty() ? "1" : p.number()).equals(number))
                .filter(p -> !p.mediaType().is("multipart/*"))
                .findFirst();
    }

    /// What comes is read by the usual preference; another that was chosen is asked for again.
    private Next.Stay come(Msg.LoadedMessage content) {
        Look usual = look.with(Preference.PLAIN_FIRST);
        var screen =
                new MessageScreen(message, view, Optional.of(content), usual, layout, pager)
                        .laidOut(usual, pager.room());
        var effects = new ArrayList<Effect>();
        if (!has(Flag.SEEN)) {
            effects.add(change(FlagChange.adding(Flag.SEEN)));
        }
        if (look.preference() != Preference.PLAIN_FIRST) {
            effects.add(new Effect.ReadAs(message, look.preference()));
        }
        return new Next.Stay(screen.with(screen.pager.at(0)), effects);
    }

    /// Reading a message anew may take long, so that is done elsewhere.
    private Next toggleHtml() {
        Preference other =
                look.preference() == Preference.PLAIN_FIRST
                        ? Preference.HTML_FIRST
                        : Preference.PLAIN_FIRST;
        return loaded.isEmpty()
                ? Next.stay(this)
                : Next.stay(this, new Effect.ReadAs(message, other));
    }

    private MessageScreen readAs(Preference preference, List<Block> blocks) {
        Optional<Msg.LoadedMessage> content =
                loaded.map(m ->
                        new Msg.LoadedMessage(
                                m.header(), m.root(), List.copyOf(blocks), m.octets()));
        return new MessageScreen(message, view, content, look, layout, pager)
                .laidOut(look.with(preference), pager.room());
    }

    private MessageScreen laidOut(Look wanted, Size area) {
        Layout made =
                loaded.map(content -> LayoutBuilder.layout(content, wanted, area.columns()))
                        .orElse(layout);
        return new MessageScreen(
                message, view, loaded, wanted, made, pager.with(made.rows(), area));
    }

    private Next page(Call call) {
        return Next.stay(with(pager.perform(call)));
    }

    private Next look(Look wanted) {
        return loaded.isEmpty() ? Next.stay(this) : Next.stay(laidOut(wanted, pager.room()));
    }

    private Next search(Call call) {
        if (call.argument().isEmpty()) {
            return Next.open(this, PromptScreen.asking("Search for: ", call.command()));
        }
        var way =
                call.command() == Command.SEARCH
                        ? Effect.Direction.FORWARD
                        : Effect.Direction.BACKWARD;
        return pager.search(call.argument(), way)
                .<Next>map(found -> Next.stay(with(found)))
                .orElseGet(() -> Pager.nothingFound(this, call.argument()));
    }

    private Next skipQuoted() {
        int row = layout.afterQuote(pager.top());
        return row < 0 ? say("no more text below what is quoted") : Next.stay(with(pager.at(row)));
    }

    private Next attachments() {
        return loaded.<Next>map(
                        content -> Next.open(this, AttachmentsScreen.of(message, content.root())))
                .orElseGet(() -> Next.stay(this));
    }

    private Next answer(ComposeRequest.Kind kind) {
        return Next.stay(this, new Effect.Compose(new ComposeRequest.Answer(message, kind)));
    }

    @SuppressWarnings("ReferenceEquality") // the very same screen: there was nowhere to go
    private Next delete() {
        Effect mark = change(FlagChange.adding(Flag.DELETED));
        return switch (toUndeleted(1)) {
            case Next.Stay(var screen, var effects) when screen != this ->
                    new Next.Stay(
                            screen,
                            java.util.stream.Stream.concat(
                                            java.util.stream.Stream.of(mark), effects.stream())
                                    .toList());
            default -> Next.stay(this, mark);
        };
    }

    private Next toUndeleted(int step) {
        int at = position() + step;
        while (at >= 0 && at < view.size() && view.snapshot().has(view.row(at), Flag.DELETED)) {
            at += step;
        }
        return at < 0 || at >= view.size() || position() < 0
                ? say(step > 0 ? "no message after this one" : "no message before this one")
                : to(at);
    }

    private Next toUnread(int position) {
        return position < 0 ? say("no more unread messages") : to(position);
    }

    private Next to(int position) {
        Uid uid = view.snapshot().uid(view.row(position));
        var other = new MessageRef(message.mailbox(), uid);
        MessageScreen next = loading(other, view);
        var look = new Look(Shown.MESSAGE, look().fields(), look().quotes(), look().preference());
        var screen =
                new MessageScreen(
                        other,
                        view,
                        Optional.empty(),
                        look,
                        Layout.EMPTY,
                        next.pager.with(next.pager.lines(), pager.room()));
        return Next.stay(screen, new Effect.LoadMessage(other));
    }

    private int position() {
        return view.position(message.uid());
    }

    private boolean has(Flag flag) {
        int position = position();
        return position >= 0 && view.snapshot().has(view.row(position), flag);
    }

    private FlagChange toggled(Flag flag) {
        return has(flag) ? FlagChange.removing(flag) : FlagChange.adding(flag);
    }

    private Effect change(FlagChange change) {
        return new Effect.ChangeFlags(message.mailbox(), List.of(message.uid()), change);
    }

    Next say(String text) {
        return Next.stay(this, new Effect.Notify(text));
    }

    private Look showing(Shown shown) {
        Shown next = look.shown() == shown ? Shown.MESSAGE : shown;
        return new Look(next, look.fields(), look.quotes(), look.preference());
    }

    private Look with(Fields fields) {
        Fields other = fields == Fields.FEW ? Fields.ALL : Fields.FEW;
        return new Look(Shown.MESSAGE, other, look.quotes(), look.preference());
    }

    private Look with(Quotes quotes) {
        Quotes other = quotes == Quotes.OPEN ? Quotes.FOLDED : Quotes.OPEN;
        return new Look(Shown.MESSAGE, look.fields(), other, look.preference());
    }

    private MessageScreen with(Pager other) {
        return new MessageScreen(message, view, loaded, look, layout, other);
    }

    private MessageScreen with(View now) {
        return new MessageScreen(message, now, loaded, look, layout, pager);
    }

    private static String word(Shown shown) {
        return shown == Shown.RAW ? "as stored" : "structure";
    }
}
