package hazel.ui;

import hazel.text.Harmless;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the notice line says: the last thing that happened, the work going on, the keys pressed so
/// far.
///
/// @param ticksLeft seconds until the text fades
/// @param working the last word of the work going on
record Notices(String text, Role role, int ticksLeft, Optional<Msg.Working> working) {

    static final Notices NONE = new Notices("", Role.NOTICE, 0, Optional.empty());

    private static final int SECONDS = 8;

    Notices say(String said) {
        return new Notices(said, Role.NOTICE, SECONDS, working);
    }

    /// Stays until the next key.
    Notices error(String said) {
        return new Notices(said, Role.ERROR, Integer.MAX_VALUE, working);
    }

    /// A key was pressed: what there was to read has been read.
    Notices pressed() {
        return new Notices("", Role.NOTICE, 0, working);
    }

    boolean isWorking() {
        return working.isPresent();
    }

    Notices hear(Msg.News news) {
        return switch (news) {
            case Msg.Tick _ -> ticked();
            case Msg.Noticed(String said, boolean isUndoable) ->
                    say(isUndoable ? said + " (undo takes it back)" : said);
            case Msg.Failed(_, var problem) -> error(problem.message());
            case Msg.NewMail(var mailbox, int count) -> say(count + " new in " + mailbox);
            case Msg.Working w -> new Notices(text, role, ticksLeft, Optional.of(w));
            case Msg.WorkDone _ -> new Notices(text, role, ticksLeft, Optional.empty());
            default -> this;
        };
    }

    private Notices ticked() {
        if (text.isEmpty() || ticksLeft == Integer.MAX_VALUE) {
            return this;
        }
        return ticksLeft > 1 ? new Notices(text, role, ticksLeft - 1, working) : pressed();
    }

    /// @param cancel the key that stops the work
    Line line(List<String> pendingKeys, Optional<String> cancel) {
        if (!pendingKeys.isEmpty()) {
            return Line.of(Role.NOTICE, " " + KeyNames.shown(pendingKeys) + " …");
        }
        if (!text.isEmpty()) {
            return Line.of(role, " " + Harmless.line(text));
        }
        return working.map(w -> Line.of(Role.NOTICE, " " + progress(w) + stop(cancel)))
                .orElse(Line.EMPTY);
    }

    private static String stop(Optional<String> cancel) {
        return cancel.map(key -> "  (" + key + " stops)").orElse("");
    }

    private static String progress(Msg.Working work) {
        String what = Harmless.line(work.what());
        if (work.total() > 0) {
            return String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d (%d %%)",
                    what,
                    work.done(),
                    work.total(),
                    work.done() * 100 / work.total());
        }
        return work.done() > 0 ? String.format(Locale.ROOT, "%s: %,d", what, work.done()) : what;
    }
}
