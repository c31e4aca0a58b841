package hazel.index;

import hazel.mail.Zone;
import hazel.store.MailboxRef;
import hazel.store.Uid;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/// What a query needs to know besides a snapshot.
///
/// @param mine the reader's own addr-specs, in lower case
/// @param mailbox that the messages are in
/// @param texts asked only for a query that [Query#needsText]
public record Facts(UidSet tagged, Set<String> mine, MailboxRef mailbox, Zone zone, Texts texts) {

    public Facts(Set<Uid> tagged, Set<String> mine, MailboxRef mailbox, ZoneId zone, Texts texts) {
        this(KeptUids.of(tagged), mine, mailbox, Zone.of(zone), texts);
    }

    public static Facts of(MailboxRef mailbox, ZoneId zone) {
        return new Facts(KeptUids.NONE, Set.of(), mailbox, Zone.of(zone), _ -> "");
    }

    public Facts withTexts(Texts source) {
        return new Facts(tagged, mine, mailbox, zone, source);
    }

    /// What messages say.
    @FunctionalInterface
    public interface Texts {

        /// The decoded text of a message, header first and an empty line before the body; may be
        /// slow.
        String of(Uid uid);

        /// Whether words are in a message's body, where that is known without reading it.
        default Optional<Boolean> bodyHas(Uid uid, Query.Match.Words words) {
            return Optional.empty();
        }
    }
}
