package hazel.cli;

import hazel.app.Fetching;
import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.outbox.Outbox;
import hazel.pop3.Fetcher;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// `hazel sync`: mail in from the servers, and what waits out.
@Command(
        name = "sync",
        description = {
            "Bring mail in from the servers, and send what waits in the outbox.",
            "From a POP3 server new mail is put into the account's mailbox on this machine, and"
                + " what was left there long enough is deleted on the server. An account whose mail"
                + " is on this machine has nothing to bring in."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel sync",
            "  hazel sync work",
            "%nExit status:",
            "  0 done; otherwise the code of the first trouble: 2 some messages stay on the server,"
                    + " 66 no such account, 68 unknown host, 73 cannot write, 75 no answer or"
                    + " come again later, 76 no POP3, 77 the login or the certificate was refused."
        })
final class SyncCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Dotfile dotfile = new Dotfile();
    @Mixin private AsJson json = new AsJson();

    @Parameters(
            arity = "0..1",
            paramLabel = "ACCOUNT",
            defaultValue = "",
            description = "The account's name; without one, all of them.")
    private String name = "";

    @Override
    public Integer call() throws MailException, ConfigException {
        Config config = dotfile.config();
        if (!name.isEmpty() && config.account(name).isEmpty()) {
            throw new MailException(new Problem.NoSuchAccount(name));
        }
        Clock clock = Clock.systemUTC();
        var fetching = new Fetching(config, dotfile.places(), clock);
        List<Config.Account> accounts =
                fetching.accounts().stream()
                        .filter(a -> name.isEmpty() || a.name().equals(name))
                        .toList();
        int status = Exit.OK;
        for (Config.Account account : accounts) {
            int one = fetch(fetching, account);
            status = status == Exit.OK ? one : status;
        }
        send(new LocalRelay(config, dotfile.places(), clock), clock);
        return status;
    }

    private int fetch(Fetching fetching, Config.Account account) {
        var meter = new Meter(spec.commandLine().getErr());
        try (Interrupt interrupt = Interrupt.watch()) {
            var shown = meter.of(new MailboxRef(account.name(), MailboxName.INBOX));
            Fetcher.Outcome done =
                    fetching.fetch(
                            account,
                            (n, all) -> {
                                interrupt.report(n, all);
                                shown.report(n, all);
                            });
            meter.clear();
            tell(account, done);
            return done.left().isEmpty() ? Exit.OK : Exit.IN_PART;
        } catch (MailException e) {
            meter.clear();
            error(account, e.problem().message());
            return e.problem().exitStatus();
        } catch (CancellationException _) {
            meter.clear();
            return Exit.STOPPED;
        }
    }

    private void tell(Config.Account account, Fetcher.Outcome done) {
        if (json.isWanted()) {
            spec.commandLine()
                    .getOut()
                    .println(
                            Json.object()
                                    .add("account", account.name())
                                    .add("fetched", done.fetched())
                                    .add("deletedOnServer", done.deleted())
                                    .add("left", done.left().size())
                                    .build());
        } else {
            spec.commandLine()
                    .getOut()
                    .println(
                            Harmless.line(
                                    "%s: %s fetched, %d deleted on the server"
                                            .formatted(
                                                    account.name(),
                                                    messages(done.fetched()),
                                                    done.deleted())));
        }
        done.left().forEach(why -> error(account, why));
    }

    private static String messages(int count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    private void send(LocalRelay relay, Clock clock) throws MailException {
        Outbox outbox = new Handover(relay).outbox();
        int before = outbox.list().size();
        if (before == 0) {
            return;
        }
        outbox.runDue(clock.instant());
        int left = outbox.list().size();
        if (!json.isWanted()) {
            spec.commandLine()
                    .getOut()
                    .println(
                            "outbox: "
                                    + messages(before - left)
                                    + " sent"
                                    + (left == 0 ? "" : ", " + left + " left"));
        }
    }

    private void error(Config.Account account, String sentence) {
        spec.commandLine().getErr().println(Main.line(account.name() + ": " + sentence));
    }
}
