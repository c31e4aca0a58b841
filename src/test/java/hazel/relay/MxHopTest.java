package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.dns.DomainName;
import hazel.dns.MtaSts;
import hazel.dns.PaperResolver;
import hazel.dns.Self;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.relay.session.AtHome;
import hazel.smtp.Dsn;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.spool.RetrySchedule;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Mail for a domain whose servers are scripts, its DNS a sheet of paper.
class MxHopTest {

    static final String TWO =
            """
            far.test. MX 10 a.far.test.
            far.test. MX 20 b.far.test.
            a.far.test. A 192.0.2.1
            b.far.test. A 192.0.2.2
            """;

    private static final String TAKES =
            """
            S: 220 mx
            C: EHLO us.test
            S: 250 mx
            C: MAIL
            S: 250 OK
            C: RCPT
            S: 250 OK
            C: DATA
            S: 354 go
            D:
            S: 250 2.0.0 taken
            """;

    private final Map<String, InetSocketAddress> doors = new HashMap<>();
    private final List<ScriptedServer> servers = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private String policy = "";
    private Optional<Instant> insisted = Optional.empty();
    private TlsDemand tls = TlsDemand.USUAL;

    private final Hosts hosts =
            new Hosts(new Hosts.Limits(10, 2), RetrySchedule.DEFAULT, () -> now);
    private final Sessions sessions = new Sessions();
    private final StsPolicies policies = new StsPolicies(() -> now);

    @AfterEach
    void stop() throws Exception {
        sessions.close();
        for (ScriptedServer server : servers) {
            server.close();
        }
    }

    @Test
    void aHostThatRefusesAtTheGreetingIsPassedOver() throws Exception {
        ScriptedServer first = server("192.0.2.1", "S: 421 4.3.2 Try later\n");
        ScriptedServer second = server("192.0.2.2", TAKES);
        assertThat(send(TWO, "bob@far.test")).isEqualTo("=> b.far.test 250 2.0.0 taken");
        assertThat(first.messages()).isZero();
        assertThat(second.messages()).isEqualTo(1);
    }

    @Test
    void whatAHostSaysOfARecipientForGoodIsFinal() throws Exception {
        server(
                "192.0.2.1",
                "S: 220 mx\nC: EHLO\nS: 250 mx\nC: MAIL\nS: 250 OK\nC: RCPT\nS: 550 5.1.1 No\n");
        ScriptedServer second = server("192.0.2.2", TAKES);
        assertThat(send(TWO, "bob@far.test")).isEqualTo("** a.far.test 550 5.1.1 No");
        assertThat(second.heard()).isEmpty();
    }

    @Test
    void onlyWhoIsRefusedForNowIsOfferedToTheNextHost() throws Exception {
        server(
                "192.0.2.1",
                """
                S: 220 mx
                C: EHLO
                S: 250 mx
                C: MAIL
                S: 250 OK
                C: RCPT TO:<bob
                S: 250 OK
                C: RCPT TO:<eve
                S: 451 4.7.1 Greylisted
                C: RCPT TO:<no
                S: 550 5.1.1 No
                C: DATA
                S: 354 go
                D:
                S: 250 2.0.0 one
                """);
        ScriptedServer second = server("192.0.2.2", TAKES);
        assertThat(send(TWO, "bob@far.test", "eve@far.test", "no@far.test"))
                .isEqualTo(
                        "=> a.far.test 250 2.0.0 one; => b.far.test 250 2.0.0 taken;"
                                + " ** a.far.test 550 5.1.1 No");
        assertThat(second.heard()).contains("RCPT TO:<eve@far.test>");
        assertThat(second.heard()).doesNotContain("RCPT TO:<bob@far.test>");
    }

    @Test
    void aMessageThatAHostJudgedIsOfferedToNoOther() throws Exception {
        server("192.0.2.1", TAKES.replace("250 2.0.0 taken", "452 4.3.1 No room"));
        ScriptedServer second = server("192.0.2.2", TAKES);
        assertThat(send(TWO, "bob@far.test")).isEqualTo("== a.far.test 452 4.3.1 No room");
        assertThat(second.heard()).isEmpty();
    }

