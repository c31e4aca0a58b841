package hazel.tls;

import hazel.mail.ServerCertificate;
import hazel.text.Harmless;

import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads what a certificate says, for people. Whom to believe is not decided by it.
final class Facts {

    /// A certificate may carry thousands of names.
    private static final int NAMES = 6;

    private static final int CHAIN = 10;
    private static final int LONGEST = 120;
    private static final int DNS = 2; // RFC 5280 section 4.2.1.6
    private static final int ADDRESS = 7;

    /// Of RSA. Keys that are shorter can be found out (NIST SP 800-57 part 1, table 2).
    private static final int LEAST_BITS = 2048;

    private static final String SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final String ANYTHING = "2.5.29.37.0";

    /// Digests of which two texts can be found that have the same (RFC 6151, RFC 9155).
    private static final List<String> BROKEN = List.of("MD2", "MD5", "SHA1");

    private Facts() {}

    /// Of a chain, the first few.
    static List<ServerCertificate> of(List<X509Certificate> chain)
            throws CertificateEncodingException {
        List<ServerCertificate> facts = new ArrayList<>();
        for (X509Certificate certificate : chain.subList(0, Math.min(CHAIN, chain.size()))) {
            facts.add(of(certificate));
        }
        return facts;
    }

    static ServerCertificate of(X509Certificate certificate) throws CertificateEncodingException {
        List<String> names = names(certificate).stream().map(Facts::shown).toList();
        return new ServerCertificate(
                shown(certificate.getSubjectX500Principal().getName()),
                names.size() <= NAMES ? names : more(names),
                shown(certificate.getIssuerX500Principal().getName()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                Fingerprint.of(certificate).text());
    }

    private static List<String> more(List<String> names) {
        List<String> few = new ArrayList<>(names.subList(0, NAMES));
        few.add("and " + (names.size() - NAMES) + " more");
        return few;
    }

    private static String shown(String text) {
        String line = Harmless.line(text);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /// Everything that is wrong with it as the certificate of a host, besides who signed it.
    static List<String> faults(X509Certificate certificate, String host, Instant now) {
        List<String> faults = new ArrayList<>();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            faults.add("it has expired");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            faults.add("it is not valid yet");
        }
        if (names(certificate).stream().noneMatch(name -> isFor(name, host))) {
            faults.add("it is for another name");
        }
        if (!isForServers(certificate)) {
            faults.add("it is not for a server");
        }
        weakness(certificate).ifPresent(faults::add);
        return faults;
    }

    /// RFC 5280 section 4.2.1.12.
    private static boolean isForServers(X509Certificate certificate) {
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            return uses == null || uses.contains(SERVERS) || uses.contains(ANYTHING);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /// What is wrong with its key or with how it was signed, which the machine may put up with. Who
    /// signed for himself proves nothing by it, well or badly.
    static Optional<String> weakness(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAKey key
                && key.getModulus().bitLength() < LEAST_BITS) {
            return Optional.of(
                    "its key is too short: RSA of " + key.getModulus().bitLength() + " bits");
        }
        boolean isSigned =
                !certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
        String signature = certificate.getSigAlgName();
        return isSigned && BROKEN.stream().anyMatch(signature::startsWith)
                ? Optional.of("its signature is too weak: " + signature)
                : Optional.empty();
    }

    /// A `*` stands for one whole label, the first (RFC 9525 section 6.3).
    private static boolean isFor(String name, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String has = name.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return has.equals(wanted)
                || (has.startsWith("*.")
                        && dot > 0
                        && has.substring(1).equals(wanted.substring(dot)));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> each : all == null ? List.<List<?>>of() : all) {
                boolean isHost = each.get(0).equals(DNS) || each.get(0).equals(ADDRESS);
                if (isHost && each.get(1) instanceof String name) {
                    names.add(name);
                }
            }
        } catch (CertificateParsingException e) {
            System.getLogger("hazel.tls").log(System.Logger.Level.DEBUG, "names", e);
        }
        return names;
    }
}
