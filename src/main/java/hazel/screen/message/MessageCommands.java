package hazel.screen.message;

import hazel.command.Call;
import hazel.command.Command;
import hazel.index.View;
import hazel.screen.message.Layout.Look;
import hazel.screen.message.Layout.Shown;
import hazel.screen.parts.Answers;
import hazel.screen.parts.Conversations;
import hazel.screen.parts.Filing;
import hazel.screen.parts.Jump;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.MailboxRef;
import hazel.store.Purpose;
import hazel.store.Uid;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Next;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a message screen does for each command.
final class MessageCommands {

    private static final List<Command> ALWAYS =
            List.of(
                    Command.NEXT_UNDELETED,
                    Command.PREVIOUS_UNDELETED,
                    Command.NEXT_PAGE,
                    Command.PREVIOUS_PAGE,
                    Command.ATTACHMENTS,
                    Command.SAVE,
                    Command.MOVE,
                    Command.SEARCH,
                    Command.NEXT_UNREAD,
                    Command.PREVIOUS_UNREAD,
                    Command.DELETE,
                    Command.UNDELETE,
                    Command.FLAG,
                    Command.TOGGLE_READ,
                    Command.OPEN_LINK,
                    Command.FULL_HEADER,
                    Command.TOGGLE_QUOTED,
                    Command.SKIP_QUOTED,
                    Command.TOGGLE_HTML,
                    Command.RAW,
                    Command.STRUCTURE,
                    Command.TRACE,
                    Command.VERIFY,
                    Command.SESSION,
                    Command.PIPE,
                    Command.VIEW_PART,
                    Command.REPLY_LIST,
                    Command.FORWARD_ATTACHED,
                    Command.BOUNCE,
                    Command.EDIT_AS_NEW,
                    Command.COMPOSE,
                    Command.SEARCH_NEXT,
                    Command.SEARCH_REVERSE,
                    Command.NEXT_ENTRY,
                    Command.PREVIOUS_ENTRY,
                    Command.HALF_DOWN,
                    Command.HALF_UP,
                    Command.FIRST_ENTRY,
                    Command.LAST_ENTRY,
                    Command.JUMP,
                    Command.GO_TO,
                    Command.COPY,
                    Command.ARCHIVE,
                    Command.JUNK,
                    Command.LABEL,
                    Command.NEXT_THREAD,
                    Command.PREVIOUS_THREAD,
                    Command.PARENT,
                    Command.DELETE_THREAD,
                    Command.UNDELETE_THREAD,
                    Command.READ_THREAD,
                    Command.SPLIT,
                    Command.CONVERSATION,
                    Command.SEARCH_ALL,
                    Command.MAILBOXES,
                    Command.OUTBOX,
                    Command.RELAY,
                    Command.DRAFTS,
                    Command.SYNC,
                    Command.SHELL);

    private MessageCommands() {}

    /// What this message asks for comes first.
    static List<Command> offers(MessageScreen screen) {
        var first =
                new ArrayList<>(
                        List.of(Command.BACK, Command.REPLY, Command.REPLY_ALL, Command.FORWARD));
        first.add(screen.has(Flag.DELETED) ? Command.UNDELETE : Command.DELETE);
        first.addAll(screen.layout().suggested());
        return Stream.concat(first.stream(), ALWAYS.stream()).distinct().toList();
    }

