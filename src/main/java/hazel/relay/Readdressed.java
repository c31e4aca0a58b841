package hazel.relay;

import hazel.mail.Address;
import hazel.smtp.Dsn;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.Recipient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is written down when a message is to go to another address in place of one: the old
/// recipient has passed it on, and the new one is a recipient with all that held for the old.
final class Readdressed {

    private Readdressed() {}

    /// @param n the old recipient
    static List<Entry> entries(Item item, int n, Address other, Instant now) {
        Recipient old = item.recipients().get(n);
        List<Entry> entries = new ArrayList<>();
        boolean isKnown =
                item.recipients().stream().anyMatch(r -> r.address().isSameMailbox(other));
        if (!isKnown) {
            Copy copy = Copy.of(item, n);
            copy.behalf().ifPresent(owner -> entries.add(Copy.onBehalf(other, owner)));
            copy.reversePath()
                    .filter(path -> !copy.reversePath().equals(item.reversePath()))
                    .ifPresent(path -> entries.add(ListOwner.noted(other, path)));
            entries.add(
                    new Entry.Added(
                            other, new Dsn.OfRecipient(old.reports().when(), original(old))));
        }
        entries.add(Ledger.end(n, Outcome.End.HANDED_ON));
        entries.add(
                new Entry.Delivered(
                        n, now, "", "250 2.1.5 Changed by hand to " + other.addrSpec()));
        entries.add(new Entry.NotBefore(now));
        return entries;
    }

    /// What reports name as the original recipient of mail that goes on to another.
    static Optional<String> original(Recipient old) {
        return old.reports()
                .original()
                .or(() ->
                        Optional.of(old.address().addrSpec())
                                .filter(a -> a.chars().allMatch(c -> c < 0x7f))
                                .map(a -> "rfc822;" + a));
    }
}
