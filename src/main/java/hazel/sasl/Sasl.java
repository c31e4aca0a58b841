package hazel.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The choice of a mechanism, and what the client says in it.
public final class Sasl {

    /// The strongest first.
    private static final List<String> WITH_PASSWORD =
            List.of("SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN");

    private static final List<String> WITH_TOKEN = List.of("OAUTHBEARER", "XOAUTH2");

    private static final List<String> WITH_CERTIFICATE = List.of("EXTERNAL");

    private static final Set<String> KNOWN =
            Stream.of(WITH_PASSWORD, WITH_TOKEN, WITH_CERTIFICATE)
                    .flatMap(List::stream)
                    .collect(Collectors.toSet());

    /// With POP3's USER and PASS (RFC 1939 section 7), which are named as one.
    private static final Set<String> TELLING = Set.of("PLAIN", "LOGIN", "USER");

    private Sasl() {}

    /// Whether a mechanism tells the server the password, and does not only prove that it is known.
    static boolean tellsPassword(String mechanism) {
        return TELLING.contains(mechanism);
    }

    /// A server as a mechanism names it.
    public record Host(String name, int port) {}

    /// One exchange, from its first word to its end. Used once.
    public interface Exchange {

        /// As it is registered, `SCRAM-SHA-256`.
        String mechanism();

        /// What the client says first, where the mechanism lets it.
        Optional<byte[]> initial();

        /// @throws MailException with [Problem.NotTrusted] where the server does not prove itself
        ///   as the mechanism asks, [Problem.Protocol] where what it says is none of the
        ///   mechanism's
        byte[] respond(byte[] challenge) throws MailException;

        /// Whether the server has said and proved all it has to: a success before that is a lie.
        default boolean isComplete() {
            return true;
        }

        /// [#initial] as SMTP (RFC 4954 section 4) and IMAP (RFC 4959 section 3) write it in one
        /// word.
        default Optional<String> initialWord() {
            return initial().map(said -> said.length == 0 ? "=" : encoded(said));
        }

        /// [#respond] to a challenge as these two write it.
        ///
        /// @throws IllegalArgumentException where the challenge is not base64
        default String respondWord(String challenge) throws MailException {
            return encoded(respond(Base64.getDecoder().decode(challenge.strip())));
        }

        private static String encoded(byte[] said) {
            return Base64.getEncoder().encodeToString(said);
        }
    }

    /// The mechanisms by which these can be proved, the strongest first.
    ///
    /// @param offered in capitals
    public static List<String> fitting(Credentials credentials, Set<String> offered) {
        List<String> known =
                switch (credentials.kind()) {
                    case PASSWORD -> WITH_PASSWORD;
                    case ACCESS_TOKEN -> WITH_TOKEN;
                    case CERTIFICATE -> WITH_CERTIFICATE;
                };
        return known.stream().filter(offered::contains).toList();
    }

    /// @param offered mechanisms, in capitals
    /// @param wanted the one that must be used, where it is prescribed
    /// @throws MailException with [Problem.BadCredentials] where none fits
    public static Exchange choose(
            Credentials credentials, Set<String> offered, Optional<String> wanted, Host host)
            throws MailException {
        String mechanism =
                fitting(credentials, offered).stream()
                        .filter(m -> wanted.isEmpty() || wanted.get().equals(m))
                        .findFirst()
                        .orElseThrow(() -> none(credentials, offered, wanted, host));
        return switch (mechanism) {
            case "PLAIN" -> new Plain(credentials);
            case "LOGIN" -> new Login(credentials);
            case "CRAM-MD5" -> new CramMd5(credentials);
            case "OAUTHBEARER" -> new OAuthBearer(credentials, host);
            case "XOAUTH2" -> new XOAuth2(credentials);
            case "EXTERNAL" -> new External(credentials);
            default -> new Scram(mechanism, credentials, host.name(), nonce());
        };
    }

    private static MailException none(
            Credentials credentials, Set<String> offered, Optional<String> wanted, Host host) {
        return new MailException(
                new Problem.BadCredentials(credentials.user(), why(offered, wanted, host.name())));
    }