    static Next perform(MessageScreen screen, Call call) {
        View view = screen.view();
        int at = screen.position();
        return switch (call.command()) {
            case BACK -> Next.close();
            case NEXT_PAGE ->
                    screen.pager().isAtEnd() && screen.loaded().isPresent()
                            ? to(screen, view.nextUnseen(at), "no more unread messages")
                            : page(screen, call);
            case NEXT_UNDELETED -> toUndeleted(screen, 1);
            case PREVIOUS_UNDELETED -> toUndeleted(screen, -1);
            case NEXT_UNREAD -> to(screen, view.nextUnseen(at), "no more unread messages");
            case PREVIOUS_UNREAD -> to(screen, view.previousUnseen(at), "no unread message before");
            case NEXT_THREAD -> to(screen, view.nextThread(at), "no thread after this");
            case PREVIOUS_THREAD -> to(screen, view.previousThread(at), "no thread before this");
            case CONVERSATION ->
                    Conversations.open(
                            screen, screen.screens(), view.snapshot().messageId(view.row(at)));
            case SEARCH_ALL -> Next.open(screen, screen.screens().search());
            case PARENT -> to(screen, view.parent(at), "the message this answers is not here");
            case JUMP ->
                    Jump.to(
                            screen,
                            call.argument(),
                            to ->
                                    to(
                                            screen,
                                            to < view.size() ? to : -1,
                                            "no message of that number"));
            case SEARCH, SEARCH_REVERSE, SEARCH_NEXT ->
                    screen.pager().search(screen, call, screen::with);
            case FULL_HEADER -> look(screen, screen.look().otherFields());
            case TOGGLE_QUOTED ->
                    screen.layout().isQuoting()
                            ? look(screen, screen.look().otherQuotes())
                            : screen.say("nothing is quoted here");
            case TOGGLE_HTML ->
                    screen.layout().suggested().contains(Command.TOGGLE_HTML)
                            ? screen.toggleHtml()
                            : screen.say("the message has its text only once");
            case RAW -> look(screen, screen.look().showing(Shown.RAW));
            case STRUCTURE -> look(screen, screen.look().showing(Shown.STRUCTURE));
            case TRACE, VERIFY ->
                    screen.loaded()
                            .<Next>map(content -> TraceScreen.open(screen, content, call.command()))
                            .orElseGet(() -> Next.stay(screen));
            case SESSION ->
                    screen.loaded()
                            .<Next>map(content ->
                                    Next.stay(screen, new Effect.ShowSession(content.header())))
                            .orElseGet(() -> Next.stay(screen));
            case SKIP_QUOTED -> skipQuoted(screen);
            case SPLIT -> Next.stay(screen.with(screen.split().other(screen.isBeside())));
            case DELETE -> dealtWith(screen, flags(screen, FlagChange.adding(Flag.DELETED)));
            case UNDELETE -> Next.stay(screen, flags(screen, FlagChange.removing(Flag.DELETED)));
            case FLAG -> Next.stay(screen, flags(screen, toggled(screen, Flag.FLAGGED)));
            case TOGGLE_READ -> Next.stay(screen, flags(screen, toggled(screen, Flag.SEEN)));
            case DELETE_THREAD -> thread(screen, FlagChange.adding(Flag.DELETED));
            case UNDELETE_THREAD -> thread(screen, FlagChange.removing(Flag.DELETED));
            case READ_THREAD -> thread(screen, FlagChange.adding(Flag.SEEN));
            case LABEL -> label(screen, call.argument());
            case MOVE, COPY -> toMailbox(screen, call);
            case ARCHIVE -> file(screen, Purpose.ARCHIVE);
            case JUNK -> file(screen, Purpose.JUNK);
            case REPLY, REPLY_ALL, REPLY_LIST, FORWARD, FORWARD_ATTACHED, BOUNCE, EDIT_AS_NEW ->
                    Next.stay(screen, Answers.compose(screen.message(), call.command()));
            case COMPOSE ->
                    Next.stay(
                            screen,
                            new Effect.Compose(
                                    new ComposeRequest.Blank(
                                            "mailto:" + call.argument().strip(),
                                            Optional.of(screen.message().mailbox()))));
            case ATTACHMENTS ->
                    screen.loaded()
                            .<Next>map(content ->
                                    Next.open(
                                            screen,
                                            AttachmentsScreen.of(screen.message(), content.root())))
                            .orElseGet(() -> Next.stay(screen));
            case VIEW_PART, SAVE, PIPE -> MessageParts.onParts(screen, call);
            case OPEN_LINK -> MessageParts.openLink(screen, call);
            case GO_TO ->
                    call.argument().isEmpty()
                            ? Filing.askMailbox(screen, "Go to mailbox: ", Command.GO_TO)
                            : new Next.CloseAndCall(call, List.of());
            case SYNC -> new Next.CloseAndCall(call, List.of());
            case MAILBOXES ->
                    Next.open(screen, screen.screens().mailboxes(), new Effect.ListMailboxes());
            case OUTBOX -> Next.open(screen, screen.screens().outbox(), new Effect.ListOutbox());
            case RELAY -> Next.open(screen, screen.screens().relay(), new Effect.ListRelay());
            case DRAFTS -> Next.open(screen, screen.screens().drafts(), new Effect.ListDrafts());
            case SHELL ->
                    call.argument().isEmpty()
                            ? Filing.askShell(screen)
                            : Next.stay(screen, new Effect.RunShell(call.argument()));
            default -> page(screen, call);
        };
    }

