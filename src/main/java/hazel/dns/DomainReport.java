package hazel.dns;

import java.util.List;
import java.util.Optional;

/// All that was found out about mail for a domain.
///
/// @param aliases what the domain stands for, where it is an alias
/// @param hasMx whether the domain has MX records
/// @param route as a sender anywhere would have it
/// @param reverse the names of every address of the route
/// @param tlsReports where the domain wants to hear of TLS that failed
public record DomainReport(
        DomainName domain,
        List<DomainName> aliases,
        boolean hasMx,
        MailRoute route,
        List<Reverse> reverse,
        Spf spf,
        List<DkimKey> dkim,
        Optional<Dmarc> dmarc,
        Optional<MtaSts> mtaSts,
        List<String> tlsReports,
        List<Dane> dane,
        Authority authority,
        List<Finding> findings) {

    public DomainReport {
        aliases = List.copyOf(aliases);
        reverse = List.copyOf(reverse);
        dkim = List.copyOf(dkim);
        tlsReports = List.copyOf(tlsReports);
        dane = List.copyOf(dane);
        findings = List.copyOf(findings);
    }

    public boolean wouldArrive() {
        return route.outcome() instanceof MailRoute.Outcome.Deliver;
    }
}
