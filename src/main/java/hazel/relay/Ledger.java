package hazel.relay;

import hazel.mail.MailException;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.Spool;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Writes down what became of recipients: in the journal of the message first, then in the log.
record Ledger(Spool spool, InstantSource clock, RelayLog log) {

    /// Of an item: how far the delivery of a recipient went, where the sender wants to know.
    private static final String END = "end ";

    /// @param numbers of the recipients
    /// @param outcomes one for each
    /// @return the message after that
    Item record(Item item, List<Integer> numbers, List<Outcome> outcomes) throws MailException {
        Instant at = clock.instant();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            Outcome o = outcomes.get(i);
            int n = numbers.get(i);
            String reply = RelayLog.harmless(o.reply());
            if (o.kind() == Outcome.Kind.DELIVERED && o.end() != Outcome.End.DELIVERED) {
                entries.add(end(n, o.end()));
            }
            entries.add(
                    switch (o.kind()) {
                        case DELIVERED -> new Entry.Delivered(n, at, o.host(), reply);
                        case DEFERRED -> new Entry.Deferred(n, at, o.host(), reply);
                        case FAILED -> new Entry.Failed(n, at, o.host(), reply);
                    });
        }
        Item after = spool.record(item.id(), entries.toArray(Entry[]::new));
        for (int i = 0; i < numbers.size(); i++) {
            Outcome o = outcomes.get(i);
            String who = after.recipients().get(numbers.get(i)).address().addrSpec();
            log(item, o.kind().sign(), who + " H=" + o.host() + " C=\"" + o.reply() + "\"");
        }
        return after;
    }

    /// That the delivery of a recipient went so far.
    static Entry end(int n, Outcome.End end) {
        return new Entry.Noted(END + n, end.name());
    }

    /// How far the delivery of a recipient went.
    static Outcome.End end(Item item, int n) {
        String noted = item.attributes().get(END + n);
        return noted == null ? Outcome.End.DELIVERED : Outcome.End.valueOf(noted);
    }

    void log(Item item, String sign, String words) {
        log.add(item.id().value(), sign, words);
    }
}
