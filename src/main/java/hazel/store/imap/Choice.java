package hazel.store.imap;

import hazel.store.MailboxName;

/// What of an account at a server a person wants here.
///
/// @param kept which messages
/// @param listing which mailboxes
public record Choice(Kept kept, Listing listing) {

    /// Which messages of each mailbox are kept before anybody reads them.
    @FunctionalInterface
    public interface Kept {
        Keeping in(MailboxName mailbox);
    }

    /// The same in every mailbox.
    public Choice(Keeping keeping, Listing listing) {
        this(_ -> keeping, listing);
    }

    /// Which mailboxes are listed and kept alike. Any other is still opened by its name.
    public enum Listing {
        ALL,
        /// Those that the person is subscribed to (RFC 9051 section 6.3.7), and the inbox.
        SUBSCRIBED
    }

    boolean isListed(Mailboxes.Box box) {
        return box.isSelectable()
                && switch (listing) {
                    case ALL -> true;
                    case SUBSCRIBED -> box.isSubscribed();
                };
    }
}
