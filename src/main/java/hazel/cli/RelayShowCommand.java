package hazel.cli;

import hazel.mail.MailException;
import hazel.relay.RelayQueue;
import hazel.spool.QueueId;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;

/// `hazel relay show`: one message of the queue.
@Command(
        name = "show",
        description =
                "Print one message of the queue: who it is from and for, what was last said about"
                        + " each recipient, and the header.",
        mixinStandardHelpOptions = true)
final class RelayShowCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();
    @Mixin private AsJson json = new AsJson();

    @Parameters(paramLabel = "ID", description = "A queue id.")
    private String typed = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException {
        PrintWriter out = spec.commandLine().getOut();
        RelayQueue queue = RelayQueue.in(dotfile.places().state().resolve("relay"));
        QueueId id = QueueText.id(typed);
        if (json.isWanted()) {
            out.println(QueueText.json(queue.item(id)));
        } else {
            QueueText.all(queue, id, ZoneId.systemDefault()).forEach(out::println);
        }
        return Exit.OK;
    }
}
