package hazel.smtp;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Decides by the certificates that a server shows whether it is the one that is meant, where that
/// is not for the machine's authorities to say. Pure, and used by many threads at once.
@FunctionalInterface
public interface PeerCheck {

    /// Nobody is believed.
    PeerCheck NOBODY = _ -> Optional.of("nobody is believed");

    /// @param chain the server's own first
    /// @return why it is not believed; empty where it is
    Optional<String> refusal(List<X509Certificate> chain);
}
