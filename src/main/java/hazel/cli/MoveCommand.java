package hazel.cli;

import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/// `hazel move`.
@Command(
        name = "move",
        description = {
            "Move messages to another mailbox.",
            "Each is safe in the other mailbox before it leaves the first."
        },
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel move INBOX:4711 Archive"})
final class MoveCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "ID... MAILBOX",
            hideParamSyntax = true,
            description = "Messages, or - for ids on standard input, and last the mailbox.")
    private List<String> words = List.of();

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        if (words.size() < 2) {
            throw new UsageException("expected messages, and last the mailbox");
        }
        Mail mail = Mail.of(dotfile);
        Session.Place target = mail.place(words.getLast());
        return new Changing(mail, spec.commandLine().getErr())
                .move(words.subList(0, words.size() - 1), _ -> target);
    }
}
