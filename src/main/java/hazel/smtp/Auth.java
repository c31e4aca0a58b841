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

/// The SASL mechanisms spoken here, and which of them to use (RFC 4954, 4616, 2195, 7628).
enum Auth {
    CRAM_MD5("CRAM-MD5", Login.Kind.PASSWORD),
    PLAIN("PLAIN", Login.Kind.PASSWORD),
    LOGIN("LOGIN", Login.Kind.PASSWORD),
    OAUTHBEARER("OAUTHBEARER", Login.Kind.ACCESS_TOKEN),
    /// As Google and Microsoft publish it.
    XOAUTH2("XOAUTH2", Login.Kind.ACCESS_TOKEN);

    final String mechanism;
    private final Login.Kind kind;

    Auth(String mechanism, Login.Kind kind) {
        this.mechanism = mechanism;
        this.kind = kind;
    }

    /// The mechanism asked for, or the strongest; never one in place of another.
    static Auth choose(Login login, List<String> offered, String host) throws MailException {
        if (offered.isEmpty()) {
            throw refuse(host, host + " offers no way to log in on this connection");
        }
        if (login.mechanism().isPresent()) {
            String asked = login.mechanism().get().toUpperCase(Locale.ROOT);
            for (Auth auth : values()) {
                if (auth.mechanism.equals(asked) && auth.kind == login.kind()) {
                    return auth.ifOffered(offered, host);
                }
            }
            throw refuse(host, "Hazel does not speak " + asked + " with SMTP; no other was tried");
        }
        for (Auth auth : values()) {
            if (offered.contains(auth.mechanism) && auth.kind == login.kind()) {
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
        return switch (this) {
            case PLAIN -> Optional.of(encode("\0" + login.user() + "\0" + login.password()));
            case OAUTHBEARER ->
                    Optional.of(
                            encode(
                                    "n,a=%s,\u0001auth=Bearer %s\u0001\u0001"
                                            .formatted(
                                                    login.user()
                                                            .replace("=", "=3D")
                                                            .replace(",", "=2C"),
                                                    login.password())));
            case XOAUTH2 ->
                    Optional.of(
                            encode(
                                    "user=%s\u0001auth=Bearer %s\u0001\u0001"
                                            .formatted(login.user(), login.password())));
            case CRAM_MD5, LOGIN -> Optional.empty();
        };
    }

    /// The answer to a challenge; empty where no further one is expected.
    ///
    /// @param step 0 for the first
    Optional<String> respond(Login login, int step, byte[] challenge) {
        return switch (this) {
            case PLAIN -> Optional.empty();
            // The challenge is why not, and wants a word before the refusal (RFC 7628 section
            // 3.2.3).
            case OAUTHBEARER -> step == 0 ? Optional.of(encode("\u0001")) : Optional.empty();
            case XOAUTH2 -> step == 0 ? Optional.of("") : Optional.empty();
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
