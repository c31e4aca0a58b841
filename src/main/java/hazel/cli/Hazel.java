package hazel.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The whole command line as picocli knows it.
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
        versionProvider = Hazel.OwnVersion.class,
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
final class Hazel {

    private Hazel() {}

    /// For picocli.
    static final class OwnVersion implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {Version.line()};
        }
    }

    /// Runs the command that the first word names.
    ///
    /// @return the exit status
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = commandLine(needed(args[0]));
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler(Hazel::usage);
        line.setExecutionExceptionHandler((e, command, _) -> Main.failure(e, command.getErr()));
        return line.execute(args);
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
        var line = new CommandLine(new Hazel());
        commands.forEach(name -> line.addSubcommand(name, Commands.named(name)));
        line.setExpandAtFiles(false);
        line.setOverwrittenOptionsAllowed(true);
        line.getSubcommands().entrySet().stream()
                .filter(e -> List.of("flag", "label").contains(e.getKey()))
                // '-seen' is a change, not an option.
                .forEach(e -> e.getValue().setUnmatchedOptionsArePositionalParams(true));
        furnish(line);
        line.getCommandSpec().usageMessage().commandListHeading("");
        line.getHelpSectionMap()
                .put(
                        CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
                        help ->
                                Commands.SECTIONS.stream()
                                        .map(section -> text(section, help))
                                        .collect(Collectors.joining()));
        return line;
    }

    private static String text(Commands.Section section, CommandLine.Help help) {
        Map<String, CommandLine.Help> commands = new LinkedHashMap<>(help.subcommands());
        commands.keySet().retainAll(section.names());
        return "\n%s:\n%s".formatted(section.title(), help.commandList(commands));
    }

    /// `--version` says the same wherever it stands, and a footer is wrapped under its words.
    private static void furnish(CommandLine line) {
        line.getCommandSpec().versionProvider(new OwnVersion());
        line.getHelpSectionMap()
                .put(
                        CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER,
                        help ->
                                Footer.of(help.commandSpec()).stream()
                                        .map(Footer::text)
                                        .collect(Collectors.joining()));
        line.getSubcommands().values().forEach(Hazel::furnish);
    }

    private static int usage(CommandLine.ParameterException e, String[] args) {
        e.getCommandLine().getErr().println(Main.line(Usage.of(e)));
        return Exit.USAGE;
    }
}
