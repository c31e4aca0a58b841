package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/// `hazel completion`: a script that teaches a shell Hazel's commands and options.
@Command(
        name = "completion",
        description = {
            "Print a script that completes Hazel's command lines in your shell.",
            "Commands, options, mailboxes, messages, accounts, short names, settings and files: at"
                    + " each Tab the shell asks Hazel."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  source <(hazel completion bash)        in ~/.bashrc",
            "  source <(hazel completion zsh)         in ~/.zshrc",
            "  hazel completion fish | source         in ~/.config/fish/config.fish"
        })
final class CompletionCommand implements Callable<Integer> {

    static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(
                    spec.commandLine(), "'" + shell + "' is none of bash, zsh and fish");
        }
        spec.commandLine().getOut().print(script(shell));
        return Exit.OK;
    }

    private static String script(String shell) {
        String name = "/hazel/completion/hazel." + shell;
        try (InputStream in = CompletionCommand.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // inside our own jar
        }
    }
}
