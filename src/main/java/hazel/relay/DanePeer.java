package hazel.relay;

import hazel.dns.Data;
import hazel.smtp.PeerCheck;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Believes a mail server whose certificate the signed DNS names (RFC 7672 section 3).
///
/// @param records the TLSA records of its port 25
/// @param names that a certificate may be for, in lower case: the host's, and the domain's
record DanePeer(List<Data.Tlsa> records, Set<String> names) implements PeerCheck {

    private static final int TRUST_ANCHOR = 2;
    private static final int END_ENTITY = 3;
    private static final int DNS_NAME = 2; // RFC 5280 section 4.2.1.6

    DanePeer {
        records = List.copyOf(records);
        names = Set.copyOf(names);
    }

    /// Section 3.1: what is not of these kinds is as if it were not there.
    static boolean isUsable(Data.Tlsa record) {
        return (record.usage() == TRUST_ANCHOR || record.usage() == END_ENTITY)
                && record.selector() <= 1
                && record.matching() <= 2;
    }

    @Override
    public Optional<String> refusal(List<X509Certificate> chain) {
        List<Data.Tlsa> usable = records.stream().filter(DanePeer::isUsable).toList();
        if (usable.isEmpty()) {
            return Optional.empty(); // section 2.2: encrypted, and that is all
        }
        if (chain.isEmpty()) {
            return Optional.of("it shows no certificate");
        }
        boolean isNamed =
                usable.stream()
                        .anyMatch(r ->
                                r.usage() == END_ENTITY
                                        ? matches(r, chain.getFirst())
                                        : isAnchored(r, chain));
        return isNamed
                ? Optional.empty()
                : Optional.of("its certificate is none of those that its TLSA records name");
    }

    private boolean isAnchored(Data.Tlsa record, List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            if (matches(record, chain.get(i))) {
                return isFor(chain.getFirst()) && isSigned(chain.subList(0, i), chain.get(i));
            }
        }
        return false;
    }

    private static boolean isSigned(List<X509Certificate> path, X509Certificate anchor) {
        try {
            if (path.isEmpty()) {
                anchor.checkValidity();
                return true;
            }
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path),
                            parameters);
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private boolean isFor(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all != null
                    && all.stream()
                            .filter(n -> n.getFirst().equals(DNS_NAME))
                            .map(n -> String.valueOf(n.get(1)).toLowerCase(Locale.ROOT))
                            .anyMatch(this::isOurs);
        } catch (CertificateParsingException _) {
            return false;
        }
    }

    /// A `*` stands for the first label alone.
    private boolean isOurs(String pattern) {
        return names.contains(pattern)
                || pattern.startsWith("*.")
                        && names.stream()
                                .filter(n -> n.indexOf('.') > 0)
                                .anyMatch(n ->
                                        n.substring(n.indexOf('.')).equals(pattern.substring(1)));
    }

    private static boolean matches(Data.Tlsa record, X509Certificate certificate) {
        try {
            byte[] octets =
                    record.selector() == 0
                            ? certificate.getEncoded()
                            : certificate.getPublicKey().getEncoded();
            byte[] shown =
                    switch (record.matching()) {
                        case 1 -> MessageDigest.getInstance("SHA-256").digest(octets);
                        case 2 -> MessageDigest.getInstance("SHA-512").digest(octets);
                        default -> octets;
                    };
            return HexFormat.of().formatHex(shown).equalsIgnoreCase(record.digest());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
