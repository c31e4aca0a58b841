package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hazel.dns.Answer;
import hazel.dns.BlockList;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.RecordType;
import hazel.dns.Resolver;
import hazel.mail.Blocked;
import hazel.mail.Networks;
import hazel.relay.session.LoginExchange;
import hazel.sasl.ScramServer;
import hazel.smtp.MessagePipe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is looked at in mail of who is not known.
class GateTest {

    private static final DomainName LIST = DomainName.of("bl.test");
    private static final String GOOD =
            "From: <bob@far.test>\r\nDate: Mon, 23 Nov 2026 12:00:00 +0100\r\n\r\nhi\r\n";

    @TempDir private Path dir;
    private final Map<String, Answer> zone = new HashMap<>();
    private Checks checks =
            new Checks(
                    true,
                    Optional.empty(),
                    Blocked.NOBODY,
                    List.of(),
                    List.of(),
                    Checks.Malformed.REFUSE,
                    Optional.empty(),
                    Optional.empty(),
                    this::resolver);

    private Resolver resolver() {
        return (name, type) ->
                zone.getOrDefault(
                        type + " " + name, new Answer.NoSuchName(List.of(), Answer.Marks.NONE));
    }

    private void has(RecordType type, String name, Data... data) {
        zone.put(type + " " + name, new Answer.Found(List.of(data), List.of(), Answer.Marks.NONE));
    }

    private static Data host(String address) throws Exception {
        return new Data.Host(InetAddress.getByName(address));
    }

    private Gate gate(String from) throws Exception {
        return gate(from, /* isLmtp= */ false);
    }

    private Gate gate(String from, boolean isLmtp) throws Exception {
        var inbound =
                new Inbound(
                        Optional.empty(),
                        Optional.empty(),
                        Networks.NONE,
                        java.util.Set.of(),
                        checks,
                        Optional.empty());
        return new Gate(
                inbound,
                new Gate.Peer(Optional.of(InetAddress.getByName(from)), isLmtp, () -> true),
                Optional.empty(),
                new RelayLog(dir, InstantSource.system()));
    }

    private void with(Blocked blocked, List<BlockList> refusing, List<BlockList> marking) {
        checks =
                new Checks(
                        false,
                        Optional.empty(),
                        blocked,
                        refusing,
                        marking,
                        Checks.Malformed.ACCEPT,
                        Optional.empty(),
                        Optional.empty(),
                        this::resolver);
    }

    private void withFilter(Checks.Junk junk, String script) {
        var program = new MessagePipe(List.of("/bin/sh", "-c", script), Duration.ofSeconds(20));
        checks =
                new Checks(
                        false,
                        Optional.empty(),
                        Blocked.NOBODY,
                        List.of(),
                        List.of(),
                        Checks.Malformed.ACCEPT,
                        Optional.of(new Checks.Filter(program, junk)),
                        Optional.empty(),
                        this::resolver);
    }

    private String sender(String address) throws Exception {
        return gate("192.0.2.1")
                .sender(Optional.of(address(address)), a -> a.domain().equals("home.test"))
                .map(Object::toString)
                .orElse("taken");
    }

