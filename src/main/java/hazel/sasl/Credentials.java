package hazel.sasl;

import hazel.mail.MailException;

import java.util.Optional;

/// Who somebody is at a server, and what proves it.
///
/// @param user the name to log in by
/// @param secret a password or an access token (RFC 6749); empty where a certificate proves it
public record Credentials(String user, Kind kind, String secret) {

    public enum Kind {
        PASSWORD,
        ACCESS_TOKEN,
        /// The certificate that is shown in TLS: nothing secret is said.
        CERTIFICATE
    }

    public static Credentials password(String user, String password) {
        return new Credentials(user, Kind.PASSWORD, password);
    }

    public static Credentials certificate(String user) {
        return new Credentials(user, Kind.CERTIFICATE, "");
    }

    /// Gets them when they are needed, again for each connection: a token may have been renewed.
    @FunctionalInterface
    public interface Source {
        Credentials get() throws MailException;

        /// Others in place of those that a server refused, where there may be any: a token can be
        /// taken back, or run out sooner than was told.
        default Optional<Credentials> insteadOf(Credentials refused) throws MailException {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + user + ", " + kind + "]";
    }
}
