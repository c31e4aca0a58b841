package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.index.Snapshot;
import hazel.index.Sort;
import hazel.index.View;
import hazel.screen.Prompt.Completion;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Uid;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Next;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What the index does for each command.
///
/// Long because it is one table: what each command does to an index.
final class IndexCommands {

    private static final List<Command> ALWAYS =
            List.of(
                    Command.COMPOSE,
                    Command.GO_TO,
                    Command.MAILBOXES,
                    Command.OUTBOX,
                    Command.DRAFTS,
                    Command.LIMIT,
                    Command.SORT,
                    Command.SYNC,
                    Command.EXPUNGE,
                    Command.SHELL);

    private static final List<Command> WITH_MESSAGES =
            List.of(
                    Command.READ,
                    Command.REPLY,
                    Command.FORWARD,
                    Command.DELETE,
                    Command.UNDELETE,
                    Command.COMPOSE,
                    Command.GO_TO,
                    Command.MOVE,
                    Command.NEXT_UNREAD,
                    Command.SEARCH,
                    Command.REPLY_ALL,
                    Command.FLAG,
                    Command.LIMIT,
                    Command.SORT,
                    Command.TAG,
                    Command.TAG_PREFIX,
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
                    Command.SAVE,
                    Command.PIPE,
                    Command.REPLY_LIST,
                    Command.FORWARD_ATTACHED,
                    Command.BOUNCE,
                    Command.EDIT_AS_NEW,
                    Command.MAILBOXES,
                    Command.OUTBOX,
                    Command.DRAFTS,
                    Command.SHELL);

    private IndexCommands() {}

