package hazel.cli;

import hazel.config.Config;
import hazel.index.Facts;
import hazel.index.KeptUids;
import hazel.index.Query;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Flag;
import hazel.store.Progress;
import hazel.store.Sort;
import hazel.text.Columns;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// `hazel list`: the index of a mailbox, a line each.
@Command(
        name = "list",
        description = {
            "List the messages of a mailbox.",
            "A line each, oldest first: marks (N new, r answered, F forwarded, D deleted, !"
                    + " flagged, @ attachment), date, author, subject, and the id by which other"
                    + " commands know the message."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel list",
            "  hazel list --search is:unread Archive",
            "  hazel list --sort reverse-size --limit 20",
            "  hazel list --json",
            "  hazel list all:inbox",
            "%nExit status:",
            "  0 done; 1 nothing fits the query; 65 the query or the sort key cannot be understood;"
                    + " 66 no such mailbox."
        })
final class ListCommand implements Callable<Integer> {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    @Parameters(
            arity = "0..1",
            paramLabel = "MAILBOX",
            defaultValue = "INBOX",
            description = "The mailbox, with its account's name before it where there are several.")
    private String mailbox = "INBOX";

    @Option(names = "--search", paramLabel = "QUERY", description = "Only what fits a query.")
    private String search = "";

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description =
                    "date, arrival, from, to, subject, size or thread, or reverse- and one of"
                            + " these.")
    private String sort = "date";

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Count.class,
            description = "Only the last N.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        Session session = dotfile.session();
        Config config = session.config();
        Sort order =
                Sort.parse(sort)
                        .orElseThrow(() -> wrong("--sort " + sort + ": expected " + Sort.words()));
        ZoneId zone = ZoneId.systemDefault();
        Query query = query(session, zone);
        try (Listed listed = opened(session, config)) {
            Snapshot snapshot = listed.snapshot();
            View view =
                    listed.texts()
                            .asked(
                                    query,
                                    snapshot,
                                    texts -> {
                                        var facts =
                                                new Facts(
                                                        Set.of(),
                                                        listed.mine(),
                                                        listed.ref(),
                                                        zone,
                                                        texts);
                                        return View.of(
                                                snapshot,
                                                order,
                                                query.rows(snapshot, facts, Progress.UNWATCHED),
                                                KeptUids.NONE);
                                    });
            print(listed, view, zone);
            listed.texts().missed().note().ifPresent(this::tell);
            return view.size() == 0 && !search.isEmpty() ? Exit.NO : Exit.OK;
        }
    }

    private Listed opened(Session session, Config config) throws MailException {
        try {
            return Listed.open(session, config, mailbox);
        } catch (MailException e) {
            if (e.problem() instanceof Problem.NoSuchMailbox && mailbox.contains(":")) {
                throw new MailException(
                        new Problem.NoSuchMailbox(mailbox + " (a query stands after --search)"), e);
            }
            throw e;
        }
    }

    private void tell(String note) {
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("hazel: " + Harmless.line(note));
    }

    private Query query(Session session, ZoneId zone) throws MailException {
        return switch (session.queries(Clock.system(zone)).parse(search)) {
            case Query.Parsed(var query) -> query;
            case Query.Wrong(int column, var sentence) ->
                    throw wrong("--search, column " + column + ": " + sentence);
        };
    }

    private MailException wrong(String sentence) {
        return new MailException(new Problem.Malformed(mailbox, sentence));
    }

    private void print(Listed listed, View view, ZoneId zone) {
        PrintWriter out = spec.commandLine().getOut();
        for (int at = Math.max(0, view.size() - limit); at < view.size(); at++) {
            int row = view.row(at);
            if (json) {
                out.println(Json.line(listed.json(view.snapshot(), row)));
            } else {
                out.println(line(listed, view, at, zone));
            }
            if (at % 500 == 0 && out.checkError()) {
                return; // nobody reads on
            }
        }
    }

    private static String line(Listed listed, View view, int at, ZoneId zone) {
        Snapshot snapshot = view.snapshot();
        int row = view.row(at);
        return "%s %s  %s  %s%s  %s"
                .formatted(
                        marks(snapshot, row),
                        DATE.format(Instant.ofEpochSecond(snapshot.date(row)).atZone(zone)),
                        Columns.fit(Harmless.line(snapshot.from(row)), 20),
                        view.tree(at),
                        Columns.cut(Harmless.line(snapshot.subject(row)), 200),
                        Harmless.line(listed.id(snapshot.uid(row))));
    }

    private static String marks(Snapshot snapshot, int row) {
        List<String> marks =
                List.of(
                        snapshot.has(row, Flag.SEEN) ? " " : "N",
                        snapshot.has(row, Flag.ANSWERED)
                                ? "r"
                                : snapshot.has(row, Flag.FORWARDED) ? "F" : " ",
                        snapshot.has(row, Flag.DELETED)
                                ? "D"
                                : snapshot.has(row, Flag.FLAGGED) ? "!" : " ",
                        snapshot.hasAttachment(row) ? "@" : " ");
        return String.join("", marks);
    }
}
