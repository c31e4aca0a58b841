package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.relay.Quarantine;
import hazel.spool.QueueId;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `hazel relay quarantine`: mail that was discarded, for who misses some.
@Command(
        name = "quarantine",
        description = {
            "List the messages that the relay discarded as junk, which it keeps for a week.",
            "With an id, print that message. 'hazel relay restore' delivers one after" + " all."
        },
        mixinStandardHelpOptions = true)
final class RelayQuarantineCommand implements Callable<Integer> {

    @Mixin private Dotfile dotfile = new Dotfile();
    @Mixin private AsJson json = new AsJson();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "A queue id.")
    private Optional<String> typed = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Of the relay of this configuration.
    static Quarantine of(Dotfile dotfile) {
        return new Quarantine(dotfile.places().state().resolve("relay"), InstantSource.system());
    }

    @Override
    public Integer call() throws MailException {
        PrintWriter out = spec.commandLine().getOut();
        Quarantine quarantine = of(dotfile);
        if (typed.isPresent()) {
            QueueId id = QueueText.id(typed.get());
            new String(QueueText.there(id, quarantine.find(id)).message(), UTF_8)
                    .lines()
                    .forEach(line -> out.println(Harmless.line(line)));
            return Exit.OK;
        }
        List<QueueId> ids = quarantine.ids();
        for (QueueId id : ids) {
            Optional<Quarantine.Kept> kept = quarantine.find(id);
            kept.ifPresent(k -> out.println(json.isWanted() ? json(k) : line(k)));
        }
        if (ids.isEmpty() && !json.isWanted()) {
            out.println("nothing was discarded in the last week");
        }
        return Exit.OK;
    }

    private static String line(Quarantine.Kept kept) {
        return Harmless.line(
                "%s  %s  %7d  %s  %s  %s"
                        .formatted(
                                kept.id(),
                                QueueText.time(kept.at(), ZoneId.systemDefault()),
                                kept.message().length,
                                kept.envelope().reversePath().map(Address::addrSpec).orElse("<>"),
                                kept.envelope().forwardPaths().stream()
                                        .map(Address::addrSpec)
                                        .collect(Collectors.joining(", ")),
                                kept.why()));
    }

    private static String json(Quarantine.Kept kept) {
        var to = Json.array();
        kept.envelope().forwardPaths().forEach(a -> to.add(a.addrSpec()));
        return Json.line(
                Json.object()
                        .add("queueId", kept.id().value())
                        .add("date", kept.at().toString())
                        .add("until", kept.until().toString())
                        .add("size", kept.message().length)
                        .add(
                                "from",
                                kept.envelope().reversePath().map(Address::addrSpec).orElse(""))
                        .add("to", to)
                        .add("why", kept.why())
                        .build());
    }
}
