package hazel.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How an account's messages leave.
public sealed interface SubmitConfig {

    /// A mail submission agent (RFC 6409).
    ///
    /// @param mechanism the SASL mechanism that must be used, in capitals; empty for the strongest
    ///   of those offered
    /// @param trust a PEM file of certificates to trust besides the system's
    record Smtp(
            String host,
            int port,
            Security security,
            Optional<Login> login,
            Optional<String> mechanism,
            Optional<Path> trust)
            implements SubmitConfig {}

    record Login(String user, Secret password) {}

    /// A `sendmail` program and the arguments that always go with it.
    record Sendmail(List<String> command) implements SubmitConfig {
        public Sendmail {
            command = List.copyOf(command);
        }
    }

    /// The relay that comes with Hazel.
    record Bundled() implements SubmitConfig {}

    enum Security {
        /// TLS from the first octet (RFC 8314).
        IMPLICIT_TLS,
        /// STARTTLS, and nothing before it.
        STARTTLS,
        /// None: only to this machine itself.
        LOOPBACK_ONLY
    }
}
