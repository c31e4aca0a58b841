package hazel.cli;

import hazel.config.Setting;
import hazel.config.Settings;
import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel config`: the dotfile and its keys.
@Command(
        name = "config",
        description = "Show where the configuration file is, check it, list its keys.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

    @Option(
            names = "-F",
            paramLabel = "FILE",
            description = "The configuration file.",
            scope = ScopeType.INHERIT)
    private Optional<Path> file = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }

    @Command(name = "path", description = "Print the file in force, or the one that would be.")
    int path() {
        spec.commandLine().getOut().println(Session.of(file).dotfile());
        return Exit.OK;
    }

    @Command(name = "check", description = "Report every mistake with its line.")
    int check() throws MailException, ConfigException {
        Session session = Session.of(file);
        session.config();
        spec.commandLine().getOut().println(session.dotfile() + ": no mistakes");
        return Exit.OK;
    }

    @Command(name = "list", description = "Print every key, its standard value and what it is for.")
    int list() {
        for (Setting setting : Settings.all()) {
            spec.commandLine()
                    .getOut()
                    .println(
                            "%s = %s%n    %s"
                                    .formatted(
                                            setting.key(),
                                            setting.standard().isEmpty()
                                                    ? "(none)"
                                                    : setting.standard(),
                                            setting.summary()));
        }
        return Exit.OK;
    }
}
