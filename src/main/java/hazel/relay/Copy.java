package hazel.relay;

import hazel.mail.Address;
import hazel.spool.Entry;
import hazel.spool.Item;

import java.util.Optional;

/// How the copy of a message for one recipient of elsewhere differs from what came in.
///
/// @param behalf the local address it is passed on for; empty for none
/// @param reversePath the sender, or the owner of the list it goes over
record Copy(Optional<Address> behalf, Optional<Address> reversePath) {

    /// Of an item: the local address on whose behalf an added recipient gets the message.
    private static final String BEHALF = "for ";

    /// That a recipient gets the message on behalf of an address here.
    static Entry onBehalf(Address recipient, Address owner) {
        return new Entry.Noted(BEHALF + recipient.key(), owner.addrSpec());
    }

    /// The copy for a recipient.
    static Copy of(Item item, int n) {
        String key = item.recipients().get(n).address().key();
        return new Copy(
                Optional.ofNullable(item.attributes().get(BEHALF + key)).flatMap(Address::parse),
                ListOwner.reversePath(item, n));
    }

    /// Its octets.
    byte[] of(byte[] message) {
        return behalf.map(owner -> LastStep.deliveredTo(Letter.read(message), owner).toBytes())
                .orElse(message);
    }
}
