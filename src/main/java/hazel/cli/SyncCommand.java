package hazel.cli;

import hazel.app.Stores;
import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.imap.ImapAccount;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel sync`.
@Command(
        name = "sync",
        description = {
            "Bring everything in from the servers, and do there what was done here meanwhile.",
            "What was marked, moved, removed or written without a connection waits on this machine;"
                    + " this does it at the server, in its order. Then every mailbox is brought up"
                    + " to date, and the messages that 'offline' in the configuration names are"
                    + " fetched. How far it is, is said on standard error."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel sync",
            "  hazel sync work",
            "%nExit status:",
            "  0 all is alike here and there; otherwise the code of the first trouble: 66 no such"
                    + " account, 68 unknown host, 75 no answer, or another Hazel is at it, 77 the"
                    + " login or the certificate was refused."
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
                int own = remote.isPresent() ? synchronise(each, remote.get()) : Exit.OK;
                status = status == Exit.OK ? own : status;
            }
        }
        return status;
    }

    private int synchronise(Config.Account of, ImapAccount remote) {
        try {
            remote.synchronise();
            return Exit.OK;
        } catch (MailException e) {
            spec.commandLine()
                    .getErr()
                    .println("hazel: " + Harmless.line(of.name() + ": " + e.problem().message()));
            return e.problem().exitStatus();
        }
    }
}
