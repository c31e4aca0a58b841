package hazel.cli;

import hazel.mail.MailException;
import hazel.mail.Trouble;
import hazel.relay.BatchImport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

/// `hazel relay import`: mail out of such a file into the queue.
@Command(
        name = "import",
        description = {
            "Take mail from a file of SMTP commands into the queue: all of it or nothing.",
            "The file is what 'hazel relay export' and other programs write (batched SMTP,"
                    + " RFC 2442). Where a server would refuse anything in it, nothing of it is"
                    + " taken and the exit status is 65."
        },
        mixinStandardHelpOptions = true)
final class RelayImportCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();

    @Parameters(paramLabel = "FILE", description = "The file; - for standard input.")
    private Path file = Path.of("-");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        var relay = new LocalRelay(dotfile.config(), dotfile.places(), Clock.systemUTC());
        var batch = new BatchImport(relay.settings(List.of()), relay.clock());
        BatchImport.Taken taken;
        if (file.toString().equals("-")) {
            taken = batch.from("standard input", System.in);
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                taken = batch.from(file.toString(), in);
            } catch (IOException e) {
                throw Trouble.reading(file, e);
            }
        }
        spec.commandLine()
                .getOut()
                .println(
                        "%s for %s in the queue"
                                .formatted(
                                        Count.of(taken.messages().size(), "message"),
                                        Count.of(taken.recipients(), "recipient")));
        if (!taken.hasEnd()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "hazel: "
                                    + file
                                    + " does not end with QUIT: see that it was not cut off");
        }
        return Exit.OK;
    }
}
