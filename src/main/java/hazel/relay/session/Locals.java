package hazel.relay.session;

import hazel.mail.Address;
import hazel.route.Router;

/// Who lives here, as far as one who takes mail has to know: where it goes is found out when it is
/// delivered.
///
/// @param unknown what becomes of mail for an address here that nobody has
public record Locals(Router router, Unknown unknown) {

    /// A message for more recipients than this, aliases followed, is a mistake, or an attack.
    public static final int MAX_EXPANSION = 10_000;

    /// What becomes of mail for a local address that nobody has.
    public enum Unknown {
        /// The client hears it at RCPT (RFC 5321 section 6.2).
        REFUSE,
        /// It is taken, and the sender gets a report. Who made the sender up makes the report go to
        /// somebody else.
        BOUNCE
    }

    public boolean isLocal(Address address) {
        return router.residents().isLocal(address);
    }

    /// Whether mail for it leads anywhere. Any address of elsewhere is known.
    public boolean isKnown(Address address) {
        return router.isKnown(address);
    }
}