    @Test
    void aMessageThatWasNotAnsweredForIsOfferedToNoOther() throws Exception {
        server("192.0.2.1", TAKES.replace("S: 250 2.0.0 taken\n", ""));
        ScriptedServer second = server("192.0.2.2", TAKES);
        assertThat(send(TWO, "bob@far.test")).startsWith("== a.far.test 451 4.4.2 No answer");
        assertThat(second.heard()).isEmpty();
    }

    @Test
    void whatTheDnsSaysDecidesWithoutAConnection() throws Exception {
        assertThat(send("far.test. MX 0 .", "bob@far.test"))
                .isEqualTo("** us.test 556 5.1.10 far.test says that it takes no mail");
        assertThat(send("other.test. A 192.0.2.1", "bob@far.test"))
                .isEqualTo("** us.test 550 5.1.2 There is no domain far.test");
        assertThat(send("far.test. MX 10 gone.far.test.", "bob@far.test"))
                .isEqualTo("** us.test 550 5.4.4 far.test has no host for its mail");
        assertThat(send(TWO + "far.test. MX 10 us.test.\nus.test. A 192.0.2.9", "bob@far.test"))
                .startsWith("** us.test 554 5.4.6 Mail for far.test loops back");
        assertThat(send("far.test. MX 10 a.far.test.\na.far.test. A 127.0.0.1", "bob@far.test"))
                .startsWith("** us.test 554 5.4.6");
        assertThat(send(PaperResolver.of(TWO).silentAbout("far.test"), "bob@far.test"))
                .startsWith("== us.test 451 4.4.3 far.test: no answer");
    }

    @Test
    void whereTheSenderIsInTheListOnlyTheHostsBeforeItAreTried() throws Exception {
        ScriptedServer first = server("192.0.2.1", "S: 421 later\n");
        ScriptedServer behind = server("192.0.2.2", TAKES);
        assertThat(send(TWO + "far.test. MX 15 us.test.\nus.test. A 192.0.2.9", "bob@far.test"))
                .startsWith("== a.far.test 451 4.4.0");
        assertThat(behind.heard()).isEmpty();
        assertThat(first.messages()).isZero();
    }

    @Test
    void aDomainWithoutMxIsItsOwnHost() throws Exception {
        server("192.0.2.1", TAKES);
        assertThat(send("far.test. A 192.0.2.1", "bob@far.test"))
                .isEqualTo("=> far.test 250 2.0.0 taken");
    }

    @Test
    void aHostThatDoesNotAnswerIsLeftAloneUntilItsOwnTime() throws Exception {
        String one = "far.test. MX 10 a.far.test.\na.far.test. A 192.0.2.1";
        close("192.0.2.1");
        assertThat(send(one, "bob@far.test")).startsWith("== a.far.test 451 4.4.0 cannot connect");
        now = now.plusSeconds(60);
        ScriptedServer up = server("192.0.2.1", TAKES);
        assertThat(send(one, "bob@far.test"))
                .startsWith("== us.test 451 4.4.1 a.far.test [192.0.2.1] is left alone until")
                .contains("12:15:00Z");
        assertThat(up.heard()).isEmpty();
        now = now.plus(Duration.ofMinutes(14));
        assertThat(send(one, "bob@far.test")).startsWith("=> a.far.test");
        now = now.plusSeconds(1);
        assertThat(send(one, "bob@far.test")).startsWith("=> a.far.test");
    }

    @Test
    void aPersonWhoInsistsIsHeard() throws Exception {
        String one = "far.test. MX 10 a.far.test.\na.far.test. A 192.0.2.1";
        close("192.0.2.1");
        send(one, "bob@far.test");
        server("192.0.2.1", TAKES);
        insisted = Optional.of(now.plusSeconds(1));
        now = now.plusSeconds(2);
        assertThat(send(one, "bob@far.test")).startsWith("=> a.far.test");
    }

