package hazel.discover;

import hazel.discover.Candidate.Protocol;
import hazel.discover.Candidate.Security;
import hazel.discover.Candidate.Source;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.RecordType;
import hazel.dns.Resolver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The names that mail servers usually have.
final class Guesses {

    private Guesses() {}

    static List<Candidate> of(DomainName domain, Source source) {
        List<Candidate> all = new ArrayList<>();
        for (String name : List.of("imap", "mail")) {
            String host = domain.child(name).text();
            all.add(candidate(Protocol.IMAP, host, 993, Security.TLS, source));
            all.add(candidate(Protocol.IMAP, host, 143, Security.STARTTLS, source));
        }
        for (String name : List.of("pop", "pop3", "mail")) {
            String host = domain.child(name).text();
            all.add(candidate(Protocol.POP3, host, 995, Security.TLS, source));
            all.add(candidate(Protocol.POP3, host, 110, Security.STARTTLS, source));
        }
        for (String name : List.of("smtp", "mail")) {
            String host = domain.child(name).text();
            all.add(candidate(Protocol.SUBMISSION, host, 465, Security.TLS, source));
            all.add(candidate(Protocol.SUBMISSION, host, 587, Security.STARTTLS, source));
        }
        return all;
    }

    /// The domain of the host that takes a domain's mail, where that is somebody else's.
    static Optional<DomainName> carrier(DomainName domain, Resolver resolver) {
        return resolver.ask(domain, RecordType.MX).all(Data.Mx.class).stream()
                .filter(mx -> !mx.exchange().isRoot())
                .min(Comparator.comparingInt(Data.Mx::preference))
                .flatMap(mx -> DomainName.parse(mx.exchange().text()))
                .map(Guesses::organization)
                .filter(carrier -> !carrier.equals(domain) && carrier.labels().size() > 1);
    }

    /// The last two labels, or three where the last two are short: `example.co.uk`.
    private static DomainName organization(DomainName host) {
        List<String> labels = host.labels();
        boolean isShort =
                labels.size() > 2
                        && labels.getLast().length() == 2
                        && labels.get(labels.size() - 2).length() <= 3;
        int from = Math.max(0, labels.size() - (isShort ? 3 : 2));
        return DomainName.of(String.join(".", labels.subList(from, labels.size())));
    }

    private static Candidate candidate(
            Protocol protocol, String host, int port, Security security, Source source) {
        return new Candidate(protocol, host, port, security, Optional.empty(), source);
    }
}
