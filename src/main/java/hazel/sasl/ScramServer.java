package hazel.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server's side of SCRAM-SHA-256 (RFC 5802 section 5, RFC 7677), without channel binding,
/// after the client has said who it is and the server what it keeps of the password. Pure.
///
/// @param challenge what the server says then
public record ScramServer(First first, ScramKeys keys, String challenge) {

    /// As it is registered.
    public static final String MECHANISM = "SCRAM-SHA-256";

    private static final ScramHash HASH = ScramHash.SHA_256;

    /// A client that would bind to the channel says so with `p`, and cannot log in here. The name
    /// in the header, where there is one, is of whom it would act for.
    private static final Pattern FIRST =
            Pattern.compile(
                    "([ny],(?:a=([^,]{0,200}))?,)(n=([^,]{1,200}),r=([!-+\\--~]{1,200})(?:,.*)?)");

    private static final Pattern LAST =
            Pattern.compile("(c=([^,]{1,300}),r=([^,]{1,400})(?:,.*)?),p=([A-Za-z0-9+/]{43}=)");

    /// What the client says first.
    ///
    /// @param user as the client writes it, decoded
    public record First(String header, String bare, String user, String nonce) {

        /// Empty where it is none, or asks for what is not offered here.
        public static Optional<First> read(String said) {
            Matcher form = FIRST.matcher(said);
            if (!form.matches()) {
                return Optional.empty();
            }
            String as = Optional.ofNullable(form.group(2)).orElse(""); // QUIRK: gsasl writes `a=`
            return as.isEmpty() || as.equals(form.group(4))
                    ? Optional.of(
                            new First(
                                    form.group(1),
                                    form.group(3),
                                    form.group(4).replace("=2C", ",").replace("=3D", "="),
                                    form.group(5)))
                    : Optional.empty();
        }
    }

    /// @param keys what is kept of the user's password
    public static ScramServer of(First first, ScramKeys keys) {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        return of(first, keys, Base64.getEncoder().encodeToString(random));
    }

    static ScramServer of(First first, ScramKeys keys, String nonce) {
        String salt = Base64.getEncoder().encodeToString(keys.salt());
        String challenge =
                "r=%s%s,s=%s,i=%d".formatted(first.nonce(), nonce, salt, keys.iterations());
        return new ScramServer(first, keys, challenge);
    }

    public String user() {
        return first.user();
    }

    /// What the server says to a client that proves that it knows the password, with the proof that
    /// the server keeps what it should; empty to any other.
    public Optional<String> end(String said) {
        Matcher form = LAST.matcher(said);
        if (!form.matches()
                || !isHeader(form.group(2))
                || !challenge.startsWith("r=" + form.group(3) + ",s=")) {
            return Optional.empty();
        }
        String auth = first.bare() + "," + challenge + "," + form.group(1);
        byte[] clientKey = HASH.hmac(keys.storedKey(), auth);
        ScramHash.xor(clientKey, Base64.getDecoder().decode(form.group(4)));
        if (!MessageDigest.isEqual(HASH.hash(clientKey), keys.storedKey())) {
            return Optional.empty();
        }
        byte[] signature = HASH.hmac(keys.serverKey(), auth);
        return Optional.of("v=" + Base64.getEncoder().encodeToString(signature));
    }

    private boolean isHeader(String base64) {
        return base64.equals(Base64.getEncoder().encodeToString(first.header().getBytes(UTF_8)));
    }
}
