package hazel.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;

/// How a domain signs: RFC 6376 section 3.3, RFC 8463.
enum Algorithm {
    /// RFC 8301: not to be believed any more.
    RSA_SHA1("rsa-sha1", "rsa", "SHA-1"),
    RSA_SHA256("rsa-sha256", "rsa", "SHA-256"),
    ED25519_SHA256("ed25519-sha256", "ed25519", "SHA-256");

    private final String word;
    private final String keyType;
    private final String digest;

    Algorithm(String word, String keyType, String digest) {
        this.word = word;
        this.keyType = keyType;
        this.digest = digest;
    }

    static Optional<Algorithm> named(String word) {
        return Arrays.stream(values()).filter(a -> a.word.equalsIgnoreCase(word)).findFirst();
    }

    String keyType() {
        return keyType;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has these
        }
    }

    /// @param text each octet a character
    boolean isRight(PublicKey key, String text, byte[] signature) {
        byte[] octets = text.getBytes(ISO_8859_1);
        try {
            Signature check = Signature.getInstance(java());
            check.initVerify(key);
            check.update(this == ED25519_SHA256 ? digest().digest(octets) : octets);
            return check.verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // a signature of another length, or a key that is none
        }
    }

    private String java() {
        return switch (this) {
            case RSA_SHA1 -> "SHA1withRSA";
            case RSA_SHA256 -> "SHA256withRSA";
            case ED25519_SHA256 -> "Ed25519";
        };
    }
}
