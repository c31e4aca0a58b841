package hazel.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What each name server of a domain's zone says for itself.
///
/// @param zone where the zone begins; the root where that is not known
public record Authority(DomainName zone, List<View> views) {

    public Authority {
        views = List.copyOf(views);
    }

    /// One server at one of its addresses.
    ///
    /// @param address empty where the server has none
    /// @param serial of its copy of the zone
    /// @param said the records it has for the domain, each as text and in order; or that it has
    ///   none
    public record View(
            DomainName server,
            Optional<InetAddress> address,
            Standing standing,
            Optional<Long> serial,
            List<String> said) {

        public View {
            said = List.copyOf(said);
        }
    }

    /// How a server stands to the zone.
    public sealed interface Standing {

        /// It has the zone.
        record Authoritative() implements Standing {}

        /// It is named as a server of the zone and does not have it.
        record Lame(String reason) implements Standing {}

        record Silent(String reason) implements Standing {}
    }
}
