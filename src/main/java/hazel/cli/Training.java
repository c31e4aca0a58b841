package hazel.cli;

import hazel.config.Config;
import hazel.index.View;
import hazel.mail.MailException;
import hazel.screen.Screens;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.term.ColorDepth;
import hazel.term.LanternaDisplay;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Size;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Goes once through what users do, so that the JVM can keep the classes it loaded in a start-up
/// cache: `hazel train screens` or `hazel train commands`, each for a cache of its own, because the
/// JVM makes ready at every start whatever is in it. For the same reason `start` after it goes
/// through no more than every start needs, and `rest` through what most users come to next; the
/// classes of that are kept in a second file, from which each is taken when it is asked for. The
/// launcher runs this. All happens in a directory of its own, which is gone afterwards: no mail and
/// no setting of the user's is read.
final class Training {

    private static final int MESSAGES = 5;
    private static final Duration PAUSE = Duration.ofMillis(300);

    /// Down, a message and back, help and back, a letter begun and given up, the end.
    private static final List<String> KEYS =
            List.of(
                    "j", "<Enter>", "<Space>", "q", "?", "q", "c", "a", "<Tab>", "<C-c>", "y", "Q",
                    "y");

    private static final List<String> LEAVING = List.of("Q", "y");

    private static final String START = "start";

    /// In the charsets of most mail that is not UTF-8.
    private static final List<String> NAMES =
            List.of(
                    "=?utf-8?Q?K=C3=A4the?=",
                    "=?iso-8859-1?Q?K=E4the?=",
                    "=?windows-1252?B?S+R0aGU=?=",
                    "=?iso-2022-jp?B?GyRCOzNFRBsoQg==?=",
                    "\"Ada, K.\"");

    private static final List<String> COMMANDS =
            List.of(
                    "--version",
                    "--help",
                    "list",
                    "list --json",
                    "index build",
                    "search body:morning",
                    "search subject:number",
                    "show INBOX:1700000001.train.localhost",
                    "flag INBOX:1700000001.train.localhost +flagged",
                    "send --subject Number --body Good --to nobody@localhost --dry-run",
                    "send --subject Number --body Good --to nobody@localhost",
                    "config list");

    private static final MailboxRef INBOX = new MailboxRef("local", MailboxName.INBOX);

    private static final PrintWriter NOWHERE = new PrintWriter(PrintWriter.nullWriter());

    private Training() {}

    /// @param what `screens` or `commands`, and `start` or `rest`
    /// @param screens opens them, and has the keys pressed
    static int run(List<String> what, Screened screens)
            throws IOException, ConfigException, MailException {
        boolean isStart = what.contains(START);
        Path home = Files.createTempDirectory("hazel-train");
        try {
            System.setProperty(Session.HOME, home.toString());
            write(home.resolve("Mail"));
            // The relay begins after the first screen.
            String outgoing = isStart ? "sendmail:" : "relay:";
            dotfile(home.resolve("config/hazel"), home.resolve("Mail"), outgoing);
            if (isStart) {
                readElsewhere(home);
            } else {
                Session.usual().config();
                others(home);
            }
            if (!what.contains("screens")) {
                commands(isStart ? starts() : COMMANDS);
            } else if (Terminals.isTerminal()) {
                return screens.open(
                        isStart ? keys -> type(LEAVING, keys) : keys -> type(KEYS, keys));
            } else {
                draw(Session.usual().config());
            }
            return Exit.OK;
        } finally {
            delete(home);
        }
    }

    /// The screens, as a start without a command opens them.
    interface Screened {
        int open(FullScreen.Typist typist);
    }

