package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.RelayQueue;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.text.Harmless;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Messages that wait, in a spool of the outbox or of the relay, as text and as JSON.
final class QueueText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private static final int MOST_LINES = 1000;

    private QueueText() {}

    /// The message on one line, then a line for each recipient it has not reached.
    static List<String> lines(Item item, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s  %s  %7d  %s  %s"
                        .formatted(
                                item.id(),
                                time(item.created(), zone),
                                item.size(),
                                sender(item),
                                state(item, zone)));
        for (Recipient recipient : item.recipients()) {
            lines.add("    " + line(recipient));
        }
        return lines;
    }

    /// All that is known of one message of the relay's queue, and its header.
    static List<String> all(RelayQueue queue, QueueId id, ZoneId zone) throws MailException {
        List<String> all = new ArrayList<>(lines(queue.item(id), zone));
        all.add("");
        new String(queue.message(id), UTF_8)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .limit(MOST_LINES)
                .map(Harmless::line)
                .forEach(all::add);
        return all;
    }

    static String line(Recipient recipient) {
        String said = recipient.reply().isEmpty() ? "" : ": " + recipient.reply();
        return Harmless.line(
                recipient.address().addrSpec()
                        + "  "
                        + recipient.state().name().toLowerCase(Locale.ROOT)
                        + said);
    }

    private static String sender(Item item) {
        return Harmless.line(item.reversePath().map(Address::addrSpec).orElse("<>"));
    }

    /// What happens next, in a few words.
    static String state(Item item, ZoneId zone) {
        if (item.held().isPresent()) {
            return "held: " + Harmless.line(item.held().get());
        }
        if (item.sending().isPresent()) {
            return "being sent";
        }
        if (item.in(Recipient.State.WAITING).isEmpty()) {
            return "done";
        }
        return item.attempts() == 0
                ? "waiting"
                : "waiting, tried "
                        + item.attempts()
                        + (item.attempts() == 1 ? " time" : " times")
                        + ", next "
                        + time(item.notBefore(), zone);
    }

    static String time(Instant at, ZoneId zone) {
        return TIME.format(at.atZone(zone));
    }

    static JsonObject json(Item item) {
        JsonArrayBuilder recipients = Json.array();
        for (Recipient recipient : item.recipients()) {
            recipients.add(
                    Json.object()
                            .add("address", recipient.address().addrSpec())
                            .add("state", recipient.state().name().toLowerCase(Locale.ROOT))
                            .add("attempts", recipient.attempts())
                            .add("reply", recipient.reply()));
        }
        JsonObjectBuilder json =
                Json.object()
                        .add("queueId", item.id().value())
                        .add("date", item.created().toString())
                        .add("size", item.size())
                        .add("from", item.reversePath().map(Address::addrSpec).orElse(""))
                        .add("recipients", recipients)
                        .add("attempts", item.attempts())
                        .add("retryAt", item.notBefore().toString());
        item.held().ifPresent(why -> json.add("held", why));
        return json.build();
    }

    /// What a name stands for, or that it stands for nothing.
    static <T> T there(QueueId id, Optional<T> found) throws MailException {
        return found.orElseThrow(() -> new MailException(new Problem.NoSuchMessage(id.value())));
    }

    /// A queue id as typed, letters in any case.
    static QueueId id(String typed) throws MailException {
        String id = typed.toUpperCase(Locale.ROOT);
        if (!QueueId.isOne(id)) {
            throw new MailException(new Problem.NoSuchMessage(Harmless.line(typed)));
        }
        return new QueueId(id);
    }
}
