package hazel.cli;

import hazel.mail.MailException;
import hazel.relay.RelayEvent;
import hazel.relay.RelayQueue;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `hazel relay log`: what the relay did.
@Command(
        name = "log",
        description = {
            "Print the last events: time, queue id, a sign, words.",
            "The signs: <= came in, => delivered, == later, ** failed, -- anything else."
        },
        mixinStandardHelpOptions = true)
final class RelayLogCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();
    @Mixin private AsJson json = new AsJson();

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "50",
            converter = Count.class,
            description = "How many lines; ${DEFAULT-VALUE} where nothing is said.")
    private int count = 50;

    @Option(names = "-f", description = "Go on with each event as it happens.")
    private boolean follow;

    @Option(
            names = "--anonymise",
            description =
                    "Put other names in place of those of people, hosts, networks and files, the"
                            + " same for the same, so that the log can be shown to others. Look it"
                            + " through all the same: what other servers say is in their words.")
    private boolean isAnonymous;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final Pseudonyms pseudonyms = new Pseudonyms();

    @Override
    public Integer call() throws MailException {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = dotfile.places().state().resolve("relay");
        RelayQueue queue = RelayQueue.in(directory);
        try (LogTail tail = LogTail.of(directory.resolve("relay.log"), out, this::line)) {
            queue.log(count).forEach(line -> out.println(line(line)));
            out.flush();
            if (follow) {
                tail.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Exit.OK;
    }

    /// Called by two threads, when events come in while the last ones are printed.
    private synchronized String line(String written) {
        String line = isAnonymous ? pseudonyms.of(written) : written;
        return json.isWanted()
                ? RelayEvent.parse(line).map(RelayLogCommand::json).orElse("{}")
                : Harmless.line(line);
    }

    private static String json(RelayEvent event) {
        var object =
                Json.object()
                        .add("date", event.at().toString())
                        .add("event", event.kind().name().toLowerCase(Locale.ROOT));
        if (!event.id().equals("-")) {
            object.add("queueId", event.id());
        }
        event.parts()
                .forEach((name, value) -> {
                    if (name.equals("size") || name.equals("recipients")) {
                        object.add(name, Long.parseLong(value));
                    } else {
                        object.add(name, value);
                    }
                });
        return Json.line(object.add("text", event.words()).build());
    }
}
