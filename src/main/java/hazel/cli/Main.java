package hazel.cli;

import hazel.mail.MailException;
import hazel.text.Columns;
import hazel.text.Harmless;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `hazel`: takes the words of a command line and ends with an exit code.
@Command(
        name = "hazel",
        description = {
            "A mail agent for the terminal.",
            "Hazel reads and sends mail: in screens with the keys of mutt or pine or its own, and"
                    + " by commands that read standard input, write plain text or JSON to standard"
                    + " output, and end with an exit code that a script can act on. No command asks"
                    + " a question where standard input is not a terminal.",
            "Without a configuration there is one account: the Maildir ~/Mail, and the mail relay"
                    + " that comes with Hazel. 'hazel doctor' says what is there and what is"
                    + " missing.",
            "A message is named MAILBOX:UID, as 'hazel list' prints it, with the account's name and"
                    + " a slash before it where there are several accounts. The name stays the same"
                    + " as long as the message stays in its mailbox."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "%nWithout a command:",
            "  hazel                        open the screens on the inbox",
            "  hazel -f MAILBOX             open them on a mailbox, or on a file or directory",
            "  hazel -y                     begin with the list of mailboxes",
            "  hazel -R                     open them for reading only: what is there stays as it"
                    + " is",
            "  hazel -z, hazel -Z           open where there is mail, or new mail; else end with 1",
            "  hazel -p                     begin with the drafts",
            "  hazel -s TEXT ADDRESS        write a message; the text is standard input where that"
                    + " is no terminal",
            "  hazel mailto:ADDRESS         write a message as a link says",
            "  hazel -a FILE... -- ADDRESS  write one with files attached; -b -c -i -r -H as in"
                    + " hazel-send(1)",
            "  hazel -A ALIAS...            print what short names stand for",
            "  hazel -D, hazel -Q KEY...    print all settings, or some",
            "  hazel -F FILE ...            with this configuration file",
            "  hazel -e KEY=VALUE ...       with one more setting, as screen.theme=light",
            "  Without a terminal -z, -Z and -p open nothing: the exit status is the answer.",
            "%nExamples:",
            "  hazel demo",
            "  hazel list --search is:unread",
            "  hazel show INBOX:4711",
            "  hazel list --json --limit 10",
            "  hazel relay status",
            "  hazel doctor",
            "%nEnvironment:",
            "  HAZEL_CONFIG     the configuration file, where -F names none",
            "  XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME  where hazel/ is"
                    + " looked for and made; ~/.config, ~/.local/share, ~/.local/state and ~/.cache"
                    + " where they are not set",
            "  VISUAL, EDITOR  the editor, where screen.editor names none",
            "  NO_COLOR        set and not empty: no colours",
            "  HAZEL_JAVA_HOME, JAVA_HOME  the JDK, 25 or later, that runs Hazel",
            "  HAZEL_NO_CACHE  set and not empty: start without the start-up cache",
            "%nFiles:",
            "  ~/.config/hazel/config.toml  the configuration; ~/.hazelrc where it is not there",
            "  ~/.local/state/hazel/outbox/  what was sent and no server has taken yet",
            "  ~/.local/state/hazel/relay/  the queue and the log of the bundled relay",
            "  ~/.cache/hazel/  what can be made again at any time",
            "%nExit status:",
            "  0 done; 1 the answer is no: nothing found; 2 done in part; 64 wrong usage; 65 the"
                    + " input is not what it should be; 66 no such file, mailbox or message; 67 a"
                    + " recipient was refused; 68 unknown host; 69 the server refused; 70 a mistake"
                    + " in Hazel; 73 cannot write; 74 input or output error; 75 temporary failure,"
                    + " nothing was kept, try again; 76 the other side does not speak the protocol;"
                    + " 77 not permitted: login or certificate; 78 a mistake in the configuration;"
                    + " 130 interrupted."
        })
public final class Main {

    /// In columns, of a line on standard error.
    private static final int LONGEST = 1000;

    private Main() {}

    public static void main(String[] args) {
        String[] words = ProgramName.words(args, System.getProperty("hazel.name", ""));
        Log.begin();
        var output = StandardOutput.replace();
        PrintWriter err = utf8(System.err);
        int status = run(words, utf8(output), err);
        System.exit(output.status(status, err));
    }

