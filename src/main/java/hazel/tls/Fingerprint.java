package hazel.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The SHA-256 of a certificate's octets, as `openssl x509 -fingerprint -sha256` shows it.
///
/// @param text 32 octets in capital hexadecimal digits, divided by colons
public record Fingerprint(String text) {

    private static final int OCTETS = 32;
    static final Pattern WRITTEN = Pattern.compile("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}");
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    public Fingerprint {
        if (!WRITTEN.matcher(text).matches()) {
            throw new IllegalArgumentException("no SHA-256 fingerprint");
        }
    }

    static Fingerprint of(X509Certificate certificate) throws CertificateEncodingException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(COLONS.formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// As a person writes it: capitals or not, with colons or without, with what `openssl` and
    /// others put before it.
    public static Optional<Fingerprint> parse(String typed) {
        String hex =
                typed.strip()
                        .toUpperCase(Locale.ROOT)
                        .replaceFirst("^SHA-?256( FINGERPRINT)?[:= ]+", "")
                        .replaceAll("[: ]", "");
        return hex.length() == 2 * OCTETS && hex.matches("[0-9A-F]+")
                ? Optional.of(new Fingerprint(COLONS.formatHex(HexFormat.of().parseHex(hex))))
                : Optional.empty();
    }
}
