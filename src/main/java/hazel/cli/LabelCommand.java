package hazel.cli;

import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/// `hazel label`: the keywords of messages.
@Command(
        name = "label",
        description = "Add keywords to messages and take them away.",
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel label INBOX:4711 +work -todo"})
final class LabelCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "ID|+WORD|-WORD",
            description = "Messages, or - for ids on standard input, and the changes.")
    private List<String> words = List.of();

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        Changing.Words said = Changing.Words.of(words);
        var change = Changing.keywords(said.changes());
        return new Changing(Mail.of(dotfile), spec.commandLine().getErr()).flag(said.ids(), change);
    }
}