    /// Runs one command. Everything it says goes to `out` or `err`.
    ///
    /// @return the exit status, from `sysexits.h`
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        if (args.length > 0 && List.of("-V", "-v", "--version").contains(args[0])) {
            out.println(String.join("\n", new Version().getVersion()));
            out.flush();
            return Exit.OK;
        }
        int status;
        try {
            status = execute(commandFirst(args), out, err);
        } catch (OutOfMemoryError e) {
            var _ = Log.bug(e);
            err.println(line("out of memory: this is more than Hazel can hold"));
            status = Exit.DATA;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            status = bug(e, err);
        }
        out.flush();
        err.flush();
        return status;
    }

    /// A first word that is a command is a command; else the line is one that a user of mutt types.
    private static int execute(String[] args, PrintWriter out, PrintWriter err) {
        String first = args.length > 0 ? args[0] : "";
        if (Commands.NAMES.contains(first) || List.of("-h", "--help").contains(first)) {
            return command(args, out, err);
        }
        try {
            boolean isStray =
                    !first.isEmpty()
                            && !first.startsWith("-")
                            && !first.contains("@")
                            && !first.toLowerCase(Locale.ROOT).startsWith("mailto:");
            if (isStray) {
                throw new UsageException(
                        Usage.noCommand(args[0], Commands.SHOWN)
                                + "; an address has an @ or stands after --; see 'hazel help'");
            }
            MuttLine letters = MuttLine.read(args);
            return switch (letters.does()) {
                case SEND -> command(with("send", letters.send()), out, err);
                case SETTINGS -> settings(letters, out, err);
                // The screens open without a look at what commands there are: it takes long.
                default -> new Opening(letters.session(), out).run(letters);
            };
        } catch (MailException | ConfigException | UsageException e) {
            return failure(e, err);
        }
    }

    private static int command(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = commandLine(needed(args[0]));
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler(Main::usage);
        line.setExecutionExceptionHandler((e, command, _) -> failure(e, command.getErr()));
        return line.execute(args);
    }

    /// `-F FILE list` becomes `list -F FILE`, and `-F FILE config check` `config check -F FILE`.
    private static String[] commandFirst(String[] args) {
        int at = 0;
        while (at + 2 < args.length && List.of("-F", "-e").contains(args[at])) {
            at += 2;
        }
        if (at == 0 || !Commands.NAMES.contains(args[at])) {
            return args;
        }
        List<String> words = List.of(args);
        boolean hasMore = at + 1 < args.length && !args[at + 1].startsWith("-");
        int end = at + (Commands.GROUPS.contains(args[at]) && hasMore ? 2 : 1);
        return Stream.of(
                        words.subList(at, end),
                        words.subList(0, at),
                        words.subList(end, words.size()))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    private static String[] with(String command, List<String> words) {
        return Stream.concat(Stream.of(command), words.stream()).toArray(String[]::new);
    }

    /// One after the other; the status is the first that is no success.
    private static int settings(MuttLine letters, PrintWriter out, PrintWriter err) {
        List<String> asked = letters.send();
        if (asked.isEmpty()) {
            return command(new String[] {"config", "list"}, out, err);
        }
        int status = Exit.OK;
        for (String name : asked) {
            List<String> words = new ArrayList<>(List.of("config", "get", name));
            words.addAll(letters.configuration());
            int one = command(words.toArray(String[]::new), out, err);
            status = status == Exit.OK ? one : status;
        }
        return status;
    }

    /// The commands that a line may need: building one costs as much as running it.
    private static List<String> needed(String first) {
        return List.of("help", "-h", "--help").contains(first) ? Commands.NAMES : List.of(first);
    }

    /// The whole command line, for completing it and describing it.
    static CommandLine commandLine() {
        return commandLine(Commands.NAMES);
    }

    static CommandLine commandLine(List<String> commands) {
        var line = new CommandLine(new Main());
        commands.forEach(name -> line.addSubcommand(name, Commands.named(name)));
        line.setExpandAtFiles(false);
        line.setOverwrittenOptionsAllowed(true);
        line.getSubcommands().entrySet().stream()
                .filter(e -> List.of("flag", "label").contains(e.getKey()))
                // '-seen' is a change, not an option.
                .forEach(e -> e.getValue().setUnmatchedOptionsArePositionalParams(true));
        furnish(line);
        return line;
    }

    /// `--version` says the same wherever it stands, and a footer is wrapped under its words.
    private static void furnish(CommandLine line) {
        line.getCommandSpec().versionProvider(new Version());
        line.getHelpSectionMap()
                .put(
                        CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER,
                        help ->
                                Footer.of(help.commandSpec()).stream()
                                        .map(Footer::text)
                                        .collect(Collectors.joining()));
        line.getSubcommands().values().forEach(Main::furnish);
    }

    private static int usage(CommandLine.ParameterException e, String[] args) {
        e.getCommandLine().getErr().println(line(Usage.of(e)));
        return Exit.USAGE;
    }

    /// One line for standard error, of a length that a person reads.
    private static String line(String sentence) {
        return "hazel: " + Columns.cut(Harmless.line(sentence), LONGEST);
    }

    /// The border between exceptions and exit codes.
    private static int failure(Exception e, PrintWriter err) {
        if (e instanceof ConfigException c) {
            c.problems()
                    .forEach(
                            p -> err.println(line(p.file() + ":" + p.line() + ": " + p.message())));
            return Exit.CONFIG;
        }
        if (e instanceof UsageException) {
            err.println(line(String.valueOf(e.getMessage())));
            return Exit.USAGE;
        }
        if (e instanceof MailException m) {
            err.println(line(m.problem().message()));
            return m.problem().exitStatus();
        }
        return bug(e, err);
    }

    /// What nobody foresaw: all that is known of it goes to the log.
    private static int bug(Throwable e, PrintWriter err) {
        String where =
                Log.bug(e).map(file -> "; what is known of it is in " + file).orElse(": " + e);
        err.println(line("this is a bug in Hazel" + where));
        return Exit.BUG;
    }

    private static PrintWriter utf8(java.io.OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
    }
}
