package hazel.cli;

import hazel.config.Setting;
import hazel.config.Settings;
import hazel.config.WrittenValue;
import hazel.mail.MailException;
import hazel.mail.Problem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel config`: the dotfile and its keys.
@Command(
        name = "config",
        description = "Show where the configuration file is, check it, list its keys.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel config path",
            "  hazel config check",
            "  hazel config get screen.theme",
            "%nExit status:",
            "  0 done; 65 there is no such key; 78 the file has mistakes, each on standard error"
                    + " with its line."
        })
final class ConfigCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw Usage.incomplete(spec);
    }

    @Command(name = "path", description = "Print the file in force, or the one that would be.")
    int path(@Mixin Dotfile dotfile) {
        spec.commandLine().getOut().println(dotfile.session().dotfile());
        return Exit.OK;
    }

    @Command(name = "check", description = "Report every mistake with its line.")
    int check(@Mixin Dotfile dotfile) throws MailException, ConfigException {
        Session session = dotfile.session();
        var _ = Looks.keymap(session.config().screen());
        spec.commandLine()
                .getOut()
                .println(
                        session.dotfile()
                                + (session.hasDotfile()
                                        ? ": no mistakes"
                                        : " is not there; the standard settings hold"));
        return Exit.OK;
    }

    @Command(
            name = "get",
            description =
                    "Print what holds for one key: what the file says, or else the standard"
                            + " value.")
    int get(
            @Mixin Dotfile dotfile,
            @Parameters(paramLabel = "KEY", description = "The key, as account.work.address.")
                    String key)
            throws MailException, ConfigException {
        Session session = dotfile.session();
        session.config(); // with a mistake in the file, nothing holds
        Optional<String> value = WrittenValue.of(session.text(), session.settings(), key);
        if (value.isEmpty()) {
            throw new MailException(
                    new Problem.Malformed(
                            key, "there is no key '" + key + "'; 'hazel config list' shows all"));
        }
        spec.commandLine().getOut().println(value.get());
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