    @Test
    void mailGoesInClearToAHostWhoseTlsDoesNotWork() throws Exception {
        String offers = "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 STARTTLS\n";
        ScriptedServer one =
                server(
                        "192.0.2.1",
                        offers + "C: STARTTLS\nS: 454 4.7.0 TLS not available\n",
                        TAKES.replace("S: 250 mx\nC: MAIL", "S: 250-mx\nS: 250 STARTTLS\nC: MAIL"));
        assertThat(send("far.test. A 192.0.2.1", "bob@far.test"))
                .isEqualTo("=> far.test 250 2.0.0 taken");
        assertThat(one.messages()).isEqualTo(1);
    }

    @Test
    void aPolicyOfTheDomainForbidsThat() throws Exception {
        ScriptedServer one = server("192.0.2.1", TAKES);
        String zone =
                """
                far.test. MX 10 a.far.test.
                a.far.test. A 192.0.2.1
                _mta-sts.far.test. TXT "v=STSv1; id=1"
                """;
        policy = "version: STSv1\nmode: enforce\nmx: a.far.test\nmax_age: 86400\n";
        assertThat(send(zone, "bob@far.test")).contains("does not offer STARTTLS");
        policy = "";
        assertThat(send(zone, "bob@far.test")).contains("does not offer STARTTLS");
        assertThat(one.messages()).isZero();
        now = now.plus(Duration.ofDays(2));
        assertThat(send(zone, "bob@far.test")).startsWith("=> a.far.test");
        policy = "version: STSv1\nmode: enforce\nmx: other.test\nmax_age: 86400\n";
        assertThat(send(zone, "bob@far.test")).contains("policy of its domain does not name it");
        policy = "version: STSv1\nmode: testing\nmx: other.test\nmax_age: 86400\n";
        now = now.plus(Duration.ofDays(2));
        assertThat(send(zone, "bob@far.test")).startsWith("=> a.far.test");
    }

    @Test
    void signedTlsaRecordsForbidItToo() throws Exception {
        ScriptedServer one = server("192.0.2.1", TAKES);
        String zone =
                """
                far.test. MX 10 a.far.test.
                a.far.test. A 192.0.2.1
                _25._tcp.a.far.test. TLSA 3 1 1 %s
                """
                        .formatted("00".repeat(32));
        assertThat(send(PaperResolver.of(zone).signed(), "bob@far.test"))
                .contains("does not offer STARTTLS");
        assertThat(one.messages()).isZero();
        assertThat(send(PaperResolver.of(zone), "bob@far.test")).startsWith("=> a.far.test");
    }

    @Test
    void whatIsToGoOverTlsOnlyGoesToNobodyElse() throws Exception {
        tls = TlsDemand.REQUIRED;
        ScriptedServer first = server("192.0.2.1", TAKES);
        ScriptedServer second = server("192.0.2.2", TAKES);
        assertThat(send(TWO, "bob@far.test"))
                .isEqualTo(
                        "** us.test 550 5.7.30 neither signatures in the DNS nor a policy say that"
                                + " b.far.test is a mail server of far.test");
        assertThat(send(PaperResolver.of(TWO).signed(), "bob@far.test"))
                .startsWith("** us.test 550 5.7.10 b.far.test does not offer STARTTLS");
        assertThat(send("far.test. A 192.0.2.1", "bob@far.test"))
                .startsWith("** us.test 550 5.7.10 far.test does not offer STARTTLS");
        assertThat(
                        said(
                                MxHop.literal(
                                                InetAddress.ofLiteral("192.0.2.1"),
                                                context(PaperResolver.of("")))
                                        .send(parcel("bob@[192.0.2.1]"))))
                .startsWith("** us.test 550 5.7.10 [192.0.2.1] does not offer STARTTLS");
        close("192.0.2.1");
        assertThat(send(PaperResolver.of(TWO).signed(), "bob@far.test"))
                .startsWith("== a.far.test 451 4.4.0 cannot connect");
        assertThat(first.messages() + second.messages()).isZero();
    }

