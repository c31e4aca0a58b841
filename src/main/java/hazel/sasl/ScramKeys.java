package hazel.sasl;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677). Whoever
/// steals it cannot log in with it, and has to guess the password at the cost of the iterations.
///
/// @param salt 16 octets
/// @param storedKey 32 octets
/// @param serverKey 32 octets, with which the server proves that it keeps this
@SuppressWarnings("ArrayRecordComponent") // never compared but in constant time
public record ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {

    /// What a password that is kept on disk deserves, as OWASP advises for PBKDF2 with SHA-256.
    public static final int ITERATIONS = 600_000;

    /// The least of RFC 7677 section 4, for keys that are made for one login and thrown away.
    public static final int LEAST_ITERATIONS = 4096;

    private static final int MOST_ITERATIONS = 10_000_000;
    private static final ScramHash HASH = ScramHash.SHA_256;

    /// In base64, `salt:storedKey:serverKey` with the iterations before.
    private static final Pattern FORM =
            Pattern.compile(
                    "([1-9][0-9]{0,7}):([A-Za-z0-9+/]{22}==):([A-Za-z0-9+/]{43}=):([A-Za-z0-9+/]{43}=)");

    /// Of a password, with a salt of its own. Takes its time, as whoever guesses has to.
    public static ScramKeys of(String password, int iterations) {
        return of(password, Salts.random(), iterations);
    }

    static ScramKeys of(String password, byte[] salt, int iterations) {
        byte[] salted = HASH.salted(password, salt, iterations);
        return new ScramKeys(
                salt,
                iterations,
                HASH.hash(HASH.hmac(salted, "Client Key")),
                HASH.hmac(salted, "Server Key"));
    }

    /// Of a password that is kept without a salt, for one login.
    public static ScramKeys ofLogin(String user, String password, Salts salts) {
        return of(password, salts.of(user), LEAST_ITERATIONS);
    }

    /// Keys of no password, for a user who is not there: the same each time, and with iterations
    /// that keys of others have, so that nobody can tell by asking.
    ///
    /// @param iterations of the keys of those who are there, at least one
    public static ScramKeys ofNobody(String user, List<Integer> iterations, Salts salts) {
        byte[] salt = salts.of(user);
        int one = iterations.get(Math.floorMod(Arrays.hashCode(salt), iterations.size()));
        return new ScramKeys(salt, one, new byte[32], new byte[32]);
    }

    /// Whether these are the keys of this password. Takes its time.
    public boolean isOf(String password) {
        return MessageDigest.isEqual(storedKey, of(password, salt, iterations).storedKey);
    }

    /// `iterations:salt:storedKey:serverKey`, as [#parse] reads it.
    public String written() {
        var base64 = Base64.getEncoder();
        return iterations
                + ":"
                + base64.encodeToString(salt)
                + ":"
                + base64.encodeToString(storedKey)
                + ":"
                + base64.encodeToString(serverKey);
    }

    /// Empty where that is not what [#written] writes.
    public static Optional<ScramKeys> parse(String written) {
        Matcher form = FORM.matcher(written);
        if (!form.matches() || Integer.parseInt(form.group(1)) > MOST_ITERATIONS) {
            return Optional.empty();
        }
        var base64 = Base64.getDecoder();
        return Optional.of(
                new ScramKeys(
                        base64.decode(form.group(2)),
                        Integer.parseInt(form.group(1)),
                        base64.decode(form.group(3)),
                        base64.decode(form.group(4))));
    }

    @Override
    public String toString() {
        return "ScramKeys[***]";
    }
}
