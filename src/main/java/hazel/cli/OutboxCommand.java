package hazel.cli;

import hazel.mail.Header;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mime.HeaderParser;
import hazel.outbox.Outbox;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.spool.Spool;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel outbox`: what has been written and not yet handed over.
@Command(
        name = "outbox",
        description = {
            "Look after the messages that have been sent and not yet handed to a server.",
            "A message stays here until a server has taken it for every recipient and the copy is"
                    + " filed. One that was refused, or that may have arrived or not, is held until"
                    + " you say what is to happen. An ID is the first word of a line of 'hazel"
                    + " outbox list'."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel outbox list               what waits, and why",
            "  hazel outbox send               send everything that is due",
            "  hazel outbox hold 01K85ULLNOKDLE2O",
            "%nFiles:",
            "  ~/.local/state/hazel/outbox/    the messages and their journals",
            "%nExit status:",
            "  0 done; 1 nothing was changed: the message is being sent, or was; 2 some of the"
                    + " messages named; 66 there is no such message; 75 another Hazel is sending."
        })
final class OutboxCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw Usage.incomplete(spec);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static Clock clock() {
        return Clock.system(ZoneId.systemDefault());
    }

    private static Outbox outbox(Dotfile dotfile) throws MailException, ConfigException {
        var relay = new LocalRelay(dotfile.config(), dotfile.places(), clock());
        return new Handover(relay).outbox();
    }

    private static Item item(Outbox outbox, QueueId id) throws MailException {
        return found(outbox, id)
                .orElseThrow(() -> new MailException(new Problem.NoSuchMessage(id.value())));
    }

    private static Optional<Item> found(Outbox outbox, QueueId id) throws MailException {
        return outbox.list().stream().filter(i -> i.id().equals(id)).findFirst();
    }

    @Command(
            name = "list",
            description = "List the messages, oldest first, with each recipient.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Dotfile dotfile, @Mixin AsJson json) throws MailException, ConfigException {
        List<Item> items = outbox(dotfile).list();
        for (Item item : items) {
            if (json.isWanted()) {
                out().println(QueueText.json(item));
            } else {
                QueueText.lines(item, ZoneId.systemDefault()).forEach(out()::println);
            }
        }
        if (items.isEmpty() && !json.isWanted()) {
            out().println("the outbox is empty");
        }
        return Exit.OK;
    }

    @Command(
            name = "show",
            description = "Show where a message stands, and its header.",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin Dotfile dotfile,
            @Parameters(paramLabel = "ID", description = "Its id.") String typed)
            throws MailException, ConfigException {
        QueueId id = QueueText.id(typed);
        Item item = item(outbox(dotfile), id);
        QueueText.lines(item, ZoneId.systemDefault()).forEach(out()::println);
        out().println();
        Spool spool = Spool.open(dotfile.places().state().resolve("outbox"));
        byte[] message = spool.message(id);
        Header header = HeaderParser.parse(message, 0, message.length);
        header.fields().forEach(f -> out().println(Harmless.line(f.name() + ": " + f.body())));
        return Exit.OK;
    }

    @Command(
            name = "send",
            description = {
                "Try to send the messages named now, or without an ID all that are due.",
                "A message that was held is released. One that may have arrived is sent again."
            },
            mixinStandardHelpOptions = true)
    int send(
            @Mixin Dotfile dotfile,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids.") List<String> typed)
            throws MailException, ConfigException {
        Outbox outbox = outbox(dotfile);
        List<String> ids = typed == null ? List.of() : typed;
        for (String each : ids) {
            QueueId id = QueueText.id(each);
            if (item(outbox, id).in(Recipient.State.UNCERTAIN).isEmpty()) {
                outbox.sendNow(id);
            } else {
                outbox.sendAgain(id, clock().instant());
            }
        }
        if (!outbox.runDue(clock().instant())) {
            throw new MailException(
                    new Problem.Busy("outbox", "another Hazel is sending from the outbox"));
        }
        int left = 0;
        for (Item item : outbox.list()) {
            if (ids.isEmpty() || ids.stream().anyMatch(item.id().value()::equalsIgnoreCase)) {
                QueueText.lines(item, ZoneId.systemDefault()).forEach(out()::println);
                left++;
            }
        }
        return left == 0 ? Exit.OK : left < ids.size() ? Exit.IN_PART : Exit.NO;
    }

    private interface Change {
        boolean on(Outbox outbox, QueueId id) throws MailException;
    }

    private int change(Dotfile dotfile, List<String> typed, Change change)
            throws MailException, ConfigException {
        Outbox outbox = outbox(dotfile);
        int left = 0;
        for (String each : typed) {
            QueueId id = QueueText.id(each);
            var _ = item(outbox, id);
            if (!change.on(outbox, id)) {
                left++;
                spec.commandLine()
                        .getErr()
                        .println("hazel: " + id + " is as it was: nothing to do, or busy");
            }
        }
        return left == 0 ? Exit.OK : left == typed.size() ? Exit.NO : Exit.IN_PART;
    }

    @Command(
            name = "hold",
            description = "Keep messages until they are released.",
            mixinStandardHelpOptions = true)
    int hold(
            @Mixin Dotfile dotfile,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids.") List<String> ids)
            throws MailException, ConfigException {
        return change(
                dotfile,
                ids,
                (outbox, id) -> {
                    outbox.hold(id);
                    return true;
                });
    }

    @Command(
            name = "release",
            description = "Let held messages go; the next Hazel that sends takes them.",
            mixinStandardHelpOptions = true)
    int release(
            @Mixin Dotfile dotfile,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids.") List<String> ids)
            throws MailException, ConfigException {
        return change(
                dotfile,
                ids,
                (outbox, id) -> {
                    outbox.release(id);
                    return found(outbox, id).filter(i -> i.held().isEmpty()).isPresent();
                });
    }

    @Command(
            name = "cancel",
            description = {
                "Take messages out for good: what has not gone out does not go out.",
                "To change a message and send it after all, take it back in the outbox's screen."
            },
            mixinStandardHelpOptions = true)
    int cancel(
            @Mixin Dotfile dotfile,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids.") List<String> ids)
            throws MailException, ConfigException {
        return change(dotfile, ids, (outbox, id) -> outbox.discard(id).isPresent());
    }
}
