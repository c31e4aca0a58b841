package hazel.cli;

import hazel.command.Context;
import hazel.command.Keymap;
import hazel.config.Config.ScreenConfig;
import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel keys`: the key map in force.
@Command(
        name = "keys",
        description = {
            "Print the key map: screen, keys, command, and what the command does.",
            "Keys of the table 'generic' hold on every screen that has none of its own for them. A"
                    + " line's first three columns are the form in which screen.bind takes a"
                    + " binding."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel keys",
            "  hazel keys --map mutt",
            "  hazel keys | grep delete"
        })
final class KeysCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();

    @Option(
            names = "--map",
            paramLabel = "NAME",
            description =
                    "Another map than the one in force, without your own keys: native, mutt or"
                            + " pine.")
    private Optional<String> map = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        ScreenConfig screen = dotfile.config().screen();
        Keymap keymap =
                Looks.keymap(
                        map.map(name ->
                                        new ScreenConfig(
                                                name,
                                                screen.theme(),
                                                java.util.List.of(),
                                                screen.editor(),
                                                screen.browser(),
                                                screen.readableColumns()))
                                .orElse(screen));
        for (Context context : Context.values()) {
            for (Keymap.Binding binding : keymap.bindings(context)) {
                String call = binding.call().command().word() + " " + binding.call().argument();
                spec.commandLine()
                        .getOut()
                        .println(
                                "%-11s %-14s %-22s %s"
                                        .formatted(
                                                context.word(),
                                                String.join(" ", binding.keys()),
                                                call.strip(),
                                                binding.call().command().summary()));
            }
        }
        return Exit.OK;
    }
}
