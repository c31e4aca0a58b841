package hazel.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All that the DNS has to say of where mail for a domain goes: the answers from which [MailRoute]
/// makes the order.
///
/// @param hosts of every exchange the addresses; of the domain itself where it has no MX record
public record MailAnswers(DomainName domain, Answer mx, Map<DomainName, HostAnswers> hosts) {

    /// No sender tries so many; a longer list is somebody's joke.
    private static final int MOST_EXCHANGES = 32;

    public MailAnswers {
        hosts = Map.copyOf(hosts);
    }

    /// What a host answers for its addresses of either kind.
    public record HostAnswers(Answer a, Answer aaaa) {

        /// IPv4 first, as the answers have them.
        public List<InetAddress> addresses() {
            return Stream.of(a, aaaa)
                    .flatMap(answer -> answer.all(Data.Host.class).stream())
                    .map(Data.Host::address)
                    .toList();
        }

        /// Whether something about the host may be different later.
        boolean isUncertain() {
            return !a.isAnswer() || !aaaa.isAnswer();
        }
    }

    /// Asks for everything. Blocks.
    public static MailAnswers ask(DomainName domain, Resolver resolver) {
        Answer mx = resolver.ask(domain, RecordType.MX);
        List<DomainName> names = new ArrayList<>();
        if (mx instanceof Answer.NoData) {
            names.add(domain); // RFC 5321 section 5.1: the domain is its own exchange
        }
        exchanges(mx).stream()
                .map(Data.Mx::exchange)
                .filter(name -> !name.isRoot() && !name.isWrittenAsAddress())
                .distinct()
                .forEach(names::add);
        List<HostAnswers> answers = Parallel.map(names, name -> host(name, resolver));
        Map<DomainName, HostAnswers> hosts = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            hosts.put(names.get(i), answers.get(i));
        }
        return new MailAnswers(domain, mx, hosts);
    }

    static HostAnswers host(DomainName name, Resolver resolver) {
        List<Answer> both =
                Parallel.map(
                        List.of(RecordType.A, RecordType.AAAA), type -> resolver.ask(name, type));
        return new HostAnswers(both.getFirst(), both.getLast());
    }

    /// By preference, those of equal preference by name.
    List<Data.Mx> exchanges() {
        return exchanges(mx);
    }

    private static List<Data.Mx> exchanges(Answer mx) {
        return mx.all(Data.Mx.class).stream()
                .sorted(
                        Comparator.comparingInt(Data.Mx::preference)
                                .thenComparing(Data.Mx::exchange))
                .limit(MOST_EXCHANGES)
                .toList();
    }
}
