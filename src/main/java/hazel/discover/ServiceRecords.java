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

/// The servers that a domain names in SRV records: RFC 6186 section 3, and RFC 8314 section 5.1 for
/// submission with TLS from the first octet.
final class ServiceRecords {

    private static final int MOST = 4; // of each service

    private record Service(String label, Protocol protocol, Security security) {}

    private static final List<Service> SERVICES =
            List.of(
                    new Service("_imaps._tcp", Protocol.IMAP, Security.TLS),
                    new Service("_imap._tcp", Protocol.IMAP, Security.STARTTLS),
                    new Service("_pop3s._tcp", Protocol.POP3, Security.TLS),
                    new Service("_pop3._tcp", Protocol.POP3, Security.STARTTLS),
                    new Service("_submissions._tcp", Protocol.SUBMISSION, Security.TLS),
                    new Service("_submission._tcp", Protocol.SUBMISSION, Security.STARTTLS));

    private ServiceRecords() {}

    static List<Candidate> of(DomainName domain, Source source, Resolver resolver) {
        List<Candidate> all = new ArrayList<>();
        for (Service service : SERVICES) {
            resolver
                    .ask(domain.child(service.label()), RecordType.SRV)
                    .all(Data.Service.class)
                    .stream()
                    .filter(s -> !s.target().isRoot() && s.port() > 0) // RFC 2782: not offered
                    .sorted(
                            Comparator.comparingInt(Data.Service::priority)
                                    .thenComparingInt(s -> -s.weight()))
                    .limit(MOST)
                    .flatMap(s ->
                            host(s.target())
                                    .map(host -> candidate(service, host, s, source))
                                    .stream())
                    .forEach(all::add);
        }
        return all;
    }

    private static Optional<String> host(DomainName target) {
        return DomainName.parse(target.text()).map(DomainName::text);
    }

    private static Candidate candidate(
            Service service, String host, Data.Service record, Source source) {
        return new Candidate(
                service.protocol(),
                host,
                record.port(),
                service.security(),
                Optional.empty(),
                source);
    }
}