    static List<Command> offers(IndexScreen index) {
        return index.isEmpty() ? ALWAYS : WITH_MESSAGES;
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
            case JUMP -> jump(index, argument);
            case SEARCH, SEARCH_REVERSE, SEARCH_NEXT -> search(index, call);
            case LIMIT -> limit(index, argument);
            case SORT -> sort(index, argument);
            case FOLD_THREAD -> fold(index);
            case FOLD_ALL -> foldAll(index);
            case TAG -> tag(index, List.of(index.selectedUid()));
            case TAG_THREAD -> tag(index, index.view().thread(index.window().selected()));
            case TAG_PATTERN -> match(index, call, "Tag what fits: ", "tag");
            case UNTAG_PATTERN -> match(index, call, "Untag what fits: ", "untag");
            case DELETE_PATTERN -> match(index, call, "Delete what fits: ", "delete");
            case UNDELETE_PATTERN -> match(index, call, "Undelete what fits: ", "undelete");
            case TAG_PREFIX ->
                    index.tagged().isEmpty()
                            ? Next.stay(index, new Effect.Notify("nothing is tagged"))
                            : Next.stay(index.applyingToTagged());
            case DELETE -> change(index, FlagChange.adding(Flag.DELETED), 1);
            case UNDELETE -> change(index, FlagChange.removing(Flag.DELETED), 0);
            case FLAG -> change(index, toggled(index, Flag.FLAGGED), 0);
            case TOGGLE_READ -> change(index, toggled(index, Flag.SEEN), 0);
            case DELETE_THREAD -> changeThread(index, FlagChange.adding(Flag.DELETED));
            case UNDELETE_THREAD -> changeThread(index, FlagChange.removing(Flag.DELETED));
            case READ_THREAD -> changeThread(index, FlagChange.adding(Flag.SEEN));
            case LABEL -> label(index, argument);
            case MOVE, COPY -> toMailbox(index, call);
            case SAVE, PIPE -> hand(index, call);
            case EXPUNGE -> expunge(index, argument);
            case SYNC -> sync(index, argument);
            case GO_TO -> goTo(index, argument);
            case MAILBOXES ->
                    Next.open(index, index.screens().mailboxes(), new Effect.ListMailboxes());
            case OUTBOX -> Next.open(index, index.screens().outbox(), new Effect.ListOutbox());
            case DRAFTS -> Next.open(index, index.screens().drafts(), new Effect.ListDrafts());
            case SHELL ->
                    argument.isEmpty()
                            ? ask(index, "Shell command: ", Command.SHELL, Completion.PATHS)
                            : Next.stay(index, new Effect.RunShell(argument));
            case COMPOSE -> compose(index, new ComposeRequest.Blank("mailto:" + argument.strip()));
            case REPLY -> answer(index, ComposeRequest.Kind.REPLY);
            case REPLY_ALL -> answer(index, ComposeRequest.Kind.REPLY_ALL);
            case REPLY_LIST -> answer(index, ComposeRequest.Kind.REPLY_LIST);
            case FORWARD -> answer(index, ComposeRequest.Kind.FORWARD);
            case FORWARD_ATTACHED -> answer(index, ComposeRequest.Kind.FORWARD_ATTACHED);
            case BOUNCE -> answer(index, ComposeRequest.Kind.BOUNCE);
            case EDIT_AS_NEW -> answer(index, ComposeRequest.Kind.EDIT_AS_NEW);
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

    private static boolean isDeleted(View view, int position) {
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

    /// @param number from 1; `1...` begins a prompt with that digit
    private static Next jump(IndexScreen index, String number) {
        if (number.isEmpty() || number.endsWith("...")) {
            String begun = number.isEmpty() ? "" : number.substring(0, number.length() - 3);
            return Next.open(
                    index, PromptScreen.of(Prompt.of("Go to number: ", Command.JUMP), begun));
        }
        String digits = number.strip();
        return digits.matches("[0-9]{1,9}") && Integer.parseInt(digits) > 0
                ? select(index, Integer.parseInt(digits) - 1)
                : Next.stay(index, new Effect.Notify("not a number: " + digits));
    }

    private static Next search(IndexScreen index, Call call) {
        Command command = call.command();
        boolean isAgain = command == Command.SEARCH_NEXT && !index.search().isEmpty();
        String query = isAgain ? index.search() : call.argument();
        if (query.isEmpty()) {
            boolean isBack = command == Command.SEARCH_REVERSE;
            return ask(
                    index,
                    isBack ? "Search back for: " : "Search for: ",
                    isBack ? command : Command.SEARCH,
                    Completion.NONE);
        }
        Effect.Direction direction =
                command == Command.SEARCH_REVERSE
                        ? Effect.Direction.BACKWARD
                        : Effect.Direction.FORWARD;
        return Next.stay(
                index.searching(query),
                new Effect.Find(index.mailbox(), query, index.window().selected(), direction));
    }

    // Arranging

    private static Next limit(IndexScreen index, String pattern) {
        if (pattern.isEmpty()) {
            return Next.open(
                    index,
                    PromptScreen.of(
                            Prompt.of("Show only (empty for all): ", Command.LIMIT)
                                    .whenEmpty("all"),
                            ""));
        }
        String limit = pattern.strip().equals("all") ? "" : pattern.strip();
        return arranged(index, index.arrangement().limited(limit));
    }

    private static Next arranged(IndexScreen index, Arrangement arrangement) {
        IndexScreen next = index.with(arrangement);
        return Next.stay(next, next.arrange());
    }

    private static Next sort(IndexScreen index, String name) {
        if (name.isEmpty()) {
            return Next.open(index, sortQuestion());
        }
        if (name.equals("reverse")) {
            Sort sort = index.arrangement().sort();
            return arranged(index, index.arrangement().sorted(sort.turned()));
        }
        Optional<Sort> sort = Sort.parse(name);
        return sort.isPresent()
                ? arranged(index, index.arrangement().sorted(sort.get()))
                : Next.stay(index, new Effect.Notify("no such order: " + name));
    }

    private static QuestionScreen sortQuestion() {
        var choices = new ArrayList<QuestionScreen.Choice>();
        for (Sort.Key key : Sort.Key.values()) {
            String letter =
                    switch (key) {
                        case DATE -> "d";
                        case ARRIVAL -> "a";
                        case FROM -> "f";
                        case TO -> "t";
                        case SUBJECT -> "s";
                        case SIZE -> "z";
                        case THREAD -> "h";
                    };
            String name = Arrangement.nameOf(key);
            choices.add(
                    new QuestionScreen.Choice(
                            letter, name, Optional.of(new Call(Command.SORT, name))));
        }
        choices.add(
                new QuestionScreen.Choice(
                        "r", "reverse", Optional.of(new Call(Command.SORT, "reverse"))));
        return new QuestionScreen("Sort by", choices);
    }

    private static Next fold(IndexScreen index) {
        View view = index.view();
        int root = view.threadRoot(index.window().selected());
        if (root < 0) {
            return Next.stay(index);
        }
        var folded = new HashSet<>(index.arrangement().folded());
        Uid uid = index.uid(root);
        if (!folded.remove(uid)) {
            folded.add(uid);
        }
        IndexScreen next = index.with(index.window().select(root));
        return arranged(next, next.arrangement().folding(folded));
    }

    private static Next foldAll(IndexScreen index) {
        var folded = new HashSet<Uid>();
        if (index.arrangement().folded().isEmpty()) {
            View view = index.view();
            for (int at = view.threadRoot(0); at >= 0; at = view.nextThread(at)) {
                if (view.threadSize(at) > 1) {
                    folded.add(index.uid(at));
                }
            }
        }
        int root = index.view().threadRoot(index.window().selected());
        IndexScreen next = root < 0 ? index : index.with(index.window().select(root));
        return arranged(next, next.arrangement().folding(folded));
    }

    // Tags

    private static Next tag(IndexScreen index, List<Uid> uids) {
        var tagged = new HashSet<>(index.tagged());
        if (!tagged.removeAll(uids)) {
            tagged.addAll(uids);
        }
        int next = Math.min(index.window().selected() + 1, index.view().size() - 1);
        return select(index.withTagged(tagged), next);
    }

    private static Next match(IndexScreen index, Call call, String label, String purpose) {
        return call.argument().isEmpty()
                ? ask(index, label, call.command(), Completion.NONE)
                : Next.stay(index, new Effect.Match(index.mailbox(), call.argument(), purpose));
    }

    static Next.Stay matched(IndexScreen index, String purpose, Set<Uid> uids) {
        var tagged = new HashSet<>(index.tagged());
        return switch (purpose) {
            case "tag" -> {
                tagged.addAll(uids);
                yield Next.stay(index.withTagged(tagged));
            }
            case "untag" -> {
                tagged.removeAll(uids);
                yield Next.stay(index.withTagged(tagged));
            }
            case "delete" -> changed(index, uids, FlagChange.adding(Flag.DELETED));
            case "undelete" -> changed(index, uids, FlagChange.removing(Flag.DELETED));
            default -> Next.stay(index);
        };
    }

    private static Next.Stay changed(IndexScreen index, Set<Uid> uids, FlagChange change) {
        return Next.stay(
                index, new Effect.ChangeFlags(index.mailbox(), ordered(index, uids), change));
    }

    private static List<Uid> ordered(IndexScreen index, Set<Uid> uids) {
        return uids.stream()
                .sorted(Comparator.comparingInt(uid -> index.view().snapshot().find(uid)))
                .toList();
    }

    /// What the next command is for.
    private static List<Uid> targets(IndexScreen index) {
        return index.tagPrefix() ? ordered(index, index.tagged()) : List.of(index.selectedUid());
    }

    // Changing

    private static FlagChange toggled(IndexScreen index, Flag flag) {
        return index.selectedHas(flag) ? FlagChange.removing(flag) : FlagChange.adding(flag);
    }

    /// @param advance where the cursor goes for a single message
    private static Next change(IndexScreen index, FlagChange change, int advance) {
        var effect = new Effect.ChangeFlags(index.mailbox(), targets(index), change);
        return Next.stay(advanced(index, advance), effect);
    }

    /// Past the message just dealt with, to the next that is not deleted, if there is one.
    private static IndexScreen advanced(IndexScreen index, int advance) {
        View view = index.view();
        if (index.tagPrefix() || advance == 0) {
            return index.applied();
        }
        int at = index.window().selected() + 1;
        while (at < view.size() && isDeleted(view, at)) {
            at++;
        }
        return at < view.size() ? index.with(index.window().select(at)) : index;
    }

    private static Next changeThread(IndexScreen index, FlagChange change) {
        int selected = index.window().selected();
        var effect = new Effect.ChangeFlags(index.mailbox(), index.view().thread(selected), change);
        int next = index.view().nextThread(selected);
        return Next.stay(next < 0 ? index : index.with(index.window().select(next)), effect);
    }

    private static Next label(IndexScreen index, String words) {
        if (words.isEmpty()) {
            return ask(index, "Labels (+add -take): ", Command.LABEL, Completion.NONE);
        }
        var add = new HashSet<String>();
        var remove = new HashSet<String>();
        for (String word : words.strip().split("\\s+")) {
            String bare = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
            if (!bare.matches("[\\p{ASCII}&&[^\\s\\p{Cntrl}(){%*\"\\\\\\]]]+")) {
                return Next.stay(index, new Effect.Notify("not a label: " + word));
            }
            (word.startsWith("-") ? remove : add).add(bare);
        }
        return change(index, new FlagChange(Set.of(), Set.of(), add, remove), 0);
    }

    private static Next toMailbox(IndexScreen index, Call call) {
        boolean isMove = call.command() == Command.MOVE;
        if (call.argument().isEmpty()) {
            return askMailbox(index, isMove ? "Move to: " : "Copy to: ", call.command());
        }
        Optional<MailboxRef> target = named(index, call.argument());
        if (target.isEmpty() || target.get().equals(index.mailbox())) {
            return Next.stay(index, new Effect.Notify("not another mailbox: " + call.argument()));
        }
        List<Uid> uids = targets(index);
        return isMove
                ? Next.stay(
                        advanced(index, 1), new Effect.Move(index.mailbox(), uids, target.get()))
                : Next.stay(index.applied(), new Effect.Copy(index.mailbox(), uids, target.get()));
    }

    /// Saves or pipes each message whole.
    private static Next hand(IndexScreen index, Call call) {
        boolean isSave = call.command() == Command.SAVE;
        if (call.argument().isEmpty()) {
            String label = isSave ? "Save to file or directory: " : "Pipe to command: ";
            return ask(index, label, call.command(), Completion.PATHS);
        }
        List<Effect> effects =
                targets(index).stream()
                        .map(uid -> new MessageRef(index.mailbox(), uid))
                        .map(message ->
                                isSave
                                        ? new Effect.SaveParts(message, List.of(), call.argument())
                                        : new Effect.Pipe(message, "", call.argument()))
                        .map(Effect.class::cast)
                        .toList();
        return new Next.Stay(index.applied(), effects);
    }

    private static Next expunge(IndexScreen index, String answer) {
        if (answer.equals("yes")) {
            return Next.stay(index, new Effect.Expunge(index.mailbox()));
        }
        int count = deletedCount(index);
        return count == 0
                ? Next.stay(index, new Effect.Notify("no message is marked deleted"))
                : Next.open(index, expungeQuestion(count, Optional.empty()));
    }

    private static Next sync(IndexScreen index, String answer) {
        int count = deletedCount(index);
        var check = new Effect.CheckMailbox(index.mailbox());
        return count == 0 || answer.equals("check")
                ? Next.stay(index, check)
                : Next.open(
                        index,
                        expungeQuestion(count, Optional.of(new Call(Command.SYNC, "check"))));
    }

    private static QuestionScreen expungeQuestion(int count, Optional<Call> otherwise) {
        String what = count == 1 ? "the message" : "the " + count + " messages";
        return new QuestionScreen(
                "Remove " + what + " marked deleted for good?",
                List.of(
                        new QuestionScreen.Choice(
                                "y", "yes", Optional.of(new Call(Command.EXPUNGE, "yes"))),
                        new QuestionScreen.Choice("n", "no", otherwise)));
    }

    /// Of the whole mailbox, whatever the limit.
    private static int deletedCount(IndexScreen index) {
        Snapshot snapshot = index.view().snapshot();
        int count = 0;
        for (int row = 0; row < snapshot.size(); row++) {
            count += snapshot.has(row, Flag.DELETED) ? 1 : 0;
        }
        return count;
    }

    // Going elsewhere

    private static Next goTo(IndexScreen index, String name) {
        if (name.isEmpty()) {
            return askMailbox(index, "Go to mailbox: ", Command.GO_TO);
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

    private static Next answer(IndexScreen index, ComposeRequest.Kind kind) {
        return compose(index, new ComposeRequest.Answer(index.selectedMessage(), kind));
    }

    private static Next compose(IndexScreen index, ComposeRequest request) {
        return Next.stay(index, new Effect.Compose(request));
    }

    private static Next ask(IndexScreen index, String label, Command command, Completion how) {
        Prompt prompt = Prompt.of(label, command).completing(how, List.of());
        return Next.open(index, PromptScreen.of(prompt, ""));
    }

    private static Next askMailbox(IndexScreen index, String label, Command command) {
        Prompt prompt = Prompt.of(label, command).completing(Completion.MAILBOXES, List.of());
        return Next.open(index, PromptScreen.of(prompt, ""), new Effect.ListMailboxes());
    }
}