    // Reading

    private static Next page(MessageScreen screen, Call call) {
        return Next.stay(screen.with(screen.pager().perform(call)));
    }

    private static Next look(MessageScreen screen, Look wanted) {
        return Next.stay(screen.loaded().isEmpty() ? screen : screen.laidOut(wanted));
    }

    private static Next skipQuoted(MessageScreen screen) {
        int row = screen.layout().afterQuote(screen.pager().top());
        return row < 0
                ? screen.say("no more text below what is quoted")
                : Next.stay(screen.with(screen.pager().at(row)));
    }

    // Going to another message

    private static Next to(MessageScreen screen, int position, String otherwise) {
        return position < 0 ? screen.say(otherwise) : screen.to(position);
    }

    private static Next toUndeleted(MessageScreen screen, int step) {
        return undeleted(screen, step)
                .<Next>map(screen::to)
                .orElseGet(() ->
                        screen.say(
                                step > 0 ? "no message after this one" : "no message before this"));
    }

    private static Optional<Integer> undeleted(MessageScreen screen, int step) {
        View view = screen.view();
        int at = screen.position() + step;
        while (at >= 0 && at < view.size() && view.snapshot().has(view.row(at), Flag.DELETED)) {
            at += step;
        }
        return at < 0 || at >= view.size() || screen.position() < 0
                ? Optional.empty()
                : Optional.of(at);
    }

    /// On to the next message, where there is one.
    private static Next dealtWith(MessageScreen screen, Effect effect) {
        Optional<Integer> next = undeleted(screen, 1);
        return next.isEmpty() ? Next.stay(screen, effect) : after(effect, screen.to(next.get()));
    }

    private static Next after(Effect first, Next.Stay next) {
        var effects = new ArrayList<Effect>(List.of(first));
        effects.addAll(next.effects());
        return new Next.Stay(next.screen(), effects);
    }

    // Changing

    private static FlagChange toggled(MessageScreen screen, Flag flag) {
        return screen.has(flag) ? FlagChange.removing(flag) : FlagChange.adding(flag);
    }

    private static Effect flags(MessageScreen screen, FlagChange change) {
        List<Uid> uids = List.of(screen.message().uid());
        return new Effect.ChangeFlags(screen.message().mailbox(), uids, change);
    }

    private static Next thread(MessageScreen screen, FlagChange change) {
        int at = screen.position();
        if (at < 0) {
            return screen.say("the message is not in the index any more");
        }
        View view = screen.view();
        var effect = new Effect.ChangeFlags(screen.message().mailbox(), view.thread(at), change);
        int next = view.nextThread(at);
        boolean isDealtWith = change.remove().isEmpty() && next >= 0;
        return isDealtWith ? after(effect, screen.to(next)) : Next.stay(screen, effect);
    }

    private static Next label(MessageScreen screen, String words) {
        if (words.isEmpty()) {
            return Filing.askLabels(screen);
        }
        return Filing.labels(words)
                .<Next>map(change -> Next.stay(screen, flags(screen, change)))
                .orElseGet(() -> Filing.notLabels(screen, words));
    }

    private static Next file(MessageScreen screen, Purpose purpose) {
        var message = screen.message();
        return dealtWith(
                screen, new Effect.File(message.mailbox(), List.of(message.uid()), purpose));
    }

    private static Next toMailbox(MessageScreen screen, Call call) {
        boolean isMove = call.command() == Command.MOVE;
        if (call.argument().isEmpty()) {
            return Filing.askMailbox(screen, isMove ? "Move to: " : "Copy to: ", call.command());
        }
        MailboxRef here = screen.message().mailbox();
        Optional<MailboxRef> target = Filing.other(here, call, screen.accounts());
        if (target.isEmpty()) {
            return Filing.notAnother(screen, call);
        }
        List<Uid> uids = List.of(screen.message().uid());
        return isMove
                ? dealtWith(screen, new Effect.Move(here, uids, target.get()))
                : Next.stay(screen, new Effect.Copy(here, uids, target.get()));
    }
}
