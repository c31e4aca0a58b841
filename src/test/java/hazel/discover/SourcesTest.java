package hazel.discover;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.discover.Candidate.Source;
import hazel.dns.Answer;
import hazel.dns.Data;
import hazel.dns.Deadline;
import hazel.dns.DomainName;
import hazel.dns.RecordType;
import hazel.dns.Resolver;
import hazel.mail.Address;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who names servers. That they are tried is in `AccountIT`, with real ones.
class SourcesTest {

    private static final DomainName TOWN = DomainName.of("town.example");

    private static Resolver resolver(Map<String, List<Data>> records) {
        return (name, type) -> {
            List<Data> data = records.getOrDefault(name + " " + type, List.of());
            return data.isEmpty()
                    ? new Answer.NoSuchName(List.of(), Answer.Marks.NONE)
                    : new Answer.Found(data, List.of(), Answer.Marks.NONE);
        };
    }

    private static Data service(int priority, int weight, int port, String target) {
        return new Data.Service(priority, weight, port, DomainName.of(target));
    }

    private static List<String> uris(List<Candidate> candidates) {
        return candidates.stream().map(c -> c.uri("ada")).toList();
    }

    @Test
    void srvRecordsAreTakenByPriorityThenByWeight() {
        Resolver dns =
                resolver(
                        Map.of(
                                "_imaps._tcp.town.example SRV",
                                List.of(
                                        service(20, 0, 993, "c.town.example"),
                                        service(10, 1, 1993, "a.town.example"),
                                        service(10, 9, 2993, "b.town.example")),
                                "_imap._tcp.town.example SRV",
                                List.of(service(0, 0, 0, "")),
                                "_pop3s._tcp.town.example SRV",
                                List.of(service(0, 0, 995, "p.town.example")),
                                "_submission._tcp.town.example SRV",
                                List.of(service(0, 0, 587, "s.town.example"))));
        assertThat(uris(ServiceRecords.of(TOWN, Source.SRV, dns)))
                .containsExactly(
                        "imaps://ada@b.town.example:2993",
                        "imaps://ada@a.town.example:1993",
                        "imaps://ada@c.town.example:993",
                        "pop3s://ada@p.town.example:995",
                        "submission://ada@s.town.example:587");
    }

    @Test
    void aServiceThatIsNotOfferedAndANameThatIsNoHostsAreLeftOut() {
        Resolver dns =
                resolver(
                        Map.of(
                                "_imaps._tcp.town.example SRV",
                                List.of(
                                        service(0, 0, 993, ""),
                                        service(0, 0, 993, "\\027[31m.example"),
                                        service(0, 0, 0, "a.town.example"))));
        assertThat(ServiceRecords.of(TOWN, Source.SRV, dns)).isEmpty();
    }

    @Test
    void usualNamesAndPortsAreGuessed() {
        assertThat(uris(Guesses.of(TOWN, Source.GUESS)))
                .containsExactly(
                        "imaps://ada@imap.town.example:993",
                        "imap://ada@imap.town.example:143",
                        "imaps://ada@mail.town.example:993",
                        "imap://ada@mail.town.example:143",
                        "pop3s://ada@pop.town.example:995",
                        "pop3://ada@pop.town.example:110",
                        "pop3s://ada@pop3.town.example:995",
                        "pop3://ada@pop3.town.example:110",
                        "pop3s://ada@mail.town.example:995",
                        "pop3://ada@mail.town.example:110",
                        "submissions://ada@smtp.town.example:465",
                        "submission://ada@smtp.town.example:587",
                        "submissions://ada@mail.town.example:465",
                        "submission://ada@mail.town.example:587");
    }

    @ParameterizedTest
    @CsvSource({
        "10 mx.carrier.example, carrier.example",
        "10 a.b.c.carrier.example, carrier.example",
        "10 mx.carrier.co.uk, carrier.co.uk",
        "20 mx.other.example;10 mx.carrier.example, carrier.example",
        "10 mail.town.example, ''",
        "0 ., ''",
        "10 localhost, ''"
    })
    void whoCarriesTheMailMayHaveTheServers(String mx, String carrier) {
        List<Data> records =
                Arrays.stream(mx.split(";"))
                        .map(one -> one.split(" "))
                        .map(one ->
                                (Data)
                                        new Data.Mx(
                                                Integer.parseInt(one[0]),
                                                DomainName.of(one[1].equals(".") ? "" : one[1])))
                        .toList();
        Resolver dns = resolver(Map.of("town.example " + RecordType.MX, records));
        assertThat(Guesses.carrier(TOWN, dns).map(DomainName::text).orElse("")).isEqualTo(carrier);
    }

    @Test
    void whereNothingAnswersNothingWorksAndEveryCandidateSaysWhy() {
        var discovery =
                new Discovery(
                        resolver(Map.of()),
                        Optional.of(URI.create("http://127.0.0.1:1/")),
                        Optional.empty(),
                        Deadline.in(Duration.ofSeconds(20)));
        // The names of RFC 6761 that never exist.
        var servers = discovery.find(Address.parse("ada@town.invalid").orElseThrow());
        assertThat(servers.tried()).hasSize(14).noneMatch(Tried::works);
        assertThat(servers.best(Candidate.Protocol.IMAP)).isEmpty();
        assertThat(servers.tried().getFirst().problem().orElseThrow().message())
                .contains(".town.invalid");
    }
}
