package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.RelayQueue;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.text.Harmless;

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

    private static final int MOST_LINES = 1000;

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
        Item item =
                queue.list().stream()
                        .filter(i -> i.id().equals(id))
                        .findFirst()
                        .orElseThrow(
                                () -> new MailException(new Problem.NoSuchMessage(id.value())));
        if (json.isWanted()) {
            out.println(QueueText.json(item));
            return Exit.OK;
        }
        QueueText.lines(item, ZoneId.systemDefault()).forEach(out::println);
        out.println();
        new String(queue.message(id), UTF_8)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .limit(MOST_LINES)
                .forEach(line -> out.println(Harmless.line(line)));
        return Exit.OK;
    }
}
