package hazel.relay;

import hazel.spool.Item;

import java.util.List;
import java.util.Map;

/// What the sender of a message demands of TLS on its way (RFC 8689).
enum TlsDemand {

    /// What the next hop offers, and the policies of its domain ask for.
    USUAL,

    /// MAIL had REQUIRETLS: only over verified TLS, to who promises the same (section 4.2.1). A
    /// bounce goes on without that where there is no other way (section 5).
    REQUIRED,

    /// The header says `TLS-Required: No`: better in clear than not at all, whatever the policies
    /// of the recipient's domain (section 4.2.2).
    WAIVED;

    /// Of an item: that MAIL had REQUIRETLS.
    private static final String REQUIRETLS = "requiretls";

    /// For an item of whose message this is demanded.
    Map<String, String> attributes() {
        return this == REQUIRED ? Map.of(REQUIRETLS, "") : Map.of();
    }

    static boolean isRequired(Item item) {
        return item.attributes().containsKey(REQUIRETLS);
    }

    /// What is demanded of a message. The field counts where it is there once, and says so, and
    /// MAIL did not say the opposite (section 3).
    static TlsDemand of(Item item, Letter letter) {
        if (isRequired(item)) {
            return REQUIRED;
        }
        List<String> said = letter.bodies("TLS-Required");
        return said.size() == 1 && said.getFirst().equalsIgnoreCase("no") ? WAIVED : USUAL;
    }
}
