package hazel.relay;

import hazel.mail.Address;
import hazel.route.Route;
import hazel.route.Way;
import hazel.spool.Entry;
import hazel.spool.Item;

import java.util.Optional;

/// Who is told of failures of mail that went over a list with an owner: the alias `owner-LIST`, in
/// place of the sender, who can mend nothing of a list (RFC 5321 section 3.9.2).
///
/// A bounce stays one: a null reverse-path is never replaced.
final class ListOwner {

    /// Of an item, with an address: the reverse-path of its copy.
    private static final String OWNER = "owner ";

    private ListOwner() {}

    /// The reverse-path of a copy that goes this way.
    static Optional<Address> reversePath(Item item, Route route, Way way) {
        return item.reversePath().map(sender -> route.owner(way).orElse(sender));
    }

    /// The reverse-path of the copy for a recipient.
    static Optional<Address> reversePath(Item item, int n) {
        String key = item.recipients().get(n).address().key();
        return item.reversePath()
                .map(sender ->
                        Optional.ofNullable(item.attributes().get(OWNER + key))
                                .flatMap(Address::parse)
                                .orElse(sender));
    }

    /// That failures of a recipient are for an owner.
    static Entry noted(Address recipient, Address owner) {
        return new Entry.Noted(OWNER + recipient.key(), owner.addrSpec());
    }
}
