package hazel.ui;

import hazel.command.Command;
import hazel.mail.Problem;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Wrap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What the notice line says: the last thing that happened, the work going on, the keys pressed so
/// far.
///
/// @param then a command to tell the key of behind the text, as `undo` takes back what it tells of
/// @param ticksLeft seconds until the text fades
/// @param links how accounts stand with their servers, which the title says
record Notices(
        String text,
        Role role,
        Optional<Command> then,
        int ticksLeft,
        Optional<Progress> progress,
        Links links) {

    static final Notices NONE =
            new Notices("", Role.NOTICE, Optional.empty(), 0, Optional.empty(), Links.ALL);

    private static final int SECONDS = 8;

    /// As many as a long answer of a server needs.
    private static final int ROWS = 3;

    /// The last word of the work going on.
    ///
    /// @param first what of it was done when it was first heard of
    record Progress(Msg.Working last, Instant since, long first) {

        private static final Duration LEAST = Duration.ofSeconds(2);

        Progress going(Msg.Working now, Instant at) {
            return now.what().equals(last.what()) && now.done() >= last.done()
                    ? new Progress(now, since, first)
                    : new Progress(now, at, now.done());
        }

        /// What, how much, and how fast once that can be told.
        String text(Instant now) {
            String what = Harmless.line(last.what());
            if (last.total() > 0) {
                return String.format(
                        Locale.ROOT,
                        "%s: %s of %s (%d %%)%s",
                        what,
                        amount(last.done()),
                        amount(last.total()),
                        last.done() * 100 / last.total(),
                        rate(now));
            }
            return last.done() > 0 ? what + ": " + amount(last.done()) + rate(now) : what;
        }

        private String amount(long number) {
            return switch (last.unit()) {
                case PIECES -> String.format(Locale.ROOT, "%,d", number);
                case OCTETS -> String.format(Locale.ROOT, "%,.1f kB", number / 1000.0);
            };
        }

        private String rate(Instant now) {
            Duration time = Duration.between(since, now);
            long done = last.done() - first;
            return time.compareTo(LEAST) < 0 || done <= 0
                    ? ""
                    : ", " + amount(done * 1000 / time.toMillis()) + " a second";
        }
    }

    Notices say(String said) {
        return told(said, Role.NOTICE, SECONDS);
    }

    /// Stays until the next key.
    Notices error(String said) {
        return told(said, Role.ERROR, Integer.MAX_VALUE);
    }

    private Notices told(String said, Role as, int ticks) {
        return new Notices(said, as, Optional.empty(), ticks, progress, links);
    }

    /// A key was pressed: what there was to read has been read.
    Notices pressed() {
        return told("", Role.NOTICE, 0);
    }

    /// Whether there is work that the user may stop.
    boolean isWorking() {
        return progress.filter(p -> p.last().isAsked()).isPresent();
    }

    /// Whether what is said of work under way depends on the time.
    boolean isTellingProgress() {
        return progress.isPresent() || links.isCounting();
    }

    /// A screen's title with what is to be said of accounts that are not reached.
    Title over(Title title, Instant now) {
        return links.over(title, now);
    }

    Notices hear(Msg.News news, Instant now) {
        return switch (news) {
            case Msg.Tick _ -> ticked();
            case Msg.Noticed(String said, var command) ->
                    isError() ? also(said, command) : said(said, command);
            case Msg.Failed(_, var problem) -> error(problem.message());
            case Msg.Distrusted(_, var problem) -> error(distrusted(problem));
            case Msg.NewMail(var mailbox, int count) ->
                    also(count + " new in " + mailbox, Optional.empty());
            case Msg.Working w when isWorking() && !w.isAsked() -> this;
            case Msg.Working w ->
                    working(
                            Optional.of(
                                    progress.map(p -> p.going(w, now))
                                            .orElse(new Progress(w, now, w.done()))));
            case Msg.WorkDone(String what) ->
                    working(progress.filter(p -> !p.last().what().equals(what)));
            case Msg.Linked _ ->
                    new Notices(text, role, then, ticksLeft, progress, links.hear(news, now));
            default -> this;
        };
    }

    /// In a few words: a screen of its own asks about it.
    private static String distrusted(Problem.BadCertificate problem) {
        return problem.pinned().isPresent()
                ? "ALARM: " + problem.host() + " shows another certificate"
                : "the certificate of " + problem.host() + " is not trusted";
    }

    private boolean isError() {
        return role == Role.ERROR && !text.isEmpty();
    }

    private Notices said(String said, Optional<Command> command) {
        return new Notices(said, Role.NOTICE, command, SECONDS, progress, links);
    }

    /// What came by itself does not drive away what is still to be read.
    private Notices also(String said, Optional<Command> command) {
        return text.isEmpty()
                ? said(said, command)
                : new Notices(
                        text + " · " + said,
                        role,
                        then.or(() -> command),
                        Math.max(ticksLeft, SECONDS),
                        progress,
                        links);
    }

    private Notices working(Optional<Progress> now) {
        return new Notices(text, role, then, ticksLeft, now, links);
    }

    private Notices ticked() {
        if (text.isEmpty() || ticksLeft == Integer.MAX_VALUE) {
            return this;
        }
        return ticksLeft > 1
                ? new Notices(text, role, then, ticksLeft - 1, progress, links)
                : pressed();
    }

    /// What there is to say, in as many rows as it takes, up to [#ROWS].
    ///
    /// @param keys the key of a command on the screen there is
    List<Line> lines(
            List<String> pendingKeys,
            Function<Command, Optional<String>> keys,
            Instant now,
            int columns) {
        Line line = line(pendingKeys, keys, now);
        if (line.text().length() <= columns && Columns.width(line.text()) <= columns) {
            return List.of(line);
        }
        Span said = line.spans().getFirst();
        List<Span> rest = line.spans().subList(1, line.spans().size());
        List<Line> rows =
                new ArrayList<>(
                        Wrap.lines(said.text().strip(), Math.max(10, columns - 2)).stream()
                                .limit(ROWS)
                                .map(row -> Line.of(said.role(), " " + row))
                                .toList());
        Line whole = new Line(rest, Role.PLAIN).after(rows.getLast().spans());
        if (Columns.width(whole.text()) <= columns) {
            rows.set(rows.size() - 1, whole);
        } else {
            rows.add(new Line(rest, Role.PLAIN));
        }
        return rows;
    }

    /// @param keys the key of a command on the screen there is
    Line line(List<String> pendingKeys, Function<Command, Optional<String>> keys, Instant now) {
        if (!pendingKeys.isEmpty()) {
            return Line.of(Role.NOTICE, " " + KeyNames.shown(pendingKeys) + " …");
        }
        if (!text.isEmpty()) {
            var said = new Span(role, " " + Harmless.line(text));
            return then.flatMap(keys)
                    .map(key ->
                            Line.of(
                                    said,
                                    new Span(Role.KEY, "  " + key),
                                    new Span(
                                            Role.KEY_LABEL,
                                            " "
                                                    + then.orElseThrow()
                                                            .label()
                                                            .toLowerCase(Locale.ROOT))))
                    .orElse(Line.of(said));
        }
        return progress.map(p ->
                        p.last().isAsked()
                                ? working(p.text(now), keys.apply(Command.CANCEL))
                                : Line.of(Role.DIM, " " + p.text(now)))
                .orElse(Line.EMPTY);
    }

    private static Line working(String text, Optional<String> cancel) {
        var said = new Span(Role.NOTICE, " " + text);
        return cancel.map(key ->
                        Line.of(
                                said,
                                new Span(Role.KEY, "  " + key),
                                new Span(Role.KEY_LABEL, " stop")))
                .orElse(Line.of(said));
    }
}
