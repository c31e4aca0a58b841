package hazel.cli;

import hazel.mail.MailException;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// `hazel`: takes the words of a command line and ends with an exit code.
@Command(
        name = "hazel",
        description = "A mail agent for the terminal.",
        subcommands = {
            ListCommand.class,
            ShowCommand.class,
            SendCommand.class,
            ConfigCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, utf8(System.out), utf8(System.err)));
    }

    /// Runs one command. Everything it says goes to `out` or `err`.
    ///
    /// @return the exit status, from `sysexits.h`
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        var line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler(Main::usage);
        line.setExecutionExceptionHandler((e, command, _) -> failure(e, command));
        int status = execute(line, args);
        out.flush();
        err.flush();
        return status;
    }

    /// A first word that is a command is a command; else the line is one that a user of mutt types.
    private static int execute(CommandLine line, String[] args) {
        boolean isCommand =
                args.length > 0
                        && (line.getSubcommands().containsKey(args[0])
                                || List.of("-h", "--help", "-V", "-v", "--version")
                                        .contains(args[0]));
        if (isCommand) {
            return line.execute(args[0].equals("-v") ? new String[] {"--version"} : args);
        }
        try {
            boolean isStray =
                    args.length > 0
                            && !args[0].startsWith("-")
                            && !args[0].contains("@")
                            && !args[0].toLowerCase(Locale.ROOT).startsWith("mailto:");
            if (isStray) {
                throw new UsageException(
                        "'" + args[0] + "' is neither a command nor an address; see 'hazel help'");
            }
            MuttLine typed = MuttLine.read(args);
            return switch (typed.does()) {
                case SEND -> line.execute(with("send", typed.send()));
                case SETTINGS -> line.execute(settings(typed.send()));
                default ->
                        new Opening(Session.of(typed.config().map(Path::of)), line.getOut())
                                .run(typed);
            };
        } catch (MailException | ConfigException | UsageException e) {
            return failure(e, line);
        }
    }

    private static String[] with(String command, List<String> words) {
        return Stream.concat(Stream.of(command), words.stream()).toArray(String[]::new);
    }

    private static String[] settings(List<String> names) {
        return names.isEmpty()
                ? new String[] {"config", "list"}
                : new String[] {"config", "get", names.getFirst()};
    }

    private static int usage(CommandLine.ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        err.println("hazel: " + hazel.text.Harmless.line(text));
        err.println("hazel: 'hazel " + nameOf(e.getCommandLine()) + "--help' says how it is used");
        return Exit.USAGE;
    }

    private static String nameOf(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }

    /// The border between exceptions and exit codes. What is no [MailException] is a bug, and says
    /// so.
    private static int failure(Exception e, CommandLine command) {
        PrintWriter err = command.getErr();
        if (e instanceof ConfigException c) {
            c.problems()
                    .forEach(p ->
                            err.println(
                                    "hazel: " + p.file() + ":" + p.line() + ": " + p.message()));
            return Exit.CONFIG;
        }
        if (e instanceof UsageException) {
            err.println("hazel: " + hazel.text.Harmless.line(String.valueOf(e.getMessage())));
            return Exit.USAGE;
        }
        if (e instanceof MailException m) {
            err.println("hazel: " + hazel.text.Harmless.line(m.problem().message()));
            return m.problem().exitStatus();
        }
        err.println("hazel: this is a bug: " + e);
        return Exit.BUG;
    }

    private static PrintWriter utf8(java.io.OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
    }
}
