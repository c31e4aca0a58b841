package hazel.screen.index;

import hazel.command.Call;
import hazel.command.Command;
import hazel.index.View;
import hazel.screen.parts.Answers;
import hazel.screen.parts.Conversations;
import hazel.screen.parts.Filing;
import hazel.screen.parts.Jump;
import hazel.screen.parts.MailboxNames;
import hazel.screen.parts.PromptScreen;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Purpose;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Next;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the index does for each command: the table, moving about, and going elsewhere.
final class IndexCommands {

    private static final List<Command> ALWAYS =
            List.of(
                    Command.COMPOSE,
                    Command.GO_TO,
                    Command.MAILBOXES,
                    Command.OUTBOX,
                    Command.RELAY,
                    Command.DRAFTS,
                    Command.LIMIT,
                    Command.ZOOM,
                    Command.SORT,
                    Command.SYNC,
                    Command.EXPUNGE,
                    Command.SHELL,
                    Command.SEARCH_ALL,
                    Command.INDEXING,
                    Command.SIDEBAR,
                    Command.SIDEBAR_NEXT,
                    Command.SIDEBAR_PREVIOUS,
                    Command.SIDEBAR_OPEN);

    private static final List<Command> WITH_MESSAGES =
            List.of(
                    Command.READ,
                    Command.REPLY,
                    Command.DELETE,
                    Command.COMPOSE,
                    Command.FORWARD,
                    Command.SEARCH,
                    Command.GO_TO,
                    Command.MOVE,
                    Command.NEXT_UNREAD,
                    Command.REPLY_ALL,
                    Command.FLAG,
                    Command.TAG,
                    Command.TAG_PREFIX,
                    Command.LIMIT,
                    Command.ZOOM,
                    Command.SORT,
                    Command.MAILBOXES,
                    Command.UNDELETE,
                    Command.NEXT_ENTRY,
                    Command.PREVIOUS_ENTRY,
                    Command.NEXT_UNDELETED,
                    Command.PREVIOUS_UNDELETED,
                    Command.NEXT_PAGE,
                    Command.PREVIOUS_PAGE,
                    Command.HALF_DOWN,
                    Command.HALF_UP,
                    Command.FIRST_ENTRY,
                    Command.LAST_ENTRY,
                    Command.PREVIOUS_UNREAD,
                    Command.NEXT_THREAD,
                    Command.PREVIOUS_THREAD,
                    Command.PARENT,
                    Command.JUMP,
                    Command.PAGE_TOP,
                    Command.PAGE_MIDDLE,
                    Command.PAGE_BOTTOM,
                    Command.SEARCH_REVERSE,
                    Command.SEARCH_NEXT,
                    Command.SELECT,
                    Command.FOLD_THREAD,
                    Command.FOLD_ALL,
                    Command.TAG_THREAD,
                    Command.TAG_PATTERN,
                    Command.UNTAG_PATTERN,
                    Command.DELETE_THREAD,
                    Command.UNDELETE_THREAD,
                    Command.DELETE_PATTERN,
                    Command.UNDELETE_PATTERN,
                    Command.EXPUNGE,
                    Command.SYNC,
                    Command.TOGGLE_READ,
                    Command.READ_THREAD,
                    Command.LABEL,
                    Command.COPY,
                    Command.ARCHIVE,
                    Command.JUNK,
                    Command.SAVE,
                    Command.PIPE,
                    Command.CONVERSATION,
                    Command.REPLY_LIST,
                    Command.FORWARD_ATTACHED,
                    Command.BOUNCE,
                    Command.EDIT_AS_NEW,
                    Command.ATTACHMENTS,
                    Command.OUTBOX,
                    Command.RELAY,
                    Command.DRAFTS,
                    Command.SHELL,
                    Command.SEARCH_ALL,
                    Command.INDEXING,
                    Command.SIDEBAR,
                    Command.SIDEBAR_NEXT,
                    Command.SIDEBAR_PREVIOUS,
                    Command.SIDEBAR_OPEN);

    private IndexCommands() {}

    /// What the selected message asks for comes first.
    static List<Command> offers(IndexScreen index) {
        if (index.isEmpty()) {
            return ALWAYS;
        }
        Command deletion = index.selectedHas(Flag.DELETED) ? Command.UNDELETE : Command.DELETE;
        return Stream.concat(
                        Stream.of(Command.READ, Command.REPLY, deletion), WITH_MESSAGES.stream())
                .distinct()
                .toList();
    }

