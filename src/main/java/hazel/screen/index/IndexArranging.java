package hazel.screen.index;

import hazel.command.Call;
import hazel.command.Command;
import hazel.index.KeptUids;
import hazel.index.RowSet;
import hazel.index.UidSet;
import hazel.index.View;
import hazel.screen.parts.Prompt;
import hazel.screen.parts.PromptScreen;
import hazel.screen.parts.QuestionScreen;
import hazel.store.Sort;
import hazel.ui.Effect;
import hazel.ui.Next;

import java.util.ArrayList;
import java.util.Optional;

/// How an index is arranged: its limit, its order and its folds. The worker does it; the screen
/// remembers what was asked.
final class IndexArranging {

    private static final String TAGGED = "~T";

    private IndexArranging() {}

    static Next limit(IndexScreen index, String pattern) {
        if (pattern.isEmpty()) {
            Prompt prompt = Prompt.of("Show only (empty for all): ", Command.LIMIT);
            return Next.open(index, PromptScreen.of(prompt.whenEmpty("all"), ""));
        }
        String limit = pattern.strip().equals("all") ? "" : pattern.strip();
        return arranged(index, index.arrangement().limited(limit));
    }

    /// Only what is tagged, or all again.
    static Next zoom(IndexScreen index) {
        if (index.arrangement().limit().equals(TAGGED)) {
            return limit(index, "all");
        }
        return index.tags().uids().isEmpty()
                ? Next.stay(index, new Effect.Notify("nothing is tagged"))
                : limit(index, TAGGED);
    }

    private static Next arranged(IndexScreen index, Arrangement arrangement) {
        IndexScreen next = index.with(arrangement);
        return Next.stay(next, next.arrange());
    }

    static Next sort(IndexScreen index, String name) {
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

    private static Next noThreads(IndexScreen index) {
        return Next.stay(index, new Effect.Notify("there are no threads in this order"));
    }

    private static boolean isThreaded(IndexScreen index) {
        return index.arrangement().sort().key() == Sort.Key.THREAD;
    }

    static Next fold(IndexScreen index) {
        if (!isThreaded(index)) {
            return noThreads(index);
        }
        View view = index.view();
        int root = view.threadRoot(index.window().selected());
        if (root < 0) {
            return Next.stay(index);
        }
        RowSet folded = index.arrangement().folded().in(view.snapshot());
        RowSet thread = RowSet.of(view.snapshot(), view.row(root));
        boolean isFolded = folded.has(view.row(root));
        IndexScreen next = index.with(index.window().select(root));
        return arranged(
                next,
                next.arrangement()
                        .folding(isFolded ? folded.without(thread) : folded.with(thread)));
    }

    static Next foldAll(IndexScreen index) {
        if (!isThreaded(index)) {
            return noThreads(index);
        }
        View view = index.view();
        UidSet folded = index.arrangement().folded().isEmpty() ? view.threads() : KeptUids.NONE;
        int root = view.threadRoot(index.window().selected());
        IndexScreen next = root < 0 ? index : index.with(index.window().select(root));
        return arranged(next, next.arrangement().folding(folded));
    }
}