    @Test
    void theSendersDomainHasToExist() throws Exception {
        has(RecordType.MX, "good.test", new Data.Mx(10, DomainName.of("mx.good.test")));
        has(RecordType.A, "mx.good.test", host("198.51.100.1"));
        has(RecordType.MX, "null.test", new Data.Mx(0, DomainName.ROOT));
        has(RecordType.MX, "ghost.test", new Data.Mx(10, DomainName.of("gone.ghost.test")));
        zone.put("MX host.test", new Answer.NoData(List.of(), Answer.Marks.NONE));
        has(RecordType.A, "host.test", host("198.51.100.2"));
        zone.put("MX dead.test", new Answer.NoAnswer("SERVFAIL"));

        assertThat(sender("a@good.test")).isEqualTo("taken");
        assertThat(sender("a@host.test")).isEqualTo("taken");
        assertThat(sender("a@[192.0.2.7]")).isEqualTo("taken");
        assertThat(sender("a@home.test")).isEqualTo("taken"); // though only we know of it
        assertThat(sender("a@forged.invalid"))
                .isEqualTo("550 5.1.8 The sender's domain forged.invalid does not exist");
        assertThat(sender("a@null.test"))
                .isEqualTo("550 5.7.27 The sender's domain null.test takes no mail");
        assertThat(sender("a@ghost.test"))
                .isEqualTo("550 5.1.8 The sender's domain ghost.test has no host that takes mail");
        assertThat(sender("a@dead.test")).startsWith("451 4.4.3 Nobody says now whether");
        assertThat(gate("192.0.2.1").sender(Optional.empty(), _ -> false)).isEmpty();
        assertThat(
                        gate("192.0.2.1", true)
                                .sender(Optional.of(address("a@forged.invalid")), _ -> false))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "eve@far.test,      550",
        "EVE@Far.Test,      550",
        "bob@far.test,      taken",
        "a@spam.test,       550",
        "a@b.spam.test,     taken",
        "a@b.junk.test,     550",
        "a@c.b.junk.test,   550",
        "a@junk.test,       taken",
        "a@notjunk.test,    taken",
    })
    void aSenderIsRefusedByAddressDomainAndAllWithin(String sender, String result)
            throws Exception {
        with(blocked("eve@far.test", "spam.test", "*@*.junk.test"), List.of(), List.of());
        assertThat(sender(sender)).startsWith(result);
    }

    private static Blocked blocked(String... written) {
        return Arrays.stream(written)
                .map(one -> Blocked.parse(one).orElseThrow())
                .reduce(Blocked.NOBODY, Blocked::and);
    }

    @Test
    void aNetworkIsRefusedBeforeTheGreeting() throws Exception {
        with(blocked("192.0.2.0/24", "2001:db8::/32"), List.of(), List.of());
        assertThat(gate("192.0.2.9").connected().orElseThrow())
                .hasToString("554 5.7.1 No mail is taken from your network here");
        assertThat(gate("2001:db8::9").connected()).isPresent();
        assertThat(gate("192.0.3.9").connected()).isEmpty();
    }

    private void aListOf(String reversed) throws Exception {
        has(RecordType.A, "2.0.0.127.bl.test", host("127.0.0.2"));
        has(RecordType.A, reversed + ".bl.test", host("127.0.0.4"));
        has(RecordType.TXT, reversed + ".bl.test", new Data.Text("ask for\r\nhelp"));
    }

    @Test
    void whoIsOnAListIsRefusedButMayWriteToThePostmaster() throws Exception {
        aListOf("9.2.0.192");
        with(Blocked.NOBODY, List.of(new BlockList(LIST)), List.of());
        assertThat(gate("192.0.2.9").recipient(address("ada@home.test")).orElseThrow())
                .hasToString("554 5.7.1 Your address is on bl.test: 127.0.0.4: ask for??help");
        assertThat(gate("192.0.2.9").recipient(address("postmaster@home.test"))).isEmpty();
        assertThat(gate("192.0.2.10").recipient(address("ada@home.test"))).isEmpty();
    }

    @Test
    void aListThatIsBrokenOrSilentIsNotHeeded() throws Exception {
        with(Blocked.NOBODY, List.of(new BlockList(LIST)), List.of());
        aListOf("9.2.0.192");
        has(RecordType.A, "1.0.0.127.bl.test", host("127.0.0.2")); // it lists everybody
        assertThat(gate("192.0.2.9").recipient(address("ada@home.test"))).isEmpty();
        zone.clear();
        has(RecordType.A, "9.2.0.192.bl.test", host("127.0.0.4")); // and not the test address
        assertThat(gate("192.0.2.9").recipient(address("ada@home.test"))).isEmpty();
        zone.put("A 9.2.0.192.bl.test", new Answer.NoAnswer("timed out"));
        assertThat(gate("192.0.2.9").recipient(address("ada@home.test"))).isEmpty();
        assertThat(new RelayLog(dir, InstantSource.system()).last(9))
                .hasSize(3)
                .first()
                .asString()
                .endsWith(" - -- the list bl.test: it lists everybody");
    }

    private String judged(Gate gate, String message) {
        return switch (gate.judge(message.getBytes(ISO_8859_1), /* isInternational= */ false)) {
            case Gate.Take(var marked) -> new String(marked, ISO_8859_1);
            case Gate.Refuse(var why) -> why.toString();
            case Gate.Discard(var why) -> "discarded: " + why;
        };
    }

    @Test
    void aListThatOnlyMarksMarksAndForgedMarksGo() throws Exception {
        aListOf("9.2.0.192");
        with(Blocked.NOBODY, List.of(), List.of(new BlockList(LIST)));
        assertThat(judged(gate("192.0.2.9"), "X-Spam-Flag: NO\r\nx-hazel-listed: x\r\n" + GOOD))
                .isEqualTo("X-Hazel-Listed: bl.test: 127.0.0.4: ask for??help\r\n" + GOOD);
        assertThat(judged(gate("192.0.2.10"), GOOD)).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no header at all\r\n",
                "\r\nno header at all\r\n",
                "Date: x\r\n\r\n",
                "From: a@b.test\r\n\r\n",
                "From: a@b.test\r\nDate: x\r\nFrom: c@d.test\r\n\r\n",
                "From: a@b.test\r\nDate: x\r\nSubject: a\r\nSUBJECT : b\r\n\r\n",
                "From: \u00e9@b.test\r\nDate: x\r\n\r\n",
                "From: a@b.test\r\nDate: x\r\n\r\nzero \0\r\n",
            })
    void aMessageThatBreaksTheRulesIsRefusedOrMarked(String message) throws Exception {
        assertThat(judged(gate("192.0.2.1"), message))
                .startsWith("550 5.6.0 The message breaks RFC 5322: ");
        assertThat(judged(gate("192.0.2.1", true), message)).startsWith("X-Hazel-Malformed: ");
    }

    @Test
    void aLineHasAtMost998Octets() throws Exception {
        assertThat(judged(gate("192.0.2.1"), GOOD + "x".repeat(998) + "\r\n")).startsWith("From");
        assertThat(judged(gate("192.0.2.1"), GOOD + "x".repeat(999) + "\r\n"))
                .startsWith("550 5.6.0 ");
        assertThat(judged(gate("192.0.2.1"), GOOD)).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MARK    | exit 0           | From: <bob",
                "MARK    | echo 9/5; exit 1 | X-Spam-Flag: YES",
                "REFUSE  | echo 9/5; exit 1 | 550 5.7.1 The message is taken for junk 9/5",
                "DISCARD | echo 9/5; exit 1 | discarded: junk 9/5",
                "MARK    | exit 99          | discarded: junk",
                "MARK    | exit 100         | 550 5.7.1 The message is taken for junk",
                "MARK    | exit 75          | 451 4.7.1 The message cannot be looked at now",
                "DISCARD | kill -9 $$       | 451 4.7.1 The message cannot be looked at now",
                "REFUSE  | grep -q '^hi$'   | From: <bob",
            })
    void theFiltersExitStatusDecides(String junk, String script, String begin) throws Exception {
        withFilter(Checks.Junk.valueOf(junk.strip()), script);
        assertThat(judged(gate("192.0.2.1"), GOOD)).startsWith(begin);
    }

    @Test
    void whatTheFilterSaysIsOneHarmlessLine() throws Exception {
        withFilter(Checks.Junk.MARK, "printf '9/5\\r\\nEvil: \\033[2J\\n'; exit 1");
        assertThat(judged(gate("192.0.2.1"), GOOD))
                .isEqualTo("X-Spam-Flag: YES\r\nX-Spam-Status: Yes 9/5 / Evil: ?[2J\r\n" + GOOD);
    }

    @Test
    void aFilterThatCannotRunLosesNothing() throws Exception {
        checks =
                new Checks(
                        false,
                        Optional.empty(),
                        Blocked.NOBODY,
                        List.of(),
                        List.of(),
                        Checks.Malformed.ACCEPT,
                        Optional.of(
                                new Checks.Filter(
                                        new MessagePipe(
                                                List.of(dir.resolve("none").toString()),
                                                Duration.ofSeconds(1)),
                                        Checks.Junk.DISCARD)),
                        Optional.empty(),
                        this::resolver);
        assertThat(judged(gate("192.0.2.1"), GOOD)).startsWith("451 4.7.1 ");
    }

    /// RFC 5802 section 9 wants that who asks for a name does not learn whether somebody has it.
    @Test
    void aNameThatNobodyHasIsAskedForItsPasswordAsOthersAre() throws Exception {
        PasswordFile logins = PasswordFile.in(dir.resolve("logins"), 4321);
        logins.set("ada", "secret");
        var inbound =
                new Inbound(
                        Optional.empty(),
                        Optional.of(logins),
                        Networks.NONE,
                        java.util.Set.of(),
                        Checks.NONE,
                        Optional.empty());
        var gate =
                new Gate(
                        inbound,
                        new Gate.Peer(Optional.empty(), /* isLmtp= */ false, () -> true),
                        Optional.empty(),
                        new RelayLog(dir, InstantSource.system()));
        for (String user : List.of("ada", "eve", "bob")) {
            var first = ScramServer.First.read("n,,n=" + user + ",r=abc").orElseThrow();
            var goesOn = (LoginExchange.GoesOn) gate.judge(new LoginExchange.Named(first));
            var asked = (LoginExchange.Ask) goesOn.move();
            assertThat(new String(Base64.getDecoder().decode(asked.challenge().text()), ISO_8859_1))
                    .matches("r=abc.+,s=[A-Za-z0-9+/]{22}==,i=4321");
        }
    }
}