    static Next perform(IndexScreen index, Call call) {
        String argument = call.argument();
        return switch (call.command()) {
            case READ, SELECT -> read(index);
            case NEXT_UNDELETED -> undeleted(index, 1);
            case PREVIOUS_UNDELETED -> undeleted(index, -1);
            case NEXT_UNREAD -> go(index, "no more unread messages", v -> at -> v.nextUnseen(at));
            case PREVIOUS_UNREAD ->
                    go(index, "no unread message before", v -> at -> v.previousUnseen(at));
            case NEXT_THREAD -> go(index, "no thread after this", v -> at -> v.nextThread(at));
            case PREVIOUS_THREAD ->
                    go(index, "no thread before this", v -> at -> v.previousThread(at));
            case PARENT ->
                    go(index, "the message this answers is not here", v -> at -> v.parent(at));
            case ATTACHMENTS -> attachments(index);
            case JUMP -> Jump.to(index, argument, at -> select(index, at));
            case SEARCH, SEARCH_REVERSE, SEARCH_NEXT -> search(index, call);
            case LIMIT -> IndexArranging.limit(index, argument);
            case ZOOM -> IndexArranging.zoom(index);
            case SORT -> IndexArranging.sort(index, argument);
            case FOLD_THREAD -> IndexArranging.fold(index);
            case FOLD_ALL -> IndexArranging.foldAll(index);
            case TAG -> IndexChanges.tag(index, index.view().line(index.window().selected()));
            case TAG_THREAD ->
                    IndexChanges.tag(index, index.view().threadSet(index.window().selected()));
            case TAG_PATTERN -> IndexChanges.match(index, call, "Tag what fits: ", "tag");
            case UNTAG_PATTERN -> IndexChanges.match(index, call, "Untag what fits: ", "untag");
            case DELETE_PATTERN -> IndexChanges.match(index, call, "Delete what fits: ", "delete");
            case UNDELETE_PATTERN ->
                    IndexChanges.match(index, call, "Undelete what fits: ", "undelete");
            case TAG_PREFIX ->
                    index.tags().uids().isEmpty()
                            ? Next.stay(index, new Effect.Notify("nothing is tagged"))
                            : Next.stay(index.with(index.tags().awaitingCommand()));
            case DELETE -> IndexChanges.change(index, FlagChange.adding(Flag.DELETED), 1);
            case UNDELETE -> IndexChanges.change(index, FlagChange.removing(Flag.DELETED), 0);
            case FLAG -> IndexChanges.change(index, IndexChanges.toggled(index, Flag.FLAGGED), 0);
            case TOGGLE_READ ->
                    IndexChanges.change(index, IndexChanges.toggled(index, Flag.SEEN), 0);
            case DELETE_THREAD -> IndexChanges.changeThread(index, FlagChange.adding(Flag.DELETED));
            case UNDELETE_THREAD ->
                    IndexChanges.changeThread(index, FlagChange.removing(Flag.DELETED));
            case READ_THREAD -> IndexChanges.changeThread(index, FlagChange.adding(Flag.SEEN));
            case LABEL -> IndexChanges.label(index, argument);
            case MOVE, COPY -> IndexChanges.toMailbox(index, call);
            case ARCHIVE -> IndexChanges.file(index, Purpose.ARCHIVE);
            case JUNK -> IndexChanges.file(index, Purpose.JUNK);
            case SAVE, PIPE -> IndexChanges.hand(index, call);
            case EXPUNGE -> IndexChanges.expunge(index, argument);
            case SYNC -> IndexChanges.sync(index, argument);
            case GO_TO -> goTo(index, argument);
            case MAILBOXES ->
                    Next.open(index, index.screens().mailboxes(), new Effect.ListMailboxes());
            case SIDEBAR -> Next.stay(index.with(index.bar().toggled(index.columns())));
            case SIDEBAR_NEXT, SIDEBAR_PREVIOUS ->
                    Next.stay(index.with(index.bar().move(call.command(), index.mailbox())));
            case SIDEBAR_OPEN ->
                    index.bar()
                            .cursor()
                            .map(mailbox -> goTo(index, mailbox.toString()))
                            .orElseGet(() -> Next.stay(index));
            case SEARCH_ALL -> Next.open(index, index.screens().search());
            case CONVERSATION ->
                    Conversations.open(
                            index,
                            index.screens(),
                            index.view()
                                    .snapshot()
                                    .messageId(index.view().row(index.window().selected())));
            case INDEXING -> Next.stay(index, new Effect.ToggleIndexing());
            case OUTBOX -> Next.open(index, index.screens().outbox(), new Effect.ListOutbox());
            case RELAY -> Next.open(index, index.screens().relay(), new Effect.ListRelay());
            case DRAFTS -> Next.open(index, index.screens().drafts(), new Effect.ListDrafts());
            case SHELL ->
                    argument.isEmpty()
                            ? Filing.askShell(index)
                            : Next.stay(index, new Effect.RunShell(argument));
            case COMPOSE ->
                    compose(
                            index,
                            new ComposeRequest.Blank(
                                    "mailto:" + argument.strip(), Optional.of(index.mailbox())));
            case REPLY, REPLY_ALL, REPLY_LIST, FORWARD, FORWARD_ATTACHED, BOUNCE, EDIT_AS_NEW ->
                    Next.stay(index, Answers.compose(index.selectedMessage(), call.command()));
            default -> Next.stay(index.with(index.window().move(call.command())));
        };
    }

