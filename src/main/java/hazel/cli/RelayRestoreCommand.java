package hazel.cli;

import hazel.mail.MailException;
import hazel.relay.Quarantine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `hazel relay restore`: delivers what was discarded.
@Command(
        name = "restore",
        description =
                "Put messages that the relay discarded into its queue after all, to be delivered"
                        + " as they would have been.",
        mixinStandardHelpOptions = true)
final class RelayRestoreCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Queue ids.")
    private List<String> typed = List.of();

    @Override
    public Integer call() throws MailException {
        Quarantine quarantine = RelayQuarantineCommand.of(dotfile);
        for (String id : typed) {
            quarantine.restore(QueueText.id(id));
        }
        return Exit.OK;
    }
}
