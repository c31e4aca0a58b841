package hazel.screen.index;

import hazel.command.Call;
import hazel.command.Command;
import hazel.index.RowSet;
import hazel.index.Snapshot;
import hazel.index.UidSet;
import hazel.index.View;
import hazel.screen.parts.Filing;
import hazel.screen.parts.PromptScreen;
import hazel.screen.parts.QuestionScreen;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Purpose;
import hazel.store.Uid;
import hazel.ui.Effect;
import hazel.ui.Next;

import java.util.List;
import java.util.Optional;

/// What an index has done to messages: to the selected one, to its thread, or to all that are
/// tagged.
final class IndexChanges {

    private IndexChanges() {}

    // Tags

    static Next tag(IndexScreen index, RowSet messages) {
        RowSet tagged = index.tags().uids().in(index.view().snapshot());
        boolean isAny = !tagged.among(messages).isEmpty();
        int next = Math.min(index.window().selected() + 1, index.view().size() - 1);
        return Next.stay(
                index.with(
                                index.tags()
                                        .of(
                                                isAny
                                                        ? tagged.without(messages)
                                                        : tagged.with(messages)))
                        .with(index.window().select(next)));
    }

    static Next match(IndexScreen index, Call call, String label, String purpose) {
        return call.argument().isEmpty()
                ? Next.open(index, PromptScreen.asking(label, call.command()))
                : Next.stay(index, new Effect.Match(index.mailbox(), call.argument(), purpose));
    }

    static Next.Stay matched(IndexScreen index, String purpose, UidSet uids) {
        RowSet tagged = index.tags().uids().in(index.view().snapshot());
        return switch (purpose) {
            case "tag" -> Next.stay(index.with(index.tags().of(tagged.with(uids))));
            case "untag" -> Next.stay(index.with(index.tags().of(tagged.without(uids))));
            case "delete" -> changed(index, uids, FlagChange.adding(Flag.DELETED));
            case "undelete" -> changed(index, uids, FlagChange.removing(Flag.DELETED));
            default -> Next.stay(index);
        };
    }

    private static Next.Stay changed(IndexScreen index, UidSet uids, FlagChange change) {
        return Next.stay(
                index, new Effect.ChangeFlags(index.mailbox(), ordered(index, uids), change));
    }

    /// As they were told of.
    private static List<Uid> ordered(IndexScreen index, UidSet uids) {
        return uids.in(index.view().snapshot()).uids();
    }

    /// What the next command is for.
    private static List<Uid> targets(IndexScreen index) {
        return index.tags().isNext()
                ? ordered(index, index.tags().uids())
                : List.of(index.selectedUid());
    }

    // Changing

    static FlagChange toggled(IndexScreen index, Flag flag) {
        return index.selectedHas(flag) ? FlagChange.removing(flag) : FlagChange.adding(flag);
    }

    /// @param advance where the cursor goes for a single message
    static Next change(IndexScreen index, FlagChange change, int advance) {
        var effect = new Effect.ChangeFlags(index.mailbox(), targets(index), change);
        return Next.stay(advanced(index, advance), effect);
    }

    /// Past the message just dealt with, to the next that is not deleted, if there is one.
    private static IndexScreen advanced(IndexScreen index, int advance) {
        View view = index.view();
        if (index.tags().isNext() || advance == 0) {
            return index.with(index.tags().applied());
        }
        int at = index.window().selected() + 1;
        while (at < view.size() && IndexCommands.isDeleted(view, at)) {
            at++;
        }
        return at < view.size() ? index.with(index.window().select(at)) : index;
    }

    static Next changeThread(IndexScreen index, FlagChange change) {
        int selected = index.window().selected();
        var effect = new Effect.ChangeFlags(index.mailbox(), index.view().thread(selected), change);
        int next = index.view().nextThread(selected);
        return Next.stay(next < 0 ? index : index.with(index.window().select(next)), effect);
    }

    static Next label(IndexScreen index, String words) {
        if (words.isEmpty()) {
            return Filing.askLabels(index);
        }
        return Filing.labels(words)
                .map(change -> change(index, change, 0))
                .orElseGet(() -> Filing.notLabels(index, words));
    }

    static Next file(IndexScreen index, Purpose purpose) {
        return Next.stay(
                advanced(index, 1), new Effect.File(index.mailbox(), targets(index), purpose));
    }

    static Next toMailbox(IndexScreen index, Call call) {
        boolean isMove = call.command() == Command.MOVE;
        if (call.argument().isEmpty()) {
            return Filing.askMailbox(index, isMove ? "Move to: " : "Copy to: ", call.command());
        }
        Optional<MailboxRef> target = Filing.other(index.mailbox(), call, index.accounts());
        if (target.isEmpty()) {
            return Filing.notAnother(index, call);
        }
        List<Uid> uids = targets(index);
        return isMove
                ? Next.stay(
                        advanced(index, 1), new Effect.Move(index.mailbox(), uids, target.get()))
                : Next.stay(
                        index.with(index.tags().applied()),
                        new Effect.Copy(index.mailbox(), uids, target.get()));
    }

    /// Saves or pipes each message whole.
    static Next hand(IndexScreen index, Call call) {
        boolean isSave = call.command() == Command.SAVE;
        if (call.argument().isEmpty()) {
            String label = isSave ? "Save to file or directory: " : "Pipe to command: ";
            return Next.open(index, PromptScreen.askingPath(label, call.command()));
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
        return new Next.Stay(index.with(index.tags().applied()), effects);
    }

    static Next expunge(IndexScreen index, String answer) {
        if (answer.equals("yes")) {
            return Next.stay(index, new Effect.Expunge(index.mailbox()));
        }
        int count = deletedCount(index);
        return count == 0
                ? Next.stay(index, new Effect.Notify("no message is marked deleted"))
                : Next.open(index, expungeQuestion(count, Optional.empty()));
    }

    static Next sync(IndexScreen index, String answer) {
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
        return RowSet.where(snapshot, row -> snapshot.has(row, Flag.DELETED)).size();
    }
}
