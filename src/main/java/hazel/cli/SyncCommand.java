package hazel.cli;

import hazel.app.Fetching;
import hazel.app.Stores;
import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.outbox.Outbox;
import hazel.pop3.Fetcher;
import hazel.spool.Item;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.imap.ImapAccount;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// `hazel sync`.
@Command(
        name = "sync",
        description = {
            "Bring everything in from the servers, and do there what was done here meanwhile.",
            "What was marked, moved, removed or written without a connection waits on this machine;"
                    + " this does it at the server, in its order. Then every mailbox is brought up"
                    + " to date, and the messages that 'offline' in the configuration names are"
                    + " fetched. How far it is, is said on standard error.",
            "What a server has no room for, or refuses for another reason that may pass, waits and"
                    + " lets the rest go on. It is tried again when there is more room, or after"
                    + " half an hour, then an hour, and so on up to a day; this command tries it"
                    + " at once.",
            "From a POP3 server new mail is put into the account's mailbox on this machine, and"
                    + " what was left there long enough is deleted on the server.",
            "At the end what waits in the outbox is sent, where no ACCOUNT is named."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel sync",
            "  hazel sync work",
            "%nExit status:",
            "  0 all is alike here and there; otherwise the code of the first trouble: 1 some"
                + " messages wait in the outbox still, 2 some stay on a POP3 server, or changes"
                + " wait that the server refused for now, 66 no such account, 68 unknown host, 75"
                + " no answer, or another Hazel is at it, 77 the login or the certificate was"
                + " refused."
        })
final class SyncCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "ACCOUNT",
            description = "The account's name; without it, all accounts on servers.")
    private String account = "";

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        Config config = dotfile.config();
        List<Config.Account> accounts =
                config.accounts().stream()
                        .filter(a -> account.isEmpty() || a.name().equals(account))
                        .toList();
        if (accounts.isEmpty()) {
            throw new MailException(new Problem.NoSuchAccount(account));
        }
        int status = Exit.OK;
        try (var stores =
                new Stores(
                        config,
                        dotfile.places(),
                        Clock.systemUTC(),
                        name -> new CommandNews(name, true))) {
            for (Config.Account each : accounts) {
                Optional<ImapAccount> remote = stores.remote(each.incoming());
                int own =
                        remote.isPresent()
                                ? synchronise(each, remote.get())
                                : Fetching.pop3(each).isPresent() ? fetch(each, config) : Exit.OK;
                status = status == Exit.OK ? own : status;
            }
        }
        int sent = send(config);
        return status == Exit.OK ? sent : status;
    }

    /// What waits to be sent, but for what can still be taken back. What another Hazel is sending
    /// just now, it sends.
    private int send(Config config) throws MailException {
        Clock clock = Clock.systemUTC();
        Outbox outbox = new Handover(new LocalRelay(config, dotfile.places(), clock)).outbox();
        if (!account.isEmpty() || outbox.list().isEmpty()) {
            return Exit.OK;
        }
        outbox.hurry(Optional.empty());
        if (!outbox.runDue(clock.instant())) {
            return Exit.OK;
        }
        List<Item> left = outbox.list();
        for (Item each : left) {
            QueueText.lines(each, ZoneId.systemDefault())
                    .forEach(spec.commandLine().getOut()::println);
        }
        return left.isEmpty() ? Exit.OK : Exit.NO;
    }

    private int fetch(Config.Account of, Config config) {
        var fetching =
                new Fetching(
                        config,
                        dotfile.places(),
                        Clock.systemUTC(),
                        CommandNews.known(dotfile.places()));
        var meter = new Meter(spec.commandLine().getErr());
        try (Interrupt interrupt = Interrupt.watch()) {
            var shown = meter.of(new MailboxRef(of.name(), MailboxName.INBOX));
            Fetcher.Outcome done =
                    fetching.fetch(
                            of,
                            (n, all) -> {
                                interrupt.report(n, all);
                                shown.report(n, all);
                            });
            meter.clear();
            String messages = Count.of(done.fetched(), "message");
            spec.commandLine()
                    .getOut()
                    .println(
                            Harmless.line(
                                    "%s: %s fetched, %d deleted on the server"
                                            .formatted(of.name(), messages, done.deleted())));
            done.left().forEach(why -> error(of, why));
            return done.left().isEmpty() ? Exit.OK : Exit.IN_PART;
        } catch (MailException e) {
            meter.clear();
            error(of, e.problem().message());
            return e.problem().exitStatus();
        } catch (CancellationException _) {
            meter.clear();
            return Exit.STOPPED;
        }
    }

    private void error(Config.Account of, String sentence) {
        spec.commandLine().getErr().println(Main.line(of.name() + ": " + sentence));
    }

    private int synchronise(Config.Account of, ImapAccount remote) {
        try {
            return remote.synchronise() == 0 ? Exit.OK : Exit.IN_PART;
        } catch (MailException e) {
            error(of, e.problem().message());
            return e.problem().exitStatus();
        }
    }
}
