package hazel.verify;

import hazel.dns.Answer;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.RecordType;
import hazel.dns.Resolver;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The public keys that domains publish (RFC 6376 section 3.6, RFC 8463 section 4).
final class PublicKeys {

    /// What stands before the 32 octets of an Ed25519 key in X.509 (RFC 8410).
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private PublicKeys() {}

    sealed interface Found {

        /// @param isTest `t=y`: the domain only tries signing
        /// @param isExact `t=s`: the identity has to be of the domain itself
        record Key(PublicKey key, int bits, boolean isTest, boolean isExact) implements Found {}

        record Trouble(Result result, String reason) implements Found {}
    }

    /// @param type `rsa` or `ed25519`
    static Found find(String selector, String domain, String type, Resolver resolver) {
        DomainName name = DomainName.of(selector + "._domainkey." + domain);
        Answer answer = resolver.ask(name, RecordType.TXT);
        if (answer instanceof Answer.NoAnswer(var reason)) {
            return new Found.Trouble(Result.TEMPERROR, reason);
        }
        List<String> texts = answer.all(Data.Text.class).stream().map(Data.Text::text).toList();
        if (texts.isEmpty()) {
            return trouble("there is no key at " + name);
        }
        if (texts.size() > 1) {
            return trouble("there are " + texts.size() + " keys at " + name);
        }
        return read(name, texts.getFirst(), type);
    }

    private static Found read(DomainName name, String text, String type) {
        Optional<TagList> tags = TagList.parse(text);
        if (tags.isEmpty()
                || tags.get().get("p").isEmpty()
                || !tags.get().get("v", "DKIM1").equals("DKIM1")) {
            return trouble("what is at " + name + " is no key");
        }
        TagList key = tags.get();
        String data = key.solid("p").orElse("");
        if (data.isEmpty()) {
            return trouble("the key at " + name + " was taken back");
        }
        if (!key.get("k", "rsa").equals(type)) {
            return trouble("the key at " + name + " is not for " + type);
        }
        if (!has(key, "h", "sha256", "sha256") || !has(key, "s", "*", "*", "email")) {
            return trouble("the key at " + name + " is not for such signatures");
        }
        try {
            PublicKey read = key(type, Base64.getDecoder().decode(data));
            List<String> flags = List.of(key.get("t", "").split("\\s*:\\s*"));
            return new Found.Key(read, bits(read), flags.contains("y"), flags.contains("s"));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return trouble("the key at " + name + " cannot be read");
        }
    }

    private static Found trouble(String reason) {
        return new Found.Trouble(Result.PERMERROR, reason);
    }

    private static boolean has(TagList key, String tag, String usual, String... wanted) {
        List<String> said = Arrays.asList(key.get(tag, usual).split("\\s*:\\s*"));
        return Arrays.stream(wanted).anyMatch(said::contains)
                || (tag.equals("h") && said.contains("sha1") && said.contains("sha256"));
    }

    private static PublicKey key(String type, byte[] octets) throws GeneralSecurityException {
        if (type.equals("ed25519")) {
            byte[] whole = Arrays.copyOf(ED25519, ED25519.length + octets.length);
            System.arraycopy(octets, 0, whole, ED25519.length, octets.length);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(whole));
        }
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(octets));
    }

    private static int bits(PublicKey key) {
        return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 256;
    }
}
