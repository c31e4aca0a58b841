package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import hazel.NameServer;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `hazel dns` on two real name servers, the second of which is behind the times.
class DnsIT {

    private static final String TOWN =
            """
            $ORIGIN town.example.
            $TTL 300
            @      SOA  ns1 root 2026112902 3600 900 604800 300
            @      NS   ns1
            @      NS   ns2
            ns1    A    127.0.0.1
            ns2    A    127.0.0.2
            @      MX   5 gate
            @      MX   7 west
            @      MX   7 east
            gate   A    192.0.2.57
            gate   AAAA 2001:db8::57
            west   A    192.0.2.38
            east   A    192.0.2.44
            @      TXT  "v=spf1 mx include:_spf.town.example -all"
            _spf   TXT  "v=spf1 ip4:192.0.2.0/24 -all"
            _dmarc TXT  "v=DMARC1; p=quarantine; rua=mailto:dmarc@town.example"
            new    MX   10 gate
            www    CNAME town.example.
            """;

    private static final String OLD_TOWN =
            TOWN.replace("2026112902", "2026112801").replace("new    MX   10 gate\n", "");

    private static final String ERRORS =
            """
            $ORIGIN errors.example.
            $TTL 300
            @      SOA  ns1.town.example. root 1 3600 900 604800 300
            @      NS   ns1.town.example.
            @      NS   ns2.town.example.
            mail   A    192.0.2.5
            nodot  MX   10 mail.errors.example
            alias  MX   10 smtp
            smtp   CNAME mail
            ghost  MX   10 nosuchhost
            noaddr MX   10 text
            text   TXT  "no address here"
            ip     MX   10 192.0.2.25
            ipdot  MX   10 192.0.2.25.
            null   MX   0 .
            guest  MX   5 gate.town.example.
            home   MX   10 lo
            lo     A    127.0.0.1
            loop1  CNAME loop2
            loop2  CNAME loop1
            many   TXT  "v=spf1 a a a a a a mx mx mx mx mx -all"
            many   A    192.0.2.6
            long   TXT  ( "v=spf1 ip4:192.0.2.1" %s " -all" )
            evil   MX   10 \\027\\09131mred
            evil   TXT  "v=spf1 \\027]0;owned\\007 -all"
            """
                    .formatted("\" ip4:192.0.2.77\"".repeat(150).replace("\"\"", "\" \""));

    private static final String REVERSE =
            """
            $ORIGIN 2.0.192.in-addr.arpa.
            $TTL 300
            @   SOA ns1.town.example. root.town.example. 1 3600 900 604800 300
            @   NS  ns1.town.example.
            57  PTR gate.town.example.
            44  PTR west.town.example.
            """;

    private static final String LIST =
            """
            $ORIGIN list.example.
            $TTL 60
            @  SOA ns1.town.example. root.town.example. 1 3600 900 604800 60
            @  NS  ns1.town.example.
            2.0.0.127  A   127.0.0.2
            44.2.0.192 A   127.0.0.4
            44.2.0.192 TXT "sent what nobody asked for"
            """;

    private static Optional<NameServer> first = Optional.empty();
    private static Optional<NameServer> second = Optional.empty();

    @TempDir private Path root;

    @BeforeAll
    static void start() throws Exception {
        int port = NameServer.freePort("127.0.0.1", "127.0.0.2");
        first =
                Optional.of(
                        NameServer.start(
                                "127.0.0.1",
                                port,
                                Map.of(
                                        "town.example", TOWN,
                                        "errors.example", ERRORS,
                                        "2.0.192.in-addr.arpa", REVERSE,
                                        "list.example", LIST)));
        second = Optional.of(NameServer.start("127.0.0.2", port, Map.of("town.example", OLD_TOWN)));
    }

