package hazel.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who somebody is at a server, and what proves it.
///
/// @param user the name to log in by
/// @param secret a password or an access token (RFC 6749); empty where a certificate proves it
public record Credentials(String user, Kind kind, String secret) {

    private static final String MASK = "***";

    /// In base64, of three octets.
    private static final int DIGITS = 4;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{4,}");

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

    /// A server's words with nothing of the secret in them, neither as it is nor in base64: there
    /// are servers that send back what they did not like.
    public String masked(String words) {
        return secret.isEmpty()
                ? words
                : BASE64.matcher(words.replace(secret, MASK))
                        .replaceAll(run ->
                                Matcher.quoteReplacement(
                                        isOfSecret(run.group()) ? MASK : run.group()));
    }

    /// Whether a stretch of base64 holds it, wherever in the stretch the coding began.
    private boolean isOfSecret(String run) {
        String octets = new String(secret.getBytes(UTF_8), ISO_8859_1);
        for (int begin = 0; begin < DIGITS; begin++) {
            int rest = (run.length() - begin) % DIGITS;
            String some = run.substring(begin, run.length() - (rest == 1 ? 1 : 0));
            if (new String(Base64.getDecoder().decode(some), ISO_8859_1).contains(octets)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Credentials[" + user + ", " + kind + "]";
    }
}
