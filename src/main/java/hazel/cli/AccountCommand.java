package hazel.cli;

import hazel.app.Routes;
import hazel.config.Config;
import hazel.config.SubmitConfig;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Probe;
import hazel.smtp.Server;
import hazel.smtp.Transcript;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `hazel account`: the accounts of the configuration, and whether they work.
@Command(
        name = "account",
        description = "List the accounts, and test whether their mailboxes and servers work.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel account list",
            "  hazel account test work",
            "  hazel account test --transcript work",
            "%nExit status:",
            "  0 everything works; otherwise the code of the first trouble: 66 no such account or"
                    + " mailbox, 68 unknown host, 75 no answer, 77 the login or the certificate was"
                    + " refused, 78 the configuration is wrong."
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
                description = "Print what was said to each server, with secrets masked.")
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
        for (Config.Account account : accounts) {
            int in = incoming(account);
            var relay = new LocalRelay(config, dotfile.places(), Clock.systemUTC());
            int gone = outgoing(relay, account, said.wanted);
            status = status != Exit.OK ? status : in != Exit.OK ? in : gone;
        }
        return status;
    }

    private int incoming(Config.Account account) {
        String what = account.name() + " in: " + Accounts.incoming(account);
        try (var store = Session.store(account)) {
            int count = store.list().size();
            return works(what, count + (count == 1 ? " mailbox" : " mailboxes"));
        } catch (MailException e) {
            return fails(what, e.problem());
        }
    }

    private int outgoing(LocalRelay relay, Config.Account account, boolean transcript) {
        String what = account.name() + " out: " + Accounts.outgoing(account);
        return switch (account.outgoing()) {
            case SubmitConfig.Smtp(var smtp) -> {
                try {
                    Server server = new Routes(relay.config(), relay.socket()).server(smtp);
                    yield knock(what, server, transcript);
                } catch (MailException e) {
                    yield fails(what, e.problem());
                }
            }
            case SubmitConfig.Sendmail(var command) -> {
                Path program = Path.of(command.getFirst());
                yield Files.isExecutable(program)
                        ? works(what, "the program is there; it was not run")
                        : fails(what, new Problem.BadConfig("", 0, program + " cannot be run"));
            }
            case SubmitConfig.Bundled _ ->
                    relay.answers()
                            ? knock(what, Server.unix(relay.socket()), transcript)
                            : works(
                                    what,
                                    "no relay runs now; mail goes into its queue, "
                                            + relay.directory()
                                            + (relay.smarthostName().isPresent()
                                                    ? ""
                                                    : "; what is not for this machine is held"
                                                            + " there until relay.smarthost is"
                                                            + " set"));
        };
    }

    private int knock(String what, Server server, boolean transcript) {
        var said = new Transcript();
        try {
            Probe probe = Probe.of(server, said);
            String offers =
                    probe.offers().keywords().entrySet().stream()
                            .map(e -> (e.getKey() + " " + e.getValue()).strip())
                            .sorted()
                            .collect(Collectors.joining(", "));
            return works(
                    what,
                    (probe.secure() ? "with TLS" : "without TLS")
                            + (probe.loggedIn() ? ", the login was accepted" : ", without a login")
                            + "; offers "
                            + (offers.isEmpty() ? "nothing" : offers));
        } catch (MailException e) {
            return fails(what, e.problem());
        } finally {
            if (transcript) {
                said.lines().forEach(line -> out().println("    " + line));
            }
        }
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
