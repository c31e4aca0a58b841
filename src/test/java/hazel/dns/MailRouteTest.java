package hazel.dns;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.dns.MailRoute.Exchange;
import hazel.dns.MailRoute.Outcome;
import hazel.dns.MailRoute.Use;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// RFC 5321 section 5.1, and what the lecture has on it.
class MailRouteTest {

    private static final String DOMAINS =
            """
            river.example.      MX 10 barge.river.example.
            river.example.      MX 5  nile.river.example.
            river.example.      MX 10 asp.river.example.
            nile.river.example. A    192.0.2.5
            nile.river.example. AAAA 2001:db8::5
            barge.river.example. A   192.0.2.6
            asp.river.example.  A    192.0.2.7
            backup.example.     MX 5  nile.river.example.
            backup.example.     MX 10 relay.example.
            backup.example.     MX 10 barge.river.example.
            backup.example.     MX 20 asp.river.example.
            relay.example.      A    192.0.2.25
            best.example.       MX 5  relay.example.
            best.example.       MX 10 nile.river.example.
            plain.example.      A    192.0.2.12
            six.example.        AAAA 2001:db8::6
            nomail.example.     MX 0 .
            bad.example.        MX 0 .
            bad.example.        MX 10 nile.river.example.
            text.example.       TXT "no address"
            www.example.        CNAME river.example.
            one.example.        CNAME two.example.
            two.example.        CNAME one.example.
            home.example.       MX 10 loop.example.
            loop.example.       A 127.0.0.1
            hosts.example.      MX 10 localhost.
            literal.example.    MX 10 192.0.2.25.
            ghost.example.      MX 10 nobody.example.
            mixed.example.      MX 10 nobody.example.
            mixed.example.      MX 20 asp.river.example.
            dark.example.       MX 10 night.example.
            dusk.example.       MX 10 night.example.
            dusk.example.       MX 20 asp.river.example.
            """;

    private static final Self RELAY = new Self(Set.of(DomainName.of("relay.example")), Set.of());

    private static MailRoute route(String domain, Self self, long seed) {
        var resolver =
                PaperResolver.of(DOMAINS).silentAbout("dead.example").silentAbout("night.example");
        var answers = MailAnswers.ask(DomainName.of(domain), resolver);
        return MailRoute.of(answers, self, new SplittableRandom(seed));
    }

    private static MailRoute route(String domain) {
        return route(domain, Self.ANYBODY, 1);
    }

    private static String hosts(MailRoute route) {
        return route.targets().stream()
                .map(t -> t.host().labels().getFirst() + " " + Addresses.text(t.address()))
                .collect(Collectors.joining(", "));
    }

