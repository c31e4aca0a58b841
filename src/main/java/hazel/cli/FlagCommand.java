package hazel.cli;

import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/// `hazel flag`: the system flags of messages.
@Command(
        name = "flag",
        description =
                "Set and clear flags of messages: seen, answered, flagged, deleted and so on.",
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel flag INBOX:4711 +flagged -seen"})
final class FlagCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "ID|+FLAG|-FLAG",
            description = "Messages, or - for ids on standard input, and the changes.")
    private List<String> words = List.of();

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        Changing.Words said = Changing.Words.of(words);
        var change = Changing.flags(said.changes());
        return new Changing(Mail.of(dotfile), spec.commandLine().getErr()).flag(said.ids(), change);
    }
}
