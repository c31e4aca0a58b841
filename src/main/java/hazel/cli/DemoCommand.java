package hazel.cli;

import hazel.demo.DemoHome;
import hazel.demo.DemoRelay;
import hazel.mail.MailException;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;

/// `hazel demo`: the screens on a sample mailbox.
@Command(
        name = "demo",
        description = {
            "Open Hazel on a sample mailbox.",
            "The mailbox, its configuration and a mail relay of its own live in a temporary"
                    + " directory, which goes when you quit; your own mail and configuration are"
                    + " not touched. Mail to addresses @demo.example is really delivered, and a"
                    + " robot answers. Mail to any other address comes back: nothing leaves this"
                    + " machine. Without a terminal the mailbox is listed instead.",
            "--tour follows one letter through that relay in place of the screens."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel demo",
            "  hazel demo | less",
            "  hazel demo --tour",
            "%nExit status:",
            "  0 done; 73 the directory for temporary files cannot be written to."
        })
final class DemoCommand implements Callable<Integer> {

    private static final Duration THINKING = Duration.ofMillis(1500);

    @Option(
            names = "--tour",
            description =
                    "Send one letter, and show its envelope beside it, the session with the relay,"
                            + " and what arrives.")
    private boolean isTour;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        Clock clock = Clock.system(ZoneId.systemDefault());
        Path under = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try (DemoHome home = DemoHome.make(under, clock)) {
            var atTheLatest = Thread.ofPlatform().unstarted(home::close);
            Runtime.getRuntime().addShutdownHook(atTheLatest);
            Session session = Session.under(home.root());
            if (isTour) {
                return tour(home, session, clock);
            }
            boolean isScreen = Terminals.isTerminal() && !"dumb".equals(System.getenv("TERM"));
            return isScreen ? screens(home, session, clock) : list(session);
        }
    }

    private int tour(DemoHome home, Session session, Clock clock)
            throws MailException, ConfigException {
        var local = new LocalRelay(session.config(), session.places(), clock);
        try (DemoRelay _ =
                DemoRelay.start(home, local.directory(), local.socket(), THINKING, clock)) {
            new LetterTour(home, local.socket(), clock, spec.commandLine().getOut()).run();
        }
        return Exit.OK;
    }

    private static int screens(DemoHome home, Session session, Clock clock)
            throws MailException, ConfigException {
        var config = session.config();
        var local = new LocalRelay(config, session.places(), clock);
        var inbox = new MailboxRef(config.accounts().getFirst().name(), MailboxName.INBOX);
        new FullScreen(local, System.getenv())
                .run(
                        FullScreen.First.mailbox(inbox),
                        () ->
                                DemoRelay.start(
                                        home, local.directory(), local.socket(), THINKING, clock));
        return Exit.OK;
    }

    private int list(Session session) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("hazel: no terminal here, so the sample mailbox is listed instead");
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        return Main.run(new String[] {"list", "-F", session.dotfile().toString()}, out, err);
    }
}
