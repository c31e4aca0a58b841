package hazel.app;

import hazel.smtp.ReplyWords;
import hazel.spool.Item;
import hazel.spool.Recipient;
import hazel.spool.Recipient.State;
import hazel.ui.Msg;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A message of the outbox as the screens have it.
final class OutboxRow {

    private OutboxRow() {}

    static Msg.QueuedMessage of(Item item) {
        return new Msg.QueuedMessage(
                item.id().value(),
                item.recipients().stream()
                        .map(r -> r.address().addrSpec())
                        .collect(Collectors.joining(", ")),
                item.attributes().getOrDefault(SentNotes.SUBJECT, ""),
                state(item),
                item.created(),
                item.notBefore(),
                answers(item));
    }

    private static String state(Item item) {
        if (!item.in(State.UNCERTAIN).isEmpty()) {
            return "uncertain";
        }
        if (item.sending().isPresent()) {
            return "sending";
        }
        if (!item.in(State.FAILED).isEmpty()) {
            return "failed";
        }
        return item.held().isPresent() ? "held" : "waiting";
    }

    /// What servers said, and what can be done about it.
    private static List<String> answers(Item item) {
        return Stream.concat(
                        said(item).stream(),
                        item.recipients().stream()
                                .flatMap(r -> ReplyWords.remedy(r.reply()).stream())
                                .distinct())
                .toList();
    }

    private static List<String> said(Item item) {
        List<Recipient> all = item.recipients();
        boolean isOne = all.stream().map(Recipient::reply).distinct().count() == 1;
        if (isOne) {
            return all.stream().map(Recipient::reply).filter(r -> !r.isEmpty()).limit(1).toList();
        }
        return all.stream()
                .filter(r -> !r.reply().isEmpty())
                .map(r -> r.address().addrSpec() + " " + word(r.state()) + ": " + r.reply())
                .toList();
    }

    private static String word(State state) {
        return switch (state) {
            case WAITING -> "waits";
            case DELIVERED -> "accepted";
            case FAILED -> "refused";
            case UNCERTAIN -> "perhaps sent";
        };
    }
}
