package hazel.sasl;

import java.security.SecureRandom;
import java.util.Arrays;

/// The salts of names of which no password is kept with its own: of each name the same as long as
/// the secret is, and without the secret not to be told from one drawn at random (RFC 5802 section
/// 9 wants that who asks for a name does not learn whether somebody has it).
public final class Salts {

    /// Octets of a secret.
    public static final int SECRET = 32;

    /// In octets.
    private static final int SALT = 16;

    /// Where none are kept: they hold as long as this process runs.
    public static final Salts OF_PROCESS = new Salts(newSecret());

    private final byte[] secret;

    private Salts(byte[] secret) {
        this.secret = secret;
    }

    /// @param secret of [#SECRET] octets
    public static Salts of(byte[] secret) {
        if (secret.length != SECRET) {
            throw new IllegalArgumentException("a secret of " + secret.length + " octets");
        }
        return new Salts(secret.clone());
    }

    /// Drawn anew, to be kept.
    public static byte[] newSecret() {
        return random(SECRET);
    }

    static byte[] random() {
        return random(SALT);
    }

    private static byte[] random(int octets) {
        byte[] random = new byte[octets];
        new SecureRandom().nextBytes(random);
        return random;
    }

    byte[] of(String user) {
        return Arrays.copyOf(ScramHash.SHA_256.hmac(secret, user), SALT);
    }
}
