package hazel.cli;

import hazel.mail.MailException;
import hazel.relay.BatchExport;
import hazel.spool.QueueId;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `hazel relay export`: mail of the queue into a file that is carried to another machine.
@Command(
        name = "export",
        description = {
            "Write mail that waits for other machines to a new file, and take it out of the queue.",
            "The file holds SMTP commands (batched SMTP, RFC 2442). 'hazel relay import' reads it"
                    + " on a machine that can send, and so do 'exim -bS' and its like. Without ids"
                    + " it is all mail that nobody holds by hand. Mail for this machine stays,"
                    + " and so does mail that is to go over TLS only (REQUIRETLS)."
                    + " A message leaves the queue only when the file is on disk; what a crash"
                    + " interrupts stays, held. Who asked for a report of delivery is told, when a"
                    + " relay runs next, that the mail went on."
        },
        mixinStandardHelpOptions = true)
final class RelayExportCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();

    @Option(
            names = "--bsmtp",
            paramLabel = "FILE",
            required = true,
            description = "The file, which must not be there yet.")
    private Path file = Path.of("");

    @Parameters(arity = "0..*", paramLabel = "ID", description = "Queue ids.")
    private List<String> typed = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        List<QueueId> ids = new ArrayList<>();
        for (String each : typed) {
            ids.add(QueueText.id(each));
        }
        var relay = new LocalRelay(dotfile.config(), dotfile.places(), Clock.systemUTC());
        BatchExport.Written written =
                new BatchExport(relay.settings(List.of()), relay.clock()).to(file, ids);
        spec.commandLine()
                .getOut()
                .println(
                        written.messages() == 0
                                ? "there is nothing to export; no file was written"
                                : "%s for %s in %s, and no longer in the queue"
                                        .formatted(
                                                Count.of(written.messages(), "message"),
                                                Count.of(written.recipients(), "recipient"),
                                                file));
        for (QueueId id : written.left()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "hazel: "
                                    + id
                                    + " is not in the file: it is gone, being sent just now, for"
                                    + " nobody elsewhere, or to go over TLS only");
        }
        if (written.left().isEmpty()) {
            return Exit.OK;
        }
        return written.messages() == 0 ? Exit.NO : Exit.IN_PART;
    }
}
