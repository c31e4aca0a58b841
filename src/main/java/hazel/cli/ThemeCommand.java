package hazel.cli;

import hazel.config.Config.ScreenConfig;
import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `hazel theme`: the looks there are.
@Command(
        name = "theme",
        description = "List the themes. The key screen.theme chooses one.",
        mixinStandardHelpOptions = true,
        footer = {"%nExamples:", "  hazel theme list"})
final class ThemeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw Usage.incomplete(spec);
    }

    @Command(
            name = "list",
            description = "List the themes, with a star before the one in force.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Dotfile dotfile) throws MailException, ConfigException {
        String inForce = dotfile.config().screen().theme();
        for (String theme : ScreenConfig.THEMES) {
            spec.commandLine().getOut().println((theme.equals(inForce) ? "* " : "  ") + theme);
        }
        return Exit.OK;
    }
}
