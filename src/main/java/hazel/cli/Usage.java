package hazel.cli;

import hazel.config.Nearest;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What to say of a command line that makes no sense: one line, that says where help is.
final class Usage {

    private static final Map<Pattern, String> REWORDED =
            Map.of(
                    Pattern.compile("^Missing required (option|parameter)s?: "),
                    "missing: ",
                    Pattern.compile("^Invalid value for option '([^']*)'( \\([^)]*\\))?: "),
                    "$1: ",
                    Pattern.compile(
                            "^Invalid value for positional parameter at index \\S+"
                                    + " \\((.*?)\\): "),
                    "$1: ",
                    Pattern.compile("^Unknown subcommand "),
                    "there is no command ",
                    Pattern.compile(" \\(case-sensitive\\)"),
                    "");

    private Usage() {}

    static String of(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String help = "; see '" + command.qualifiedName() + " --help'";
        return sentence(e, command) + help;
    }

    private static String sentence(ParameterException e, CommandSpec command) {
        return switch (e) {
            case UnmatchedArgumentException unmatched when !unmatched.getUnmatched().isEmpty() ->
                    unmatched(unmatched, command);
            default -> reworded(firstLine(e));
        };
    }

    /// Picocli's sentences without what only a programmer wants to know.
    private static String reworded(String line) {
        String text = line;
        for (var words : REWORDED.entrySet()) {
            text = words.getKey().matcher(text).replaceFirst(words.getValue());
        }
        return text;
    }

    private static String firstLine(ParameterException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static String unmatched(UnmatchedArgumentException e, CommandSpec command) {
        String word = e.getUnmatched().getFirst();
        if (word.startsWith("-") && word.length() > 1) {
            return "no such option: " + word + near(word, options(command));
        }
        Collection<String> below = command.subcommands().keySet();
        return below.isEmpty() ? "'" + word + "' is one word too many" : noCommand(word, below);
    }

    private static List<String> options(CommandSpec command) {
        return command.options().stream()
                .map(OptionSpec::names)
                .flatMap(Arrays::stream)
                .filter(name -> name.length() > 2)
                .toList();
    }

    /// A word where a command should be.
    static String noCommand(String word, Collection<String> commands) {
        return "there is no command '" + word + "'" + near(word, commands);
    }

    private static String near(String word, Collection<String> known) {
        return Nearest.to(word, known).map(n -> "; the nearest is '" + n + "'").orElse("");
    }

    /// A command that is only a name for those beneath it.
    static ParameterException incomplete(CommandSpec group) {
        CommandLine line = group.commandLine();
        return new ParameterException(
                line,
                "'"
                        + group.qualifiedName()
                        + "' needs one of "
                        + String.join(", ", line.getSubcommands().keySet()));
    }
}
