package hazel.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;

import javax.crypto.Mac;

/// What both sides of SCRAM compute (RFC 5802 section 2.2), with one hash function.
enum ScramHash {
    SHA_1("SHA-1", "HmacSHA1"),
    /// RFC 7677.
    SHA_256("SHA-256", "HmacSHA256");

    private final String digest;
    private final String mac;

    ScramHash(String digest, String mac) {
        this.digest = digest;
        this.mac = mac;
    }

    byte[] hash(byte[] octets) {
        try {
            return MessageDigest.getInstance(digest).digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    byte[] hmac(byte[] key, String text) {
        return Sasl.hmac(mac, key, text.getBytes(UTF_8));
    }

    /// `Hi`, of which the time grows with the iterations.
    byte[] salted(String password, byte[] salt, int iterations) {
        byte[] first = new byte[salt.length + 4];
        System.arraycopy(salt, 0, first, 0, salt.length);
        first[first.length - 1] = 1;
        Mac keyed = Sasl.mac(mac, normal(password).getBytes(UTF_8));
        byte[] u = keyed.doFinal(first);
        byte[] result = u.clone();
        for (int i = 1; i < iterations; i++) {
            u = keyed.doFinal(u);
            xor(result, u);
        }
        return result;
    }

    static void xor(byte[] into, byte[] other) {
        for (int i = 0; i < into.length; i++) {
            into[i] ^= other[i];
        }
    }

    /// QUIRK: of SASLprep (RFC 4013) only its normal form, which is all that differs for what
    /// people type.
    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