    private static String why(Set<String> offered, Optional<String> wanted, String host) {
        if (offered.isEmpty()) {
            return host + " offers no way to log in on this connection";
        }
        if (wanted.isPresent() && !KNOWN.contains(wanted.get())) {
            return "Hazel does not speak " + wanted.get() + "; no other was tried";
        }
        String all = String.join(", ", new TreeSet<>(offered));
        return wanted.isPresent()
                ? host + " offers " + all + " and not " + wanted.get() + "; no other was tried"
                : host + " offers " + all + ", by none of which Hazel can log in";
    }

    private static String nonce() {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    static byte[] hmac(String algorithm, byte[] key, byte[] text) {
        return mac(algorithm, key).doFinal(text);
    }

    static Mac mac(String algorithm, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            // Java refuses an empty key. A key is filled up with zeros, so that one is the same.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /// RFC 4616.
    private record Plain(Credentials credentials) implements Exchange {
        @Override
        public String mechanism() {
            return "PLAIN";
        }

        @Override
        public Optional<byte[]> initial() {
            String said = "\0" + credentials.user() + "\0" + credentials.secret();
            return Optional.of(said.getBytes(UTF_8));
        }

        @Override
        public byte[] respond(byte[] challenge) {
            return new byte[0];
        }
    }

    /// Never standardised: the user, then the password, whatever the server asks.
    private static final class Login implements Exchange {

        private final Credentials credentials;
        private int asked;

        Login(Credentials credentials) {
            this.credentials = credentials;
        }

        @Override
        public String mechanism() {
            return "LOGIN";
        }

        @Override
        public Optional<byte[]> initial() {
            return Optional.empty();
        }

        @Override
        public byte[] respond(byte[] challenge) {
            String said = asked++ == 0 ? credentials.user() : credentials.secret();
            return said.getBytes(UTF_8);
        }
    }

    /// RFC 2195.
    private record CramMd5(Credentials credentials) implements Exchange {
        @Override
        public String mechanism() {
            return "CRAM-MD5";
        }

        @Override
        public Optional<byte[]> initial() {
            return Optional.empty();
        }

        @Override
        public byte[] respond(byte[] challenge) {
            byte[] digest = hmac("HmacMD5", credentials.secret().getBytes(UTF_8), challenge);
            return (credentials.user() + " " + HexFormat.of().formatHex(digest)).getBytes(UTF_8);
        }
    }

    /// RFC 7628 section 3.
    private record OAuthBearer(Credentials credentials, Host host) implements Exchange {
        @Override
        public String mechanism() {
            return "OAUTHBEARER";
        }

        @Override
        public Optional<byte[]> initial() {
            String user = credentials.user().replace("=", "=3D").replace(",", "=2C");
            String said =
                    "n,a=%s,\u0001host=%s\u0001port=%d\u0001auth=Bearer %s\u0001\u0001"
                            .formatted(user, host.name(), host.port(), credentials.secret());
            return Optional.of(said.getBytes(UTF_8));
        }

        /// A challenge is the server's account of why not; it wants one octet and then says no.
        @Override
        public byte[] respond(byte[] challenge) {
            return new byte[] {1};
        }
    }

    /// As Google and Microsoft publish it.
    private record XOAuth2(Credentials credentials) implements Exchange {
        @Override
        public String mechanism() {
            return "XOAUTH2";
        }

        @Override
        public Optional<byte[]> initial() {
            String said =
                    "user=%s\u0001auth=Bearer %s\u0001\u0001"
                            .formatted(credentials.user(), credentials.secret());
            return Optional.of(said.getBytes(UTF_8));
        }

        @Override
        public byte[] respond(byte[] challenge) {
            return new byte[0];
        }
    }

    /// RFC 4422 appendix A: TLS says who the client is, and the client only as whom it would act.
    private record External(Credentials credentials) implements Exchange {
        @Override
        public String mechanism() {
            return "EXTERNAL";
        }

        @Override
        public Optional<byte[]> initial() {
            return Optional.of(credentials.user().getBytes(UTF_8));
        }

        @Override
        public byte[] respond(byte[] challenge) {
            return credentials.user().getBytes(UTF_8);
        }
    }
}