    // Moving

    private static Next read(IndexScreen index) {
        MessageRef message = index.selectedMessage();
        return Next.open(
                index,
                index.screens().message(message, index.view()),
                new Effect.LoadMessage(message));
    }

    private static Next attachments(IndexScreen index) {
        MessageRef message = index.selectedMessage();
        return Next.open(
                index, index.screens().attachments(message), new Effect.LoadMessage(message));
    }

    private static Next select(IndexScreen index, int position) {
        return Next.stay(index.with(index.window().select(position)));
    }

    private static Next undeleted(IndexScreen index, int step) {
        View view = index.view();
        int at = index.window().selected() + step;
        while (at >= 0 && at < view.size() && isDeleted(view, at)) {
            at += step;
        }
        return at < 0 || at >= view.size()
                ? Next.stay(index, new Effect.Notify("no undeleted message there"))
                : select(index, at);
    }

    static boolean isDeleted(View view, int position) {
        return view.snapshot().has(view.row(position), Flag.DELETED);
    }

    /// @param step from a position to another, or to -1
    private static Next go(
            IndexScreen index,
            String otherwise,
            Function<View, java.util.function.IntUnaryOperator> step) {
        int to = step.apply(index.view()).applyAsInt(index.window().selected());
        return to < 0 ? Next.stay(index, new Effect.Notify(otherwise)) : select(index, to);
    }

    private static Next search(IndexScreen index, Call call) {
        Command command = call.command();
        boolean isAgain = command == Command.SEARCH_NEXT && !index.search().isEmpty();
        String query = isAgain ? index.search() : call.argument();
        if (query.isEmpty()) {
            boolean isBack = command == Command.SEARCH_REVERSE;
            return Next.open(
                    index,
                    isBack
                            ? PromptScreen.asking("Search back for: ", command)
                            : PromptScreen.asking("Search for: ", Command.SEARCH));
        }
        Effect.Direction direction =
                command == Command.SEARCH_REVERSE
                        ? Effect.Direction.BACKWARD
                        : Effect.Direction.FORWARD;
        return Next.stay(
                index.searching(query),
                new Effect.Find(index.mailbox(), query, index.window().selected(), direction));
    }

    // Going elsewhere

    private static Next goTo(IndexScreen index, String name) {
        if (name.isEmpty()) {
            return Filing.askMailbox(index, "Go to mailbox: ", Command.GO_TO);
        }
        Optional<MailboxRef> target = named(index, name);
        if (target.isEmpty()) {
            return Next.stay(index, new Effect.Notify("not a mailbox: " + name));
        }
        if (target.get().equals(index.mailbox())) {
            return Next.stay(index, new Effect.CheckMailbox(index.mailbox()));
        }
        return Next.stay(
                index.goingTo(target.get()),
                new Effect.CloseMailbox(index.mailbox()),
                new Effect.OpenMailbox(target.get()));
    }

    private static Optional<MailboxRef> named(IndexScreen index, String name) {
        return MailboxNames.parse(name, index.accounts(), index.mailbox().account());
    }

    private static Next compose(IndexScreen index, ComposeRequest request) {
        return Next.stay(index, new Effect.Compose(request));
    }
}
