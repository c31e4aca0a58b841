package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.dns.PaperResolver;
import hazel.dns.Self;
import hazel.mail.Blocked;
import hazel.relay.Relays.Talk;
import hazel.relay.session.AtHome;
import hazel.relay.session.Reach;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.spool.RetrySchedule;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether senders' own servers would take mail for them. The servers are scripts, the DNS a sheet
/// of paper.
class CallOutTest {

    private static final String ZONE =
            MxHopTest.TWO
                    + """
                    back.test. MX 10 mx.test.
                    back.test. MX 20 a.far.test.
                    """;
    private static final String HELLO = "S: 220 mx\nC: EHLO mx.test\nS: 250 mx\n";
    private static final String TO_RCPT = HELLO + "C: MAIL FROM:<>\nS: 250 OK\nC: RCPT TO:<";
    private static final String END = "C: QUIT\nS: 221 bye\n";

    @TempDir private Path dir;

    private final Map<String, InetSocketAddress> doors = new HashMap<>();
    private final List<AutoCloseable> servers = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Senders senders = new Senders(() -> now);
    private Duration limit = Duration.ofSeconds(20);

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private ScriptedServer server(String address, String... scripts) throws Exception {
        var server = new ScriptedServer(scripts);
        servers.add(server);
        int port = ((Server.Place.Tcp) server.server().place()).port();
        doors.put(address, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    private Checks.Calling calling() {
        return new Checks.Calling(
                limit,
                address ->
                        doors.getOrDefault(
                                address.getHostAddress(),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    }

    private String asked(String sender) {
        return asked(sender, PaperResolver.of(ZONE));
    }

    private String asked(String sender, PaperResolver dns) {
        var hosts = new Hosts(new Hosts.Limits(3, 2), RetrySchedule.DEFAULT, () -> now);
        var self = new Self(Set.of(hazel.dns.DomainName.of("mx.test")), Set.of());
        return new CallOut(calling(), "mx.test", self, AtHome.LOCALS, hosts, senders)
                .refusal(address(sender), dns)
                .map(Object::toString)
                .orElse("taken");
    }

    @Test
    void whatTheServerSaysToRcptDecides() throws Exception {
        ScriptedServer one =
                server(
                        "192.0.2.1",
                        TO_RCPT + "bob@far.test>\nS: 250 OK\n" + END,
                        TO_RCPT + "eve@far.test>\nS: 550 5.1.1 Nobody\n" + END);
        assertThat(asked("bob@far.test")).isEqualTo("taken");
        assertThat(asked("eve@far.test"))
                .isEqualTo("550 5.1.7 The sender eve@far.test takes no mail: 550 5.1.1 Nobody");
        assertThat(one.heard())
                .containsSubsequence("MAIL FROM:<>", "RCPT TO:<bob@far.test>", "QUIT")
                .noneMatch(line -> line.startsWith("DATA"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 421 4.3.2 Not now\n",
                "S: 554 5.7.1 Go away\n",
                "S: 220 mx\nC: EHLO\nS: 550 No\nC: HELO\nS: 550 No\n",
                HELLO + "C: MAIL FROM:<>\nS: 550 5.7.1 Not from nobody\n" + END,
                TO_RCPT + "\nS: 451 4.7.1 Greylisted\n" + END,
                TO_RCPT + "\nS: 550 5.7.1 Your address is on a list\n" + END,
                TO_RCPT + "\n",
                "",
            })
    void whateverElseHappensTheMailIsTakenAndNothingRemembered(String script) throws Exception {
        server("192.0.2.1", script);
        assertThat(asked("bob@far.test")).isEqualTo("taken");
        assertThat(senders.known(address("bob@far.test"))).isEmpty();
        doors.clear();
        assertThat(asked("bob@far.test")).as("nobody is there").isEqualTo("taken");
    }

    @Test
    void aServerThatIsAwayLeavesTheAnswerToTheNext() throws Exception {
        server("192.0.2.1", TO_RCPT + "\nS: 451 4.7.1 Greylisted\n" + END);
        server("192.0.2.2", TO_RCPT + "\nS: 550 Nobody\n" + END);
        assertThat(asked("eve@far.test")).startsWith("550 5.1.7 ");
    }

    @Test
    void anAnswerIsRememberedALongerTimeWhereItIsYes() throws Exception {
        server("192.0.2.1", TO_RCPT + "bob@far.test>\nS: 250 OK\n" + END);
        asked("bob@far.test");
        server("192.0.2.1", TO_RCPT + "eve@far.test>\nS: 550 Nobody\n" + END);
        asked("eve@far.test");
        ScriptedServer later = server("192.0.2.1", TO_RCPT + "\nS: 250 OK\n" + END);
        now = now.plus(Duration.ofMinutes(119));
        assertThat(asked("Bob@far.test")).isEqualTo("taken");
        assertThat(asked("eve@FAR.test")).startsWith("550 5.1.7 ");
        assertThat(later.heard()).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(asked("eve@far.test")).isEqualTo("taken");
        assertThat(later.heard()).contains("RCPT TO:<eve@far.test>");
        now = now.plus(Duration.ofDays(7));
        asked("bob@far.test");
        assertThat(later.heard()).contains("RCPT TO:<bob@far.test>");
    }

    @Test
    void whoStartsAnewRemembersItToo() throws Exception {
        server("192.0.2.1", TO_RCPT + "\nS: 550 5.1.1 No, 100 % + sure\n" + END);
        String said = asked("eve@far.test");
        List<Memory.Line> written = senders.written();
        doors.clear();
        senders = new Senders(() -> now);
        written.forEach(senders::learn);
        assertThat(asked("eve@far.test")).isEqualTo(said).contains("100 % + sure");
        now = now.minusSeconds(1); // the clock was moved
        assertThat(asked("eve@far.test")).isEqualTo("taken");
    }

    @Test
    void aServerThatTakesTooLongSaysNothing() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            doors.put("192.0.2.1", (InetSocketAddress) silent.getLocalSocketAddress());
            limit = Duration.ofMillis(100);
            assertThat(asked("bob@far.test")).isEqualTo("taken");
        }
    }

    @Test
    void nobodyIsAskedAboutLocalSendersAndNotOurselves() throws Exception {
        ScriptedServer one = server("192.0.2.1", TO_RCPT + "\nS: 550 Nobody\n" + END);
        assertThat(asked("ada@home.test")).isEqualTo("taken");
        assertThat(asked("nobody@home.test"))
                .isEqualTo(
                        "550 5.1.7 The sender nobody@home.test takes no mail: no such user here");
        assertThat(asked("bob@back.test")).isEqualTo("taken");
        assertThat(asked("bob@[192.0.2.1]")).isEqualTo("taken");
        assertThat(asked("bob@far.test", PaperResolver.of(ZONE).silentAbout("far.test")))
                .isEqualTo("taken");
        assertThat(one.heard()).isEmpty();
    }

    @Test
    void anInternationalSenderIsAskedForOnlyWhereTheServerKnowsSuch() throws Exception {
        ScriptedServer one =
                server(
                        "192.0.2.1",
                        HELLO + END,
                        "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 SMTPUTF8\nC: MAIL FROM:<> SMTPUTF8\n"
                                + "S: 250 OK\nC: RCPT TO:<b\u00f6b@far.test>\nS: 550 No\n"
                                + END);
        assertThat(asked("b\u00f6b@far.test")).isEqualTo("taken");
        assertThat(asked("b\u00f6b@far.test")).startsWith("550 5.1.7 ");
        assertThat(one.heard().subList(0, 3))
                .containsExactly("EHLO mx.test", "QUIT", "EHLO mx.test");
    }

    /// A relay that others reach; the reverse-path and the recipients, and what is said to each.
    private String said(Reach reach, String from, String... to) throws Exception {
        var checks =
                new Checks(
                        false,
                        Optional.of(calling()),
                        Blocked.NOBODY,
                        List.of(),
                        List.of(),
                        Checks.Malformed.ACCEPT,
                        Optional.empty(),
                        Optional.empty(),
                        () -> PaperResolver.of(ZONE));
        Inbound inbound = Relays.inbound(checks);
        var settings =
                Relays.settings(
                        dir.resolve("relay"), Relays.LIMITS, inbound, Relays.loopback(reach));
        try (Relay relay = Relay.start(settings, Relays.wiring(new Relays.Inbox()));
                Talk talk = Talk.with(relay)) {
            talk.upToRcpt(from);
            var all = new StringBuilder();
            for (String one : to) {
                all.append(talk.say("RCPT TO:<" + one + ">").substring(0, 9)).append(' ');
            }
            return all.toString();
        }
    }

    @Test
    void onlyStrangersAreLookedAtAndOnlyWhereTheirMailWouldElseBeTaken() throws Exception {
        ScriptedServer one = server("192.0.2.1", TO_RCPT + "\nS: 550 Nobody\n" + END);
        assertThat(said(Reach.LOCAL_ONLY, "eve@far.test", "none@home.test", "x@other.test"))
                .isEqualTo("550 5.1.1 550 5.7.1 ");
        assertThat(said(Reach.LOCAL_ONLY, "", "ada@home.test")).isEqualTo("250 2.1.5 ");
        assertThat(said(Reach.ANYWHERE, "eve@far.test", "ada@home.test")).isEqualTo("250 2.1.5 ");
        assertThat(one.heard()).isEmpty();
        assertThat(said(Reach.LOCAL_ONLY, "eve@far.test", "ada@home.test", "postmaster@home.test"))
                .isEqualTo("550 5.1.7 250 2.1.5 ");
    }
}
