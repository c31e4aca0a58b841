package hazel.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Looks for a DMARC record, at the domain and then at those above it.
final class DmarcCheck {

    private static final List<String> POLICIES = List.of("none", "quarantine", "reject");

    private DmarcCheck() {}

    static Checked<Optional<Dmarc>> of(DomainName domain, Resolver resolver) {
        List<Finding> findings = new ArrayList<>();
        for (DomainName at : domain.upwards()) {
            if (at.labels().size() < 2 && !at.equals(domain)) {
                break; // a top-level domain has no policy for others
            }
            Answer answer = resolver.ask(at.child("_dmarc"), RecordType.TXT);
            if (answer instanceof Answer.NoAnswer(var reason)) {
                findings.add(Finding.warning(Fault.NO_ANSWER, "DMARC: " + reason));
                return new Checked<>(Optional.empty(), findings);
            }
            List<String> records = Tags.records(answer, "v=DMARC1");
            if (records.size() > 1) {
                findings.add(
                        Finding.error(
                                Fault.DMARC_SYNTAX,
                                at.child("_dmarc")
                                        + " has "
                                        + records.size()
                                        + " DMARC records; receivers then heed none"));
            }
            if (!records.isEmpty()) {
                Dmarc dmarc = read(at, records.getFirst(), !at.equals(domain));
                policy(dmarc).ifPresent(findings::add);
                foreign(dmarc, resolver).forEach(findings::add);
                return new Checked<>(Optional.of(dmarc), findings);
            }
        }
        findings.add(
                Finding.warning(
                        Fault.DMARC_MISSING,
                        domain
                                + " has no DMARC record, so receivers do not know what to do with"
                                + " mail that only claims to come from it"));
        return new Checked<>(Optional.empty(), findings);
    }

    private static Dmarc read(DomainName at, String record, boolean isAbove) {
        Map<String, String> tags = Tags.of(record);
        String own = tags.getOrDefault("p", "none");
        String policy = isAbove ? tags.getOrDefault("sp", own) : own;
        List<String> reports =
                Arrays.stream(tags.getOrDefault("rua", "").split(","))
                        .map(String::strip)
                        .filter(uri -> !uri.isEmpty())
                        .toList();
        return new Dmarc(at, record, policy.toLowerCase(Locale.ROOT), reports);
    }

    private static Optional<Finding> policy(Dmarc dmarc) {
        if (!POLICIES.contains(dmarc.policy()) || !Tags.of(dmarc.record()).containsKey("p")) {
            return Optional.of(
                    Finding.error(
                            Fault.DMARC_SYNTAX,
                            "the DMARC record of "
                                    + dmarc.at()
                                    + " has no policy; expected p=none, p=quarantine or"
                                    + " p=reject"));
        }
        return dmarc.policy().equals("none")
                ? Optional.of(
                        Finding.note(
                                Fault.DMARC_ONLY_WATCHES,
                                "the DMARC policy of "
                                        + dmarc.at()
                                        + " is 'none': it only watches"))
                : Optional.empty();
    }

    /// RFC 7489 section 7.1: who is to get reports about others says that he wants them.
    private static List<Finding> foreign(Dmarc dmarc, Resolver resolver) {
        List<Finding> findings = new ArrayList<>();
        for (String uri : dmarc.reports().stream().limit(5).toList()) {
            String address = uri.replaceFirst("!.*$", "");
            Optional<DomainName> other =
                    DomainName.parse(address.substring(address.lastIndexOf('@') + 1));
            if (!address.toLowerCase(Locale.ROOT).startsWith("mailto:") || other.isEmpty()) {
                findings.add(
                        Finding.warning(
                                Fault.DMARC_SYNTAX,
                                "the DMARC record of "
                                        + dmarc.at()
                                        + " wants reports at '"
                                        + uri
                                        + "'; expected mailto:ADDRESS"));
            } else if (!isNear(other.get(), dmarc.at())) {
                DomainName wanted = other.get().child(dmarc.at() + "._report._dmarc");
                Answer answer = resolver.ask(wanted, RecordType.TXT);
                if (answer.isAnswer() && Tags.records(answer, "v=DMARC1").isEmpty()) {
                    findings.add(
                            Finding.warning(
                                    Fault.DMARC_SYNTAX,
                                    other.get()
                                            + " does not say that it wants the DMARC reports of "
                                            + dmarc.at()
                                            + ", so nobody sends them; a TXT record is missing"
                                            + " at "
                                            + wanted));
                }
            }
        }
        return findings;
    }

    private static boolean isNear(DomainName one, DomainName other) {
        return one.isWithin(other) || other.isWithin(one);
    }
}
