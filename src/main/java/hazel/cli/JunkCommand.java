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

/// `hazel junk`.
@Command(
        name = "junk",
        description =
                "Move messages to the account's mailbox for junk, which is made where it is"
                        + " missing.",
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel junk INBOX:4711"})
final class JunkCommand implements Callable<Integer> {

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
                .move(ids, new Changing.For(mail, Purpose.JUNK));
    }
}