    @Test
    void theLeastPreferenceIsFirstAndEqualOnesAreInAnyOrder() {
        Set<String> orders = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            List<Exchange> exchanges = route("river.example", Self.ANYBODY, seed).exchanges();
            assertThat(exchanges.getFirst().host().text()).isEqualTo("nile.river.example");
            orders.add(exchanges.get(1).host().text());
        }
        assertThat(orders).containsExactlyInAnyOrder("barge.river.example", "asp.river.example");
    }

    @Test
    void theSameRandomNumbersGiveTheSameOrder() {
        assertThat(route("river.example", Self.ANYBODY, 7))
                .isEqualTo(route("river.example", Self.ANYBODY, 7));
    }

    @Test
    void aHostIsTriedAtAllOfItsAddressesInAnyOrder() {
        Set<String> orders = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            orders.add(
                    Addresses.text(
                            route("river.example", Self.ANYBODY, seed)
                                    .targets()
                                    .getFirst()
                                    .address()));
        }
        assertThat(orders).containsExactlyInAnyOrder("192.0.2.5", "2001:db8::5");
    }

    @Test
    void aRelayInTheListTriesOnlyThoseBeforeIt() {
        MailRoute route = route("backup.example", RELAY, 1);
        assertThat(hosts(route)).startsWith("nile").doesNotContain("barge", "asp", "relay");
        assertThat(route.exchanges())
                .filteredOn(e -> e.use() instanceof Use.BehindOurselves)
                .extracting(e -> e.preference())
                .containsExactly(10, 20);
    }

    @Test
    void aRelayKnowsItselfByItsAddressToo() {
        var byAddress = new Self(Set.of(), Set.copyOf(Set.of(address("192.0.2.25"))));
        assertThat(hosts(route("backup.example", byAddress, 1))).doesNotContain("barge");
    }

    private static java.net.InetAddress address(String text) {
        return Addresses.parse(text).orElseThrow();
    }

    @Test
    void aRelayThatIsTheBestHostDoesNotSendToTheWorseOnes() {
        MailRoute route = route("best.example", RELAY, 1);
        assertThat(route.outcome()).isEqualTo(new Outcome.LoopsBack());
        assertThat(route.targets()).isEmpty();
        assertThat(route.outcome().isTemporary()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"home.example", "hosts.example"})
    void loopbackIsEverySenderItself(String domain) {
        assertThat(route(domain).outcome()).isEqualTo(new Outcome.LoopsBack());
    }

    @Test
    void aDomainWithoutMxIsItsOwnExchange() {
        assertThat(hosts(route("plain.example"))).isEqualTo("plain 192.0.2.12");
        assertThat(hosts(route("six.example"))).isEqualTo("six 2001:db8::6");
    }

    @Test
    void aDomainThatTakesNoMailSaysSo() {
        assertThat(route("nomail.example").outcome()).isEqualTo(new Outcome.NoMail());
        assertThat(hosts(route("bad.example"))).startsWith("nile");
    }

    @Test
    void anAliasIsRoutedByWhatItStandsFor() {
        assertThat(hosts(route("www.example"))).startsWith("nile");
        assertThat(route("one.example").outcome())
                .isEqualTo(new Outcome.Broken("the aliases go in a circle"));
    }

    @Test
    void whatDoesNotExistIsPermanentAndWhatIsNotAnsweredIsNot() {
        assertThat(route("nosuch.example").outcome()).isEqualTo(new Outcome.NoSuchDomain());
        assertThat(route("text.example").outcome()).isEqualTo(new Outcome.NoHost());
        assertThat(route("ghost.example").outcome()).isEqualTo(new Outcome.NoHost());
        assertThat(route("dead.example").outcome().isTemporary()).isTrue();
        assertThat(route("dark.example").outcome().isTemporary()).isTrue();
    }

    @Test
    void oneHostThatCannotBeUsedDoesNotKeepMailFromTheNext() {
        assertThat(hosts(route("mixed.example"))).isEqualTo("asp 192.0.2.7");
        assertThat(hosts(route("dusk.example"))).isEqualTo("asp 192.0.2.7");
    }

    @Test
    void anAddressInPlaceOfANameIsNotConnectedTo() {
        MailRoute route = route("literal.example");
        assertThat(route.exchanges().getFirst().use()).isEqualTo(new Use.NoName());
        assertThat(route.targets()).isEmpty();
        assertThat(route.outcome()).isEqualTo(new Outcome.NoHost());
    }

    @Test
    void addressesThatNoHostCanHaveAreLeftOut() {
        var resolver =
                PaperResolver.of(
                        """
                        odd.example. MX 10 h.odd.example.
                        h.odd.example. A 224.0.0.1
                        h.odd.example. A 255.255.255.255
                        h.odd.example. A 192.0.2.1
                        """);
        var answers = MailAnswers.ask(DomainName.of("odd.example"), resolver);
        MailRoute route = MailRoute.of(answers, Self.ANYBODY, new SplittableRandom(1));
        assertThat(hosts(route)).isEqualTo("h 192.0.2.1");
    }

    @Test
    void aListWithoutEndIsCut() {
        var zone = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            zone.append("many.example. MX %d h%d.many.example.\n".formatted(5000 - i, i));
        }
        var answers =
                MailAnswers.ask(DomainName.of("many.example"), PaperResolver.of(zone.toString()));
        MailRoute route = MailRoute.of(answers, Self.ANYBODY, new SplittableRandom(1));
        assertThat(route.exchanges()).hasSize(32);
        assertThat(route.exchanges().getFirst().preference()).isEqualTo(1);
    }
}