    @Test
    void aSenderMayRatherHaveItInClearThanNotAtAll() throws Exception {
        tls = TlsDemand.WAIVED;
        server("192.0.2.1", TAKES);
        policy = "version: STSv1\nmode: enforce\nmx: other.test\nmax_age: 86400\n";
        String zone =
                """
                far.test. MX 10 a.far.test.
                a.far.test. A 192.0.2.1
                _25._tcp.a.far.test. TLSA 3 1 1 %s
                _mta-sts.far.test. TXT "v=STSv1; id=1"
                """
                        .formatted("00".repeat(32));
        assertThat(send(PaperResolver.of(zone).signed(), "bob@far.test"))
                .isEqualTo("=> a.far.test 250 2.0.0 taken");
    }

    @Test
    void whatAHostCannotTakeIsSaidBeforeItIsSent() throws Exception {
        ScriptedServer one =
                server(
                        "192.0.2.1",
                        "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 SIZE 10\nC: QUIT\nS: 221 bye\n");
        String zone = "far.test. A 192.0.2.1";
        assertThat(send(zone, "bob@far.test")).startsWith("** us.test 552 5.3.4 the message has");
        sessions.close();
        assertThat(one.heard()).containsExactly("EHLO us.test", "QUIT");
        server("192.0.2.1", "S: 220 mx\nC: EHLO\nS: 250 mx\nC: QUIT\nS: 221 bye\n");
        assertThat(send(zone, "b\u00f6b@far.test")).startsWith("** us.test 553 5.6.7");
    }

    @Test
    void anOldHostIsGreetedTheOldWay() throws Exception {
        server(
                "192.0.2.1",
                TAKES.replace(
                        "C: EHLO us.test\nS: 250 mx",
                        "C: EHLO\nS: 502 what?\nC: HELO us.test\nS: 250 mx"));
        assertThat(send("far.test. A 192.0.2.1", "bob@far.test")).startsWith("=> far.test");
    }

    @Test
    void anAddressInPlaceOfADomainIsAHostUnlessItIsOurs() throws Exception {
        server("192.0.2.1", TAKES);
        InetAddress address = InetAddress.ofLiteral("192.0.2.1");
        NextHop.Parcel parcel = parcel("bob@[192.0.2.1]");
        assertThat(said(MxHop.literal(address, context(PaperResolver.of(""))).send(parcel)))
                .isEqualTo("=> [192.0.2.1] 250 2.0.0 taken");
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        assertThat(said(MxHop.literal(loopback, context(PaperResolver.of(""))).send(parcel)))
                .startsWith("** us.test 554 5.4.6");
    }

    @Test
    void aSessionCarriesOneMessageAfterAnother() throws Exception {
        String again =
                """
                C: RSET
                S: 250 OK
                C: MAIL
                S: 250 OK
                C: RCPT
                S: 250 OK
                C: DATA
                S: 354 go
                D:
                S: 250 2.0.0 taken too
                """;
        ScriptedServer one = server("192.0.2.1", TAKES + again, TAKES);
        assertThat(send("far.test. A 192.0.2.1", "bob@far.test")).endsWith("250 2.0.0 taken");
        assertThat(send("far.test. A 192.0.2.1", "eve@far.test")).endsWith("250 2.0.0 taken too");
        assertThat(one.heard()).containsOnlyOnce("EHLO us.test");
        assertThat(send("far.test. A 192.0.2.1", "ada@far.test")).endsWith("250 2.0.0 taken");
        assertThat(one.messages()).isEqualTo(3);
    }

