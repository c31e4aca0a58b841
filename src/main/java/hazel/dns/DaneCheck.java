package hazel.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for TLSA records of the exchanges.
final class DaneCheck {

    private static final int SHA_256 = 64; // hexadecimal digits
    private static final int SHA_512 = 128;

    private DaneCheck() {}

    static Checked<List<Dane>> of(MailAnswers answers, MailRoute route, Resolver resolver) {
        List<DomainName> hosts =
                route.exchanges().stream()
                        .filter(e -> !e.addresses().isEmpty())
                        .map(MailRoute.Exchange::host)
                        .toList();
        List<Dane> all = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        List<Answer> found =
                Parallel.map(hosts, host -> resolver.ask(host.child("_25._tcp"), RecordType.TLSA));
        boolean isRouteSigned = answers.mx().marks().isAuthentic();
        for (int i = 0; i < hosts.size(); i++) {
            Answer answer = found.get(i);
            List<Data.Tlsa> records = answer.all(Data.Tlsa.class);
            if (!records.isEmpty()) {
                var dane = new Dane(hosts.get(i), records, answer.marks().isAuthentic());
                all.add(dane);
                unsigned(dane, isRouteSigned).ifPresent(findings::add);
                records.forEach(r -> unusable(dane.host(), r).ifPresent(findings::add));
            }
        }
        return new Checked<>(List.copyOf(all), findings);
    }

    private static Optional<Finding> unsigned(Dane dane, boolean isRouteSigned) {
        if (dane.isSigned() && isRouteSigned) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.note(
                        Fault.DANE,
                        "the TLSA records of "
                                + dane.host()
                                + (dane.isSigned()
                                        ? " are signed, and the MX record is not"
                                        : " are not signed, or this resolver does not check")
                                + ": then they protect nothing"));
    }

    private static Optional<Finding> unusable(DomainName host, Data.Tlsa tlsa) {
        boolean fits =
                (tlsa.usage() == 2 || tlsa.usage() == 3)
                        && tlsa.selector() <= 1
                        && switch (tlsa.matching()) {
                            case 0 -> true;
                            case 1 -> tlsa.digest().length() == SHA_256;
                            case 2 -> tlsa.digest().length() == SHA_512;
                            default -> false;
                        };
        return fits
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                Fault.DANE,
                                "a TLSA record of "
                                        + host
                                        + " begins "
                                        + tlsa.usage()
                                        + " "
                                        + tlsa.selector()
                                        + " "
                                        + tlsa.matching()
                                        + " and cannot be used for mail; 3 1 1 with a SHA-256"
                                        + " digest is usual"));
    }
}
