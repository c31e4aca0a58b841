package hazel.cli;

import hazel.app.SearchedAccounts;
import hazel.cache.text.Coverage;
import hazel.cache.text.IndexLock;
import hazel.cache.text.Reading;
import hazel.cache.text.TextIndex;
import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mime.Outline;
import hazel.search.IndexPass;
import hazel.search.IndexPass.Trouble;
import hazel.search.SearchedAccount;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.text.Harmless;

import jakarta.json.JsonArrayBuilder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel index`: the full-text index.
@Command(
        name = "index",
        description = {
            "The index of the words of all messages.",
            "It answers searches for text at once. Hazel's screens fill it in the background;"
                    + " 'build' does it now. It holds nothing that cannot be made again: the file"
                    + " text.sqlite in the cache directory may be removed at any time."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel index build",
            "  hazel index status",
            "%nExit status:",
            "  0 done; 2 some mailboxes could not be read; 75 another Hazel is indexing."
        })
final class IndexCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(
            name = "build",
            description = {
                "Index what is not indexed yet.",
                "May be stopped at any time, and goes on from there the next time."
            },
            mixinStandardHelpOptions = true)
    int build(
            @Mixin Dotfile dotfile,
            @Option(names = "--account", paramLabel = "NAME", description = "Only this account.")
                    Optional<String> account)
            throws MailException, ConfigException {
        List<SearchedAccount> accounts = accounts(dotfile, account);
        Path caches = dotfile.places().cache();
        var meter = new Meter(spec.commandLine().getErr());
        try (Reading reading = Reading.onAllProcessors()) {
            List<Trouble> troubles =
                    new IndexPass(caches, meter::of)
                            .run(accounts, reading)
                            .orElseThrow(IndexCommand::busy);
            meter.clear();
            troubles.forEach(this::tell);
            tellSize(accounts, caches);
            return troubles.isEmpty() ? Exit.OK : Exit.IN_PART;
        } finally {
            meter.clear();
        }
    }

    private static List<SearchedAccount> accounts(Dotfile dotfile, Optional<String> only)
            throws MailException, ConfigException {
        Config config = dotfile.config();
        List<SearchedAccount> accounts =
                SearchedAccounts.indexed(config, dotfile.session().stores(config)).stream()
                        .filter(a -> only.map(a.name()::equals).orElse(true))
                        .toList();
        if (accounts.isEmpty()) {
            throw new MailException(new Problem.NoSuchAccount(only.orElse("")));
        }
        return accounts;
    }

    private static MailException busy() {
        return new MailException(
                new Problem.Busy("index", "another Hazel is indexing; its work is not lost"));
    }

    private void tell(Trouble trouble) {
        spec.commandLine()
                .getErr()
                .println(
                        "hazel: "
                                + Harmless.line(trouble.mailbox().toString())
                                + ": "
                                + Harmless.line(trouble.problem().message()));
    }

    private void tellSize(List<SearchedAccount> accounts, Path caches) throws MailException {
        try (TextIndex index = TextIndex.open(caches)) {
            List<String> stores = accounts.stream().map(SearchedAccount::store).toList();
            List<Coverage> mine =
                    index.coverage().stream()
                            .filter(c -> stores.contains(c.mailbox().store()))
                            .toList();
            long messages = mine.stream().mapToLong(Coverage::indexed).sum();
            out().println(
                            String.format(
                                    Locale.ROOT,
                                    "%,d messages in %d %s, %s on disk",
                                    messages,
                                    mine.size(),
                                    mine.size() == 1 ? "mailbox" : "mailboxes",
                                    Outline.size(index.size())));
        }
    }

    @Command(
            name = "status",
            description = "How much of each mailbox is indexed, as of the last look at it.",
            mixinStandardHelpOptions = true)
    int status(@Mixin Dotfile dotfile, @Mixin AsJson json) throws MailException, ConfigException {
        List<SearchedAccount> accounts = accounts(dotfile, Optional.empty());
        Path caches = dotfile.places().cache();
        List<Line> lines = new ArrayList<>();
        long size = 0;
        if (TextIndex.isThere(caches)) {
            try (TextIndex index = TextIndex.open(caches)) {
                List<Coverage> known = index.coverage();
                for (SearchedAccount account : accounts) {
                    addLines(account, known, lines);
                }
                size = index.size();
            }
        } else {
            for (SearchedAccount account : accounts) {
                addLines(account, List.of(), lines);
            }
        }
        if (json.isWanted()) {
            out().println(Json.line(object(lines, size)));
            return Exit.OK;
        }
        for (Line line : lines) {
            String name = accounts.size() > 1 ? line.account() + "/" + line.name() : line.name();
            out().println(Harmless.line(name) + "  " + line.spoken());
        }
        out().println("On disk: " + Outline.size(size));
        return Exit.OK;
    }

    /// A mailbox, and what the index has of it.
    private record Line(String account, String name, Optional<Coverage> coverage) {

        String spoken() {
            if (coverage.isEmpty()) {
                return "not indexed";
            }
            Coverage known = coverage.get();
            return known.isComplete()
                    ? String.format(Locale.ROOT, "%,d indexed", known.indexed())
                    : String.format(
                            Locale.ROOT, "%,d of %,d indexed", known.indexed(), known.total());
        }
    }

    private static void addLines(SearchedAccount account, List<Coverage> known, List<Line> lines)
            throws MailException {
        try (MessageStore store = account.opener().open()) {
            for (MailboxName name : store.names()) {
                Optional<Coverage> coverage =
                        known.stream()
                                .filter(c -> c.mailbox().store().equals(account.store()))
                                .filter(c -> c.mailbox().name().equals(name))
                                .findFirst();
                lines.add(new Line(account.name(), name.value(), coverage));
            }
        }
    }

    private static jakarta.json.JsonObject object(List<Line> lines, long size) {
        JsonArrayBuilder mailboxes = Json.array();
        for (Line line : lines) {
            Optional<Coverage> known = line.coverage();
            mailboxes.add(
                    Json.object()
                            .add("account", line.account())
                            .add("mailbox", line.name())
                            .add("indexed", known.map(Coverage::indexed).orElse(0L))
                            .add("complete", known.map(Coverage::isComplete).orElse(false)));
        }
        return Json.object().add("size", size).add("mailboxes", mailboxes).build();
    }

    @Command(
            name = "compact",
            description = {
                "Put the index in order and give back the space of what is gone.",
                "Accounts that the configuration no longer names are taken out."
            },
            mixinStandardHelpOptions = true)
    int compact(@Mixin Dotfile dotfile) throws MailException, ConfigException {
        List<SearchedAccount> accounts = accounts(dotfile, Optional.empty());
        List<String> stores = accounts.stream().map(SearchedAccount::store).toList();
        Path caches = dotfile.places().cache();
        try (IndexLock _ = IndexLock.take(caches).orElseThrow(IndexCommand::busy);
                TextIndex index = TextIndex.open(caches)) {
            long before = index.size();
            for (Coverage each : index.coverage()) {
                if (!stores.contains(each.mailbox().store())) {
                    index.forget(each.mailbox());
                }
            }
            index.compact();
            out().println(
                            Outline.size(index.size())
                                    + " on disk, "
                                    + Outline.size(before)
                                    + " before");
            return Exit.OK;
        }
    }
}
