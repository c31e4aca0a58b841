package hazel.cli;

import hazel.index.Facts;
import hazel.index.Query;
import hazel.index.Snapshot;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mime.MessageText;
import hazel.store.Mailbox;
import hazel.store.Progress;
import hazel.store.Uid;
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
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `hazel search`: what fits, wherever it is.
@Command(
        name = "search",
        description = {
            "Find messages in every mailbox of every account.",
            "A line for each: its id, date, author and subject."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel search from:ada is:unread",
            "  hazel search --count '~s invoice'",
            "%nExit status:",
            "  0 found; 1 nothing found; 64 the query makes no sense."
        })
final class SearchCommand implements Callable<Integer> {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    @Parameters(
            arity = "1..*",
            paramLabel = "QUERY",
            description = "What to look for, as for limiting: words, from:ada, or mutt's ~f ada.")
    private List<String> words = List.of();

    @Option(names = "--account", paramLabel = "NAME", description = "Only in this account.")
    private Optional<String> account = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Count.class,
            description = "Stop after so many.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--count", description = "Print only how many.")
    private boolean isCounted;

    @Mixin private Dotfile dotfile = new Dotfile();

    @Mixin private AsJson json = new AsJson();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        ZoneId zone = ZoneId.systemDefault();
        Query query = query(zone);
        Mail mail = Mail.of(dotfile);
        int found = 0;
        for (Session.Place place : mail.places(account)) {
            int before = found;
            found += mail.in(place, mailbox -> search(mail, place, mailbox, query, before));
            if (found >= limit) {
                break;
            }
        }
        if (isCounted) {
            spec.commandLine().getOut().println(found);
        }
        return found > 0 ? Exit.OK : Exit.NO;
    }

    private Query query(ZoneId zone) throws UsageException {
        String text = String.join(" ", words);
        return switch (Query.parse(text, LocalDate.now(zone))) {
            case Query.Parsed(var query) -> query;
            case Query.Wrong(int column, var sentence) ->
                    throw new UsageException(
                            "in '" + text + "', column " + column + ": " + sentence);
        };
    }

    private int search(Mail mail, Session.Place place, Mailbox mailbox, Query query, int before)
            throws MailException {
        var builder = Snapshot.builder();
        mailbox.scan(builder::add, Progress.UNWATCHED);
        Snapshot snapshot = builder.build();
        ZoneId zone = ZoneId.systemDefault();
        Facts facts =
                new Facts(
                        Set.of(),
                        mine(place),
                        Clock.systemUTC().instant(),
                        zone,
                        uid -> text(mailbox, uid));
        PrintWriter out = spec.commandLine().getOut();
        int found = 0;
        for (int row = 0; row < snapshot.size() && before + found < limit; row++) {
            if (query.matches(snapshot, row, facts)) {
                found++;
                if (!isCounted) {
                    String name = mail.name(place);
                    out.println(
                            json.isWanted()
                                    ? Json.line(Json.row(name, snapshot, row))
                                    : line(name, snapshot, row, zone));
                    if (out.checkError()) {
                        return found; // nobody reads on
                    }
                }
            }
        }
        return found;
    }

    private static String line(String name, Snapshot snapshot, int row, ZoneId zone) {
        String text =
                Harmless.line(name + ":" + snapshot.uid(row).value())
                        + "  "
                        + DATE.format(Instant.ofEpochSecond(snapshot.date(row)).atZone(zone))
                        + "  "
                        + Columns.fit(Harmless.line(snapshot.from(row)), 20)
                        + "  "
                        + Harmless.line(snapshot.subject(row));
        return text.stripTrailing();
    }

    private static Set<String> mine(Session.Place place) {
        return Stream.concat(
                        Stream.of(place.account().address()), place.account().others().stream())
                .map(Address::key)
                .collect(Collectors.toSet());
    }

    private static String text(Mailbox mailbox, Uid uid) {
        try {
            return MessageText.of(mailbox.fetch(uid));
        } catch (MailException e) {
            return ""; // gone meanwhile: it has no text
        }
    }
}