    @Test
    void aSessionThatTheServerEndsIsNoFailure() throws Exception {
        for (String end :
                List.of(
                        "",
                        "X:\n",
                        "C: RSET\nS: 421 4.4.2 Too long\n",
                        "C: RSET\nS: 250 OK\nC: MAIL\nS: 421 4.7.0 Enough for one session\n")) {
            ScriptedServer one = server("192.0.2.1", TAKES + end, TAKES);
            assertThat(send("far.test. A 192.0.2.1", "bob@far.test")).startsWith("=> far.test");
            assertThat(send("far.test. A 192.0.2.1", "eve@far.test")).startsWith("=> far.test");
            assertThat(one.messages()).as(end).isEqualTo(2);
            assertThat(hosts.pause("far.test [192.0.2.1]", Optional.empty())).isEmpty();
            now = now.plusSeconds(1);
        }
    }

    @Test
    void aSessionIsNotSharedWithMailThatDemandsMoreOfTheServer() throws Exception {
        ScriptedServer one = server("192.0.2.1", TAKES);
        String zone = "far.test. MX 10 a.far.test.\na.far.test. A 192.0.2.1\n";
        assertThat(send(zone, "bob@far.test")).startsWith("=> a.far.test");
        policy = "version: STSv1\nmode: enforce\nmx: a.far.test\nmax_age: 86400\n";
        String strict = zone + "_mta-sts.far.test. TXT \"v=STSv1; id=1\"\n";
        assertThat(send(strict, "bob@far.test")).contains("does not offer STARTTLS");
        assertThat(one.messages()).isEqualTo(1);
    }

    @Test
    void aSessionHasAnEnd() throws Exception {
        String again =
                "C: RSET\nS: 250 OK\nC: MAIL\nS: 250 OK\nC: RCPT\nS: 250 OK\nC: DATA\n"
                        + "S: 354 go\nD:\nS: 250 2.0.0 taken\n";
        ScriptedServer one =
                server(
                        "192.0.2.1",
                        TAKES + again.repeat(Sessions.MOST - 1) + "C: QUIT\nS: 221 bye\n",
                        TAKES);
        for (int i = 0; i <= Sessions.MOST; i++) {
            assertThat(send("far.test. A 192.0.2.1", "bob@far.test")).startsWith("=> far.test");
        }
        assertThat(one.heard().stream().filter("EHLO us.test"::equals)).hasSize(2);
        assertThat(one.heard().stream().filter("QUIT"::equals)).hasSize(1);
    }

    private ScriptedServer server(String address, String... scripts) throws Exception {
        var server = new ScriptedServer(scripts);
        servers.add(server);
        int port = ((Server.Place.Tcp) server.server().place()).port();
        doors.put(address, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    private void close(String address) throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            doors.put(address, (InetSocketAddress) socket.getLocalSocketAddress());
        }
    }

    private String send(String zone, String... to) {
        return send(PaperResolver.of(zone), to);
    }

    private String send(PaperResolver resolver, String... to) {
        return said(new MxHop("far.test", context(resolver)).send(parcel(to)));
    }

    private NextHop.Parcel parcel(String... to) {
        List<Address> all = List.of(to).stream().map(AtHome::address).toList();
        return new NextHop.Parcel(
                new Envelope(Optional.of(AtHome.address("ada@us.test")), all),
                "Subject: hi\r\n\r\nhello\r\n".getBytes(UTF_8),
                Dsn.NONE,
                tls,
                insisted);
    }

    private MxHop.Context context(PaperResolver resolver) {
        return new MxHop.Context(
                new OnwardSettings.Mx(
                        () -> resolver,
                        () ->
                                _ ->
                                        new MtaSts.Fetched(
                                                policy, policy.isEmpty() ? "no connection" : ""),
                        address -> doors.get(address.getHostAddress())),
                hosts,
                policies,
                sessions,
                new Self(Set.of(DomainName.of("us.test")), Set.of()),
                "us.test",
                new SplittableRandom(1));
    }

    private static String said(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(o -> o.kind().sign() + " " + o.host() + " " + o.reply())
                .collect(Collectors.joining("; "));
    }
}
