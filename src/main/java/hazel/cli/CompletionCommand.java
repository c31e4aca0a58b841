package hazel.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `hazel completion`: a script that teaches a shell Hazel's commands and options.
@Command(
        name = "completion",
        description = "Print a script that completes Hazel's commands and options in your shell.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  source <(hazel completion bash)         in ~/.bashrc or ~/.zshrc",
            "  hazel completion fish > ~/.config/fish/completions/hazel.fish"
        })
final class CompletionCommand implements Callable<Integer> {

    private static final int WIDEST = 70;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine hazel = spec.root().commandLine();
        String script =
                switch (shell) {
                    // QUIRK: zsh reads bash's, which turns on bashcompinit for it.
                    case "bash", "zsh" -> AutoComplete.bash("hazel", hazel);
                    case "fish" -> fish(hazel);
                    default ->
                            throw new ParameterException(
                                    spec.commandLine(),
                                    "'" + shell + "' is none of bash, zsh and fish");
                };
        spec.commandLine().getOut().print(script);
        return Exit.OK;
    }

    /// One line for each command and option, by what has been typed before.
    static String fish(CommandLine hazel) {
        List<String> lines = new ArrayList<>(List.of("complete -c hazel -f"));
        walk(hazel, "", lines);
        return String.join("\n", lines) + "\n";
    }

    private static void walk(CommandLine command, String path, List<String> lines) {
        String here =
                path.isEmpty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + path;
        command.getSubcommands()
                .forEach((name, sub) -> {
                    if (!sub.getCommandSpec().usageMessage().hidden()) {
                        lines.add(
                                line(
                                        here,
                                        "-a " + name,
                                        first(sub.getCommandSpec().usageMessage().description())));
                        walk(sub, name, lines);
                    }
                });
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                lines.add(line(here, names(option), first(option.description())));
            }
        }
    }

    private static String names(OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
            words.append(words.isEmpty() ? "" : " ");
            words.append(
                    name.startsWith("--")
                            ? "-l " + name.substring(2)
                            : (name.length() == 2 ? "-s " : "-o ") + name.substring(1));
        }
        return words + (option.arity().max() > 0 ? " -r -F" : "");
    }

    private static String line(String when, String what, String description) {
        return "complete -c hazel -n '%s' %s -d '%s'"
                .formatted(when, what, description.replace("\\", "\\\\").replace("'", "\\'"));
    }

    /// The first sentence, cut at a word.
    private static String first(String[] description) {
        String text = description.length == 0 ? "" : description[0];
        int stop = text.indexOf(". ");
        String sentence = (stop < 0 ? text : text.substring(0, stop)).replaceAll("\\.$", "");
        int cut = sentence.length() <= WIDEST ? -1 : sentence.lastIndexOf(' ', WIDEST);
        return cut < 0 ? sentence : sentence.substring(0, cut) + " …";
    }
}
