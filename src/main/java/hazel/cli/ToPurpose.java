package hazel.cli;

import hazel.mail.MailException;
import hazel.store.Purpose;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/// Moves messages to the mailbox that each one's account has for a purpose.
abstract sealed class ToPurpose implements Callable<Integer> permits ArchiveCommand, JunkCommand {

    private final Purpose purpose;

    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "Messages, or - for ids on standard input.")
    private List<String> ids = List.of();

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    ToPurpose(Purpose purpose) {
        this.purpose = purpose;
    }

    @Override
    public Integer call() throws MailException, ConfigException {
        Mail mail = Mail.of(dotfile);
        return new Changing(mail, spec.commandLine().getErr())
                .move(ids, new Changing.For(mail, purpose));
    }
}