    @AfterAll
    static void stop() throws Exception {
        if (first.isPresent()) {
            first.get().close();
        }
        if (second.isPresent()) {
            second.get().close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "host, town.example",
        "host, www.town.example",
        "host, gate.town.example",
        "host, nosuch.town.example",
        "host, null.errors.example",
        "host, 192.0.2.57",
        "host, 192.0.2.99",
        "nslookup, town.example",
        "nslookup, www.town.example",
        "nslookup, gate.town.example",
        "nslookup, nosuch.town.example",
        "nslookup, 192.0.2.57",
        "nslookup, 192.0.2.99",
        "dig, town.example",
        "dig, www.town.example",
        "dig, null.errors.example",
        "dig, nosuch.town.example",
        "dig, 192.0.2.57"
    })
    void aLookUpIsPrintedAsTheToolItselfPrintsIt(String tool, String name) throws Exception {
        List<String> said = dns("--style", tool, name).out().lines().toList();
        assertThat(said.getFirst()).startsWith("$ " + tool + " ");

        assertThat(sorted(said.subList(1, said.size())))
                .isEqualTo(sorted(bySelf(said.getFirst().substring(2))));
    }

    /// What the tool says, without what nslookup adds of other servers.
    private static List<String> bySelf(String command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        } catch (IOException e) {
            return abort("this tool is not installed: " + command);
        }
        try (var out = process.inputReader()) {
            return out.lines().takeWhile(l -> !l.startsWith("Authoritative answers")).toList();
        }
    }

    /// Servers answer in any order.
    private static List<String> sorted(List<String> lines) {
        return lines.stream().filter(line -> !line.isBlank()).sorted().toList();
    }

    private Home.Said dns(String... words) {
        var all =
                new java.util.ArrayList<>(
                        List.of("dns", "--server", "127.0.0.1:" + first.orElseThrow().port()));
        all.addAll(List.of(words));
        try (var home = new Home(root)) {
            return home.hazel(all.toArray(String[]::new));
        }
    }

    private JsonObject json(String... words) {
        var all = new java.util.ArrayList<>(List.of("--json"));
        all.addAll(List.of(words));
        String out = dns(all.toArray(String[]::new)).out();
        try (var reader = jakarta.json.Json.createReader(new StringReader(out))) {
            return reader.readObject();
        }
    }

    @Test
    void aDomainIsShownInTheOrderInWhichASenderTries() {
        Home.Said said = dns("ada@town.example");
        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.out())
                .startsWith(
                        """
                        Address  ada at town.example; 3 octets before the @, of at most 64
                        Mail for town.example goes to, in this order:
                        MX    5  gate.town.example  192.0.2.57, 2001:db8::57
                        MX    7  east.town.example  192.0.2.44
                        MX    7  west.town.example  192.0.2.38
                        Those of equal preference in any order, drawn anew for each message.
                        """)
                .contains(
                        "192.0.2.57 is gate.town.example, and back",
                        "192.0.2.44 is west.town.example, which leads elsewhere",
                        "192.0.2.38 is without a name",
                        "2 look-ups of at most 10",
                        "DMARC    quarantine, says town.example",
                        "ns1.town.example  127.0.0.1  serial 2026112902",
                        "ns2.town.example  127.0.0.2  serial 2026112801",
                        "servers-disagree: the name servers have different versions")
                .containsPattern("\nBy hand  dig @127\\.0\\.0\\.1 -p [0-9]+ town\\.example mx\n")
                .endsWith("Mail for town.example would arrive, as far as the DNS goes.\n");
    }

    @Test
    void anAddressIsTakenApart() {
        assertThat(dns("ada+lists@Town.Example").out())
                .contains("'lists' after the plus is for the user to choose");
        assertThat(dns("\"a b\"@town.example").out())
                .startsWith("Address  \"a b\", quoted at town.example; 5 octets before the @");
        Home.Said odd = dns("ada..b@town.example");
        assertThat(odd.status()).isZero();
        assertThat(odd.out())
                .contains("! servers may refuse it: it has two dots together, which need quotes");
        assertThat(json("j\u00f6rg@town.example").getJsonObject("address").toString())
                .contains("\"octets\":5", "\"international\":true");
        assertThat(dns("a b@town.example").status()).isEqualTo(64);
    }

    @Test
    void whoElseHandlesTheMailIsSaid() {
        assertThat(dns("guest.errors.example").out())
                .contains("So it is handled by others: town.example.\n");
        assertThat(dns("town.example").out()).doesNotContain("handled by others");
    }

    @Test
    void serversThatDisagreeAreShownBesideEachOther() {
        JsonObject report = json("new.town.example");
        assertThat(report.getJsonArray("servers").getValuesAs(JsonObject.class))
                .extracting(s -> s.getString("server") + " " + s.getJsonArray("said"))
                .containsExactly(
                        "ns1.town.example [\"MX 10 gate.town.example\"]",
                        "ns2.town.example [\"no such name\"]");
        assertThat(dns("new.town.example").out().replaceAll("\\s+", " "))
                .contains(
                        "servers-disagree: the name servers disagree about new.town.example, so"
                            + " some mail goes another way than other: ns1.town.example"
                            + " (127.0.0.1): MX 10 gate.town.example; ns2.town.example (127.0.0.2):"
                            + " no such name; ns2.town.example (127.0.0.2) is out of date");
    }

    @ParameterizedTest
    @CsvSource({
        "nodot,  final-dot-missing,   1",
        "alias,  mx-is-alias,         0",
        "ghost,  mx-does-not-exist,   1",
        "noaddr, mx-without-address,  1",
        "ip,     mx-is-address,       1",
        "ipdot,  mx-is-address,       1",
        "home,   address-is-loopback, 1",
        "loop1,  alias-loop,          1",
        "many,   spf-too-many-lookups, 0",
        "null,   lame-server,         1",
        "nosuch, no-such-domain,      68"
    })
    void theCommonErrorsHaveNamesAndTheExitStatusSaysWhetherMailArrives(
            String host, String name, int status) {
        Home.Said said = dns(host + ".errors.example");
        assertThat(said.out()).contains(name);
        assertThat(said.status()).isEqualTo(status);
    }

    @Test
    void aServerThatDoesNotHaveTheZoneIsLame() {
        assertThat(dns("mail.errors.example").out().replaceAll("\\s+", " "))
                .contains("ns2.town.example (127.0.0.2) is lame for errors.example: 127.0.0.2 port")
                .contains("answers REFUSED");
    }

    @Test
    void whatDoesNotFitIntoADatagramComesOverTcp() {
        JsonObject report = json("long.errors.example");
        String record = report.getJsonObject("spf").getJsonArray("records").getString(0);
        assertThat(record).hasSizeGreaterThan(2000).endsWith(" -all");
    }

    @Test
    void nothingThatADomainSaysReachesTheTerminalAsACommand() {
        Home.Said text = dns("evil.errors.example");
        Home.Said json = dns("--json", "evil.errors.example");
        assertThat(text.out() + json.out())
                .contains("red.errors.example")
                .doesNotContain("\u001b", "\u0007");
    }

    @Test
    void anAddressHasToLeadBackAndBeOnNoList() {
        Home.Said good = dns("--block-list", "list.example", "192.0.2.57");
        assertThat(good.status()).isZero();
        assertThat(good.out().replaceFirst("-p [0-9]+", "-p PORT"))
                .isEqualTo(
                        """
                        Reverse  192.0.2.57 is gate.town.example, and back
                        Lists    list.example  not listed
                        By hand  dig @127.0.0.1 -p PORT -x 192.0.2.57
                        """);
        Home.Said bad = dns("--block-list", "list.example", "[192.0.2.44]");
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.out())
                .contains("LISTED: 127.0.0.4: sent what nobody asked for", "reverse-disagrees");
        List<JsonValue> lists =
                json("--block-list", "list.example", "192.0.2.44").getJsonArray("lists");
        assertThat(lists.toString()).contains("\"state\":\"listed\"");
    }

    @Test
    void whereNobodyAnswersMailWouldWait() throws Exception {
        int silent = NameServer.freePort("127.0.0.1");
        try (var home = new Home(root)) {
            Home.Said said = home.hazel("dns", "--server", "127.0.0.1:" + silent, "town.example");
            assertThat(said.status()).isEqualTo(75);
            assertThat(said.out()).contains("nothing listens there", "tried again");
        }
    }
}
