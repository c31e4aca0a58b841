package hazel.dns;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks for DKIM keys. Nobody can list a domain's selectors; those in wide use can be tried.
final class DkimCheck {

    private static final List<String> COMMON =
            List.of(
                    "default",
                    "dkim",
                    "mail",
                    "email",
                    "smtp",
                    "google",
                    "selector1",
                    "selector2",
                    "s1",
                    "s2",
                    "k1",
                    "k2",
                    "k3",
                    "key1",
                    "fm1",
                    "fm2",
                    "fm3",
                    "protonmail",
                    "mx",
                    "zoho",
                    "sig1",
                    "pm",
                    "mandrill",
                    "amazonses");

    /// RFC 8301 section 3.2: shorter ones are not to be believed, and this is what to have.
    private static final int SHORTEST_RSA = 1024;

    private static final int GOOD_RSA = 2048;
    private static final int ED25519_OCTETS = 32;

    private DkimCheck() {}

    /// @param named selectors that should be there
    static Checked<List<DkimKey>> of(
            DomainName domain, Collection<String> named, Resolver resolver) {
        Set<String> selectors = new LinkedHashSet<>(named);
        selectors.addAll(COMMON);
        List<String> tried = List.copyOf(selectors);
        List<Answer> answers =
                Parallel.map(
                        tried, s -> resolver.ask(domain.child(s + "._domainkey"), RecordType.TXT));
        List<DkimKey> keys = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < tried.size(); i++) {
            String selector = tried.get(i);
            Optional<DkimKey> key = key(selector, answers.get(i));
            key.ifPresent(k -> {
                keys.add(k);
                weakness(k, domain).ifPresent(findings::add);
            });
            if (key.isEmpty() && named.contains(selector)) {
                findings.add(missing(selector, domain, answers.get(i)));
            }
        }
        if (keys.isEmpty() && named.isEmpty()) {
            findings.add(
                    Finding.note(
                            Fault.DKIM_MISSING,
                            "no DKIM key under the "
                                    + COMMON.size()
                                    + " selectors in common use; --selector names another"));
        }
        return new Checked<>(List.copyOf(keys), findings);
    }

    private static Finding missing(String selector, DomainName domain, Answer answer) {
        return answer instanceof Answer.NoAnswer(var reason)
                ? Finding.warning(Fault.NO_ANSWER, "DKIM: " + reason)
                : Finding.error(
                        Fault.DKIM_MISSING,
                        "there is no DKIM key at " + domain.child(selector + "._domainkey"));
    }

    /// A key record is one with a `p=`, whatever else stands at the name.
    static Optional<DkimKey> key(String selector, Answer answer) {
        return answer.all(Data.Text.class).stream()
                .map(text -> Tags.of(text.text()))
                .filter(tags -> tags.containsKey("p"))
                .filter(tags -> tags.getOrDefault("v", "DKIM1").equals("DKIM1"))
                .findFirst()
                .map(tags -> key(selector, tags));
    }

    private static DkimKey key(String selector, Map<String, String> tags) {
        String algorithm = tags.getOrDefault("k", "rsa").toLowerCase(Locale.ROOT);
        String data = tags.getOrDefault("p", "").replaceAll("\\s", "");
        if (data.isEmpty()) {
            return new DkimKey(selector, algorithm, 0, DkimKey.State.REVOKED);
        }
        int bits = bits(algorithm, data);
        boolean isTesting = List.of(tags.getOrDefault("t", "").split(":")).contains("y");
        return new DkimKey(
                selector,
                algorithm,
                bits,
                bits == 0
                        ? DkimKey.State.UNREADABLE
                        : isTesting ? DkimKey.State.TESTING : DkimKey.State.IN_USE);
    }

    private static int bits(String algorithm, String base64) {
        try {
            byte[] octets = Base64.getDecoder().decode(base64);
            if (algorithm.equals("ed25519")) {
                return octets.length == ED25519_OCTETS ? 8 * ED25519_OCTETS : 0;
            }
            var key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(octets));
            return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 0;
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return 0;
        }
    }

    private static Optional<Finding> weakness(DkimKey key, DomainName domain) {
        String name = "the DKIM key " + key.selector() + " of " + domain;
        boolean isRsa = key.algorithm().equals("rsa");
        return switch (key.state()) {
            case UNREADABLE -> Optional.of(Finding.error(Fault.DKIM_KEY, name + " cannot be read"));
            case TESTING ->
                    Optional.of(
                            Finding.warning(
                                    Fault.DKIM_KEY,
                                    name + " is marked as a test (t=y): receivers may ignore it"));
            case REVOKED -> Optional.empty();
            case IN_USE -> {
                if (isRsa && key.bits() < SHORTEST_RSA) {
                    yield Optional.of(
                            Finding.error(
                                    Fault.DKIM_KEY,
                                    name
                                            + " has "
                                            + key.bits()
                                            + " bits; receivers believe none under "
                                            + SHORTEST_RSA));
                }
                yield isRsa && key.bits() < GOOD_RSA
                        ? Optional.of(
                                Finding.warning(
                                        Fault.DKIM_KEY,
                                        name
                                                + " has "
                                                + key.bits()
                                                + " bits; "
                                                + GOOD_RSA
                                                + " are usual"))
                        : Optional.empty();
            }
        };
    }
}
