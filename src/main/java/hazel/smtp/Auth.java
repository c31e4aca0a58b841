package hazel.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The three SASL mechanisms spoken here, and which of them to use (RFC 4954, 4616, 2195).
enum Auth {
    CRAM_MD5("CRAM-MD5"),
    PLAIN("PLAIN"),
    LOGIN("LOGIN");

    final String mechanism;

    Auth(String mechanism) {
        this.mechanism = mechanism;
    }

    /// The mechanism asked for, or the strongest; never one in place of another.
    static Auth choose(Login login, List<String> offered, String host) throws MailException {
        if (offered.isEmpty()) {
            throw refuse(host, host + " offers no way to log in on this connection");
        }
        if (login.mechanism().isPresent()) {
            String asked = login.mechanism().get().toUpperCase(Locale.ROOT);
            for (Auth auth : values()) {
                if (auth.mechanism.equals(asked)) {
                    return auth.ifOffered(offered, host);
                }
            }
            throw refuse(host, "Hazel does not speak " + asked + " with SMTP; no other was tried");
        }
        for (Auth auth : values()) {
            if (offered.contains(auth.mechanism)) {
                return auth;
            }
        }
        throw refuse(
                host,
                host + " offers " + String.join(", ", offered) + ", none of which Hazel speaks");
    }

    private Auth ifOffered(List<String> offered, String host) throws MailException {
        if (!offered.contains(mechanism)) {
            String others = String.join(", ", offered);
            throw refuse(
                    host,
                    host + " offers " + others + " and not " + mechanism + "; no other was tried");
        }
        return this;
    }

    /// What the AUTH command carries besides the mechanism.
    Optional<String> initialResponse(Login login) {
        return this == PLAIN
                ? Optional.of(encode("\0" + login.user() + "\0" + login.password()))
                : Optional.empty();
    }

    /// The answer to a challenge; empty where no further one is expected.
    ///
    /// @param step 0 for the first
    Optional<String> respond(Login login, int step, byte[] challenge) {
        return switch (this) {
            case PLAIN -> Optional.empty();
            case LOGIN ->
                    switch (step) {
                        case 0 -> Optional.of(encode(login.user()));
                        case 1 -> Optional.of(encode(login.password()));
                        default -> Optional.empty();
                    };
            case CRAM_MD5 ->
                    step == 0
                            ? Optional.of(encode(login.user() + " " + digest(login, challenge)))
                            : Optional.empty();
        };
    }

    private static String digest(Login login, byte[] challenge) {
        try {
            byte[] password = login.password().getBytes(UTF_8);
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "HmacMD5"));
            return HexFormat.of().formatHex(mac.doFinal(challenge));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacMD5", e);
        }
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static MailException refuse(String host, String sentence) {
        return new MailException(new Problem.BadCredentials(host, sentence));
    }
}
