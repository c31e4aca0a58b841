package hazel.cli;

import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/// `hazel delete`.
@Command(
        name = "delete",
        description = {
            "Move messages to the trash.",
            "What is in the trash already is removed for good."
        },
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel delete INBOX:4711"})
final class DeleteCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "Messages, or - for ids on standard input.")
    private List<String> ids = List.of();

    @Option(names = "--purge", description = "Remove them for good, without the trash.")
    private boolean isForGood;

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        return new Changing(Mail.of(dotfile), spec.commandLine().getErr()).delete(ids, isForGood);
    }
}
