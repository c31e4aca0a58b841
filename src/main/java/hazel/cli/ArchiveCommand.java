package hazel.cli;

import hazel.mail.MailException;
import hazel.store.Purpose;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/// `hazel archive`.
@Command(
        name = "archive",
        description = "Move messages to the account's archive, which is made where it is missing.",
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel search is:read | cut -d' ' -f1 | hazel archive -"})
final class ArchiveCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "Messages, or - for ids on standard input.")
    private List<String> ids = List.of();

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        Mail mail = Mail.of(dotfile);
        return new Changing(mail, spec.commandLine().getErr())
                .move(ids, new Changing.For(mail, Purpose.ARCHIVE));
    }
}