    /// Mailboxes by their places, as `-f` names them, in the other formats too. Nothing is new in
    /// any: else they would be opened.
    private static void others(Path home) throws IOException {
        Path mail = home.resolve("Mail");
        try (Stream<Path> messages = Files.list(mail.resolve("cur"))) {
            List<Path> all = messages.sorted().toList();
            Path folder = Files.createDirectory(home.resolve("folder"));
            Path mbox = home.resolve("mbox");
            for (int i = 0; i < all.size(); i++) {
                String message = Files.readString(all.get(i));
                Files.writeString(folder.resolve(String.valueOf(i + 1)), message);
                Files.writeString(
                        mbox,
                        "From k@example.org Mon Jul  6 10:00:00 2026\nStatus: RO\n"
                                + message
                                + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
            for (Path each : List.of(mail, folder, mbox)) {
                Main.run(new String[] {"-Z", "-f", each.toString()}, NOWHERE, NOWHERE);
            }
        }
    }

    /// What scripts call.
    private static List<String> starts() {
        return List.of(
                "list",
                "-F " + Session.usual().dotfile() + " list",
                "send --subject Number --body Good --to nobody@localhost --dry-run");
    }

    private static void commands(List<String> lines) {
        for (String line : lines) {
            Main.run(line.split(" "), NOWHERE, NOWHERE);
        }
    }

    /// Slowly: each key finds what the one before it asked for.
    private static void type(List<String> pressed, Consumer<Msg> keys) {
        try {
            Thread.sleep(PAUSE);
            for (String key : pressed) {
                Thread.sleep(PAUSE);
                keys.accept(new Msg.Pressed(new Key(key)));
            }
            Thread.sleep(PAUSE.multipliedBy(10));
            System.exit(Exit.OK); // whatever became of the keys, nobody is there to press more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Path maildir) throws IOException {
        for (String each : List.of("cur", "new", "tmp")) {
            Files.createDirectories(maildir.resolve(each));
        }
        for (int i = 0; i < MESSAGES; i++) {
            Files.writeString(
                    maildir.resolve("cur/" + (1_700_000_000 + i) + ".train.localhost:2,S"),
                    message(i));
        }
    }

    /// Each an answer to the one before; the last of today, one of this year or the last, the rest
    /// older: the index writes each date in another way. One has an attachment.
    private static String message(int number) {
        int back = MESSAGES - 1 - number;
        String answered =
                number == 0
                        ? ""
                        : "In-Reply-To: <%2$s@example.org>\nReferences: <%1$s@example.org> <%2$s@example.org>\n"
                                .formatted(id(0), id(number - 1));
        String head =
                """
                From: %s <k@example.org>
                To: ada@example.org
                Subject: %sNumber %d
                Date: %s
                Message-ID: <%s@example.org>
                %sMIME-Version: 1.0
                """
                        .formatted(
                                NAMES.get(number % NAMES.size()),
                                number == 0 ? "" : "Re: ",
                                number,
                                ZonedDateTime.now(ZoneOffset.UTC)
                                        .minusDays(40L * back * back)
                                        .format(DateTimeFormatter.RFC_1123_DATE_TIME),
                                id(number),
                                answered);
        return number == 1
                ? head
                        + """
                        Content-Type: multipart/mixed; boundary=b

                        --b
                        Content-Type: text/plain; charset=utf-8

                        Good morning.
                        --b
                        Content-Type: application/octet-stream
                        Content-Disposition: attachment; filename=morning

                        Good morning.
                        --b--
                        """
                : head + "Content-Type: text/plain; charset=utf-8\n\nGood morning.\n";
    }

    /// Of digits, and of what the index packs otherwise.
    private static String id(int number) {
        return (number % 2 == 0 ? "20260706.%d" : "CAGcXkQ3-%dzW").formatted(number);
    }

    /// To be read twice: the second time it is remembered, as it is at nearly every start.
    private static void dotfile(Path directory, Path maildir, String outgoing) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("config.toml"),
                """
                [account.local]
                name = "Käthe"
                address = "k@localhost"
                incoming = "maildir:%s"
                outgoing = "%s"
                signature = "K."

                [screen]
                keys = "native"
                theme = "dark"

                [alias]
                ada = ["ada@example.org"]
                """
                        .formatted(maildir, outgoing));
    }

    /// By another JVM, so that this one need not load what reads TOML.
    private static void readElsewhere(Path home) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var reading =
                new ProcessBuilder(
                                java,
                                "-D" + Session.HOME + "=" + home,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "list")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            var _ = reading.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void draw(Config config) throws IOException, ConfigException {
        var theme = Looks.theme("dark", ColorDepth.TRUE);
        var display = LanternaDisplay.unseen(new Size(80, 24), theme);
        var keymap = Looks.keymap(config.screen());
        var program =
                new Program(
                        new Screens(),
                        keymap,
                        display,
                        (_, _) -> {},
                        Clock.system(ZoneId.systemDefault()));
        program.open(new Screens().index(INBOX));
        program.post(new Msg.MailboxOpened(INBOX, View.EMPTY, false, true));
        program.settle();
        for (String key : List.of("j", "?")) {
            program.post(new Msg.Pressed(new Key(key)));
            program.settle();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
