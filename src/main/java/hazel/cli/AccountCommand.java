package hazel.cli;

import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `hazel account`: the accounts of the configuration, and whether they work.
@Command(
        name = "account",
        description =
                "Set up accounts, list them, test whether their mailboxes and servers work, and"
                        + " pin the certificates of servers.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AccountAddCommand.class,
            AccountLoginCommand.class,
            AccountRemoveCommand.class,
            TrustCommand.class
        },
        footer = {
            "%nExamples:",
            "  hazel account add ada@example.org",
            "  hazel account add --password-command 'pass show mail' ada@example.org",
            "  hazel account add --oauth2 google ada@example.org",
            "  hazel account add --incoming imaps://imap.example.org --outgoing"
                    + " submissions://smtp.example.org ada@example.org",
            "  hazel account list",
            "  hazel account trust work",
            "  hazel account test work",
            "  hazel account test --transcript work",
            "  hazel account login work",
            "  hazel account login --device work",
            "  hazel account remove work",
            "%nExit status:",
            "  0 everything works; otherwise the code of the first trouble: 64 something is missing"
                + " and nobody can be asked, 66 no such account or mailbox, 68 unknown host or no"
                + " servers found, 75 no answer, 77 the login or the certificate was refused, 78"
                + " the configuration is wrong."
        })
final class AccountCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw Usage.incomplete(spec);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(
            name = "list",
            description = "List the accounts, the first of which is the standard one.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Dotfile dotfile, @Mixin AsJson json) throws MailException, ConfigException {
        for (Config.Account account : dotfile.config().accounts()) {
            if (json.isWanted()) {
                out().println(
                                Json.object()
                                        .add("name", account.name())
                                        .add("address", account.address().addrSpec())
                                        .add("incoming", Accounts.incoming(account))
                                        .add("outgoing", Accounts.outgoing(account))
                                        .build());
            } else {
                out().println(
                                Harmless.line(
                                        "%s  %s  in: %s  out: %s"
                                                .formatted(
                                                        account.name(),
                                                        account.address().addrSpec(),
                                                        Accounts.incoming(account),
                                                        Accounts.outgoing(account))));
            }
        }
        return Exit.OK;
    }

    /// Whether what was said is wanted.
    static final class Said {
        @Option(
                names = "--transcript",
                description =
                        "Print what was said to each server and what it means; secrets are masked.")
        private boolean wanted;
    }

    @Command(
            name = "test",
            description = {
                "Open the mailboxes and knock at the servers of one account, or of all.",
                "Says for each server what it offers and whether it took the login. Sends no mail."
            },
            mixinStandardHelpOptions = true)
    int test(
            @Mixin Dotfile dotfile,
            @Mixin Said said,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "ACCOUNT",
                            defaultValue = "",
                            description = "The account's name.")
                    String name)
            throws MailException, ConfigException {
        Config config = dotfile.config();
        List<Config.Account> accounts =
                config.accounts().stream()
                        .filter(a -> name.isEmpty() || a.name().equals(name))
                        .toList();
        if (accounts.isEmpty()) {
            throw new MailException(new Problem.NoSuchAccount(name));
        }
        int status = Exit.OK;
        var relay = new LocalRelay(config, dotfile.places(), Clock.systemUTC());
        for (Config.Account account : accounts) {
            int in =
                    tried(
                            account.name() + " in: " + Accounts.incoming(account),
                            relay,
                            said,
                            check -> check.incoming(account));
            int gone =
                    tried(
                            account.name() + " out: " + Accounts.outgoing(account),
                            relay,
                            said,
                            check -> check.outgoing(account));
            status = status != Exit.OK ? status : in != Exit.OK ? in : gone;
        }
        return status;
    }

    private interface Trial {
        String run(AccountCheck check) throws MailException;
    }

    private int tried(String what, LocalRelay relay, Said said, Trial trial) {
        var check = new AccountCheck(relay, new ArrayList<>());
        int status;
        try {
            status = works(what, trial.run(check));
        } catch (MailException e) {
            status = fails(what, e.problem());
        }
        if (said.wanted) {
            check.session().forEach(line -> out().println(Harmless.line("    " + line)));
        }
        return status;
    }

    private static String named(String what) {
        return what.endsWith(":") ? what + " " : what + ": ";
    }

    private int works(String what, String words) {
        out().println(Harmless.line("ok    " + named(what) + words));
        return Exit.OK;
    }

    private int fails(String what, Problem problem) {
        out().println(Harmless.line("FAIL  " + named(what) + problem.message()));
        return problem.exitStatus();
    }
}
