package hazel.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// SCRAM (RFC 5802, RFC 7677): the password never travels, and the server proves that it knows it
/// too. Without channel binding.
final class Scram implements Sasl.Exchange {

    /// What a server may cost us.
    private static final int MOST_ITERATIONS = 1_000_000;

    private static final String GS2 = "n,,";

    private final String mechanism;
    private final ScramHash hash;
    private final Credentials credentials;
    private final String host;
    private final String nonce;
    private final String firstBare;
    private Optional<byte[]> expected = Optional.empty();
    private boolean isProved;

    /// @param mechanism SCRAM-SHA-1 or SCRAM-SHA-256
    Scram(String mechanism, Credentials credentials, String host, String nonce) {
        this.mechanism = mechanism;
        this.hash = mechanism.endsWith("256") ? ScramHash.SHA_256 : ScramHash.SHA_1;
        this.credentials = credentials;
        this.host = host;
        this.nonce = nonce;
        String user = ScramHash.normal(credentials.user()).replace("=", "=3D").replace(",", "=2C");
        this.firstBare = "n=" + user + ",r=" + nonce;
    }

    @Override
    public String mechanism() {
        return mechanism;
    }

    @Override
    public Optional<byte[]> initial() {
        return Optional.of((GS2 + firstBare).getBytes(UTF_8));
    }

    @Override
    public byte[] respond(byte[] challenge) throws MailException {
        String said = new String(challenge, UTF_8);
        if (expected.isEmpty()) {
            return last(said);
        }
        byte[] signature = decoded(fields(said).getOrDefault("v", ""));
        if (!MessageDigest.isEqual(signature, expected.get())) {
            throw new MailException(
                    new Problem.NotTrusted(host, host + " does not know the password it asks for"));
        }
        isProved = true;
        return new byte[0];
    }

    @Override
    public boolean isComplete() {
        return isProved;
    }

    private byte[] last(String serverFirst) throws MailException {
        Map<String, String> fields = fields(serverFirst);
        String both = fields.getOrDefault("r", "");
        String count = fields.getOrDefault("i", "");
        byte[] salt = decoded(fields.getOrDefault("s", ""));
        if (!both.startsWith(nonce)
                || both.length() == nonce.length()
                || !count.matches("[0-9]{1,7}")
                || salt.length == 0
                || fields.containsKey("m")) {
            throw broken();
        }
        int iterations = Integer.parseInt(count);
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw broken();
        }
        byte[] salted = hash.salted(credentials.secret(), salt, iterations);
        byte[] clientKey = hash.hmac(salted, "Client Key");
        String withoutProof =
                "c=" + Base64.getEncoder().encodeToString(GS2.getBytes(UTF_8)) + ",r=" + both;
        String auth = firstBare + "," + serverFirst + "," + withoutProof;
        byte[] proof = hash.hmac(hash.hash(clientKey), auth);
        ScramHash.xor(proof, clientKey);
        expected = Optional.of(hash.hmac(hash.hmac(salted, "Server Key"), auth));
        return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
    }

    private static Map<String, String> fields(String said) {
        Map<String, String> fields = new HashMap<>();
        for (String field : said.split(",")) {
            if (field.length() > 1 && field.charAt(1) == '=') {
                fields.put(field.substring(0, 1), field.substring(2));
            }
        }
        return fields;
    }

    private byte[] decoded(String base64) throws MailException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MailException(broken().problem(), e);
        }
    }

    private MailException broken() {
        return new MailException(
                new Problem.Protocol(host, host + " does not keep to " + mechanism));
    }
}
