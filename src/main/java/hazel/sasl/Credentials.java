package hazel.sasl;

import hazel.mail.MailException;

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
    }

    @Override
    public String toString() {
        return "Credentials[" + user + ", " + kind + "]";
    }
}
