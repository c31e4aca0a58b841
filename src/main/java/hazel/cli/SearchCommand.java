package hazel.cli;

import hazel.app.SearchedAccounts;
import hazel.cache.text.Wanted.Ranking;
import hazel.index.Query;
import hazel.mail.MailException;
import hazel.search.Found;
import hazel.search.MailSearch;
import hazel.search.SearchRequest;
import hazel.search.Searched;
import hazel.store.IndexEntry;
import hazel.store.MailboxRef;
import hazel.store.Progress;
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
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel search`: what fits, wherever it is.
@Command(
        name = "search",
        description = {
            "Find messages in every mailbox of every account.",
            "A line for each, the newest first: its id, date, author and subject.",
            "Words are looked for as words: each finds itself and, from three letters on, what"
                    + " begins with it (or with a * behind it), whatever the case and the accents;"
                    + " several in quotes stand one after another. A word alone is looked for in"
                    + " From, To and Subject, body:WORD in bodies and names of attachments,"
                    + " text:WORD in all of these. Chinese, Japanese, Korean and Thai are found at"
                    + " any place. A regular expression, body:/EXPRESSION/ or mutt's ~b EXPRESSION,"
                    + " looks at letters, and reads every message for it.",
            "queue:ID or ~q ID finds what you sent in the last 30 days and a server took under an"
                    + " id that begins so: 'hazel trace' shows it.",
            "What is in the body of a message that is only at a server, that server is asked;"
                + " without a connection a line on standard error says how many were not searched.",
            "What 'hazel index build' indexed, or Hazel's screens in the background, is answered at"
                    + " once; other mailboxes are read, and a line on standard error says so."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel search from:ada is:unread",
            "  hazel search 'from:ada body:\"harvest supper\" after:2026-01-01'",
            "  hazel search --sort relevance --limit 10 text:invoice",
            "  hazel search --count '~s invoice'",
            "%nExit status:",
            "  0 found; 1 nothing found; 64 the query makes no sense."
        })
final class SearchCommand implements Callable<Integer> {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    /// So many lines are written one by one, for whoever looks at a screen.
    private static final int PAGE = 50;

    private static final long BETWEEN = Duration.ofMillis(50).toNanos();

    @Parameters(
            arity = "1..*",
            paramLabel = "QUERY",
            description = "What to look for, as for limiting: words, from:ada, or mutt's ~f ada.")
    private List<String> words = List.of();

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Only in this account.")
    private Optional<String> account = Optional.empty();

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            description = "date, the newest first, or relevance; date where nothing is said.")
    private String sort = "date";

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

    private long found;
    private long flushed;

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        ZoneId zone = ZoneId.systemDefault();
        Clock clock = Clock.system(zone);
        Query query = query(clock);
        SearchRequest request =
                SearchRequest.of(query).by(ranking()).asFarAs(SearchRequest.Reach.SERVERS);
        SearchRequest scoped = account.map(request::in).orElse(request);
        Mail mail = Mail.of(dotfile);
        var search =
                new MailSearch(
                        SearchedAccounts.of(mail.config(), mail.session().stores(mail.config())),
                        mail.session().places().cache(),
                        clock);
        Searched searched =
                isCounted
                        ? count(search, scoped)
                        : search.find(
                                scoped, each -> isMoreWanted(mail, each, zone), Progress.UNWATCHED);
        if (query.needsText()) {
            searched.note()
                    .map(n -> n + "; 'hazel index build' indexes them")
                    .ifPresent(this::tell);
            searched.missed().note().map(Harmless::line).ifPresent(this::tell);
        }
        return found > 0 ? Exit.OK : Exit.NO;
    }

    private Query query(Clock clock) throws UsageException, ConfigException {
        String text = String.join(" ", words);
        return switch (dotfile.session().queries(clock).parse(text)) {
            case Query.Parsed(var query) -> query;
            case Query.Wrong(int column, var sentence) ->
                    throw new UsageException(
                            "in '" + text + "', column " + column + ": " + sentence);
        };
    }

    private Ranking ranking() throws UsageException {
        return switch (sort) {
            case "date" -> Ranking.NEWEST;
            case "relevance" -> Ranking.RELEVANCE;
            default -> throw new UsageException("--sort " + sort + ": expected date or relevance");
        };
    }

    private Searched count(MailSearch search, SearchRequest request) throws MailException {
        MailSearch.Counted counted = search.count(request, Progress.UNWATCHED);
        found = Math.min(limit, counted.messages());
        spec.commandLine().getOut().println(found);
        return counted.searched();
    }

    private boolean isMoreWanted(Mail mail, Found each, ZoneId zone) {
        if (found >= limit) {
            return false;
        }
        found++;
        PrintWriter out = spec.commandLine().getOut();
        MailboxRef mailbox = each.mailbox();
        String name =
                mail.config().accounts().size() > 1 ? mailbox.toString() : mailbox.name().value();
        out.println(
                json.isWanted()
                        ? Json.line(Json.row(name, each.entry()))
                        : line(name, each.entry(), zone));
        return isRead(out) && found < limit;
    }

    /// Whether somebody reads on, as far as was tried.
    private boolean isRead(PrintWriter out) {
        long now = System.nanoTime();
        if (found > PAGE && now - flushed < BETWEEN) {
            return true;
        }
        flushed = now;
        return !out.checkError();
    }

    private static String line(String name, IndexEntry entry, ZoneId zone) {
        String text =
                Harmless.line(name + ":" + entry.uid().value())
                        + "  "
                        + DATE.format(entry.date().atZone(zone))
                        + "  "
                        + Columns.fit(Harmless.line(entry.from()), 20)
                        + "  "
                        + Harmless.line(entry.subject());
        return text.stripTrailing();
    }

    private void tell(String note) {
        PrintWriter err = spec.commandLine().getErr();
        spec.commandLine().getOut().flush();
        err.println("hazel: " + note);
    }
}
