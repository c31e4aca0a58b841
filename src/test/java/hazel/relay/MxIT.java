package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.NameServer;
import hazel.Servers;
import hazel.dns.Answer;
import hazel.dns.Deadline;
import hazel.dns.MtaSts;
import hazel.dns.Resolver;
import hazel.dns.WireResolver;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.relay.session.AtHome;
import hazel.relay.session.Locals;
import hazel.route.Destination;
import hazel.route.Directory;
import hazel.route.RouteTable;
import hazel.spool.Limits;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.spool.Spool;
import hazel.store.MailboxName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Mail by the DNS: a real name server, and real and misbehaving mail servers behind it. Their
/// addresses are those of documentation, and each has its door at a port of the loopback interface.
class MxIT {

    private static final String HEAD =
            """
            $TTL 300
            @ SOA ns hostmaster 1 3600 900 604800 300
            @ NS ns
            ns A 127.0.0.1
            """;

    /// The exercises of the lecture.
    private static final String CLEO =
            """
            @        MX   5  nile
            @        MX   10 barge
            @        MX   10 asp
            nile     A    192.0.2.5
            barge    A    192.0.2.6
            asp      A    192.0.2.7
            backup   MX   5  nile
            backup   MX   10 relay.ancient-rome.net.
            backup   MX   10 barge
            backup   MX   20 asp
            selfbest MX   5  relay.ancient-rome.net.
            selfbest MX   10 nile
            aonly    A    192.0.2.6
            nomail   MX   0 .
            multi    MX   5 many
            many     A    192.0.2.5
            many     A    192.0.2.6
            alias    CNAME aonly
            """;

    @TempDir private Path dir;

    private final Map<String, Integer> doors = new HashMap<>();
    private final List<String> bounces = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Map<String, Destination> routes = Map.of();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Spool spool;

    @Test
    void theLecturesExercisesAreRoutedAsItSays() throws Exception {
        doors.put("192.0.2.5", NameServer.freePort("127.0.0.1")); // nobody is there
        try (Servers sinks = Servers.start("sink");
                NameServer dns = dns(Map.of("cleo.co.uk", HEAD + CLEO))) {
            doors.put("192.0.2.6", sinks.port("OK_PORT"));
            doors.put("192.0.2.7", sinks.port("OK_PORT"));
            Delivery delivery = delivery(dns);
            Sent item =
                    send(
                            delivery,
                            "a@cleo.co.uk",
                            "b@backup.cleo.co.uk",
                            "c@selfbest.cleo.co.uk",
                            "d@aonly.cleo.co.uk",
                            "e@nomail.cleo.co.uk",
                            "f@multi.cleo.co.uk",
                            "g@alias.cleo.co.uk",
                            "h@nowhere.cleo.co.uk");
            assertThat(states(item))
                    .isEqualTo(
                            """
                            a DELIVERED 250
                            b WAITING 451 relay.ancient-rome.net
                            c FAILED 554 5.4.6
                            d DELIVERED 250
                            e FAILED 556 5.1.10
                            f DELIVERED 250
                            g DELIVERED 250
                            h FAILED 550 5.1.2
                            """);
            assertThat(files(sinks, "OK")).isEqualTo(4);
            delivery.round();
            assertThat(bounces).hasSize(1);
            assertThat(bounces.getFirst()).contains("Status: 5.1.10", "loops back");
        }
    }

    @Test
    void hostsOfEqualPreferenceAreAskedInAnOrderDrawnAnew() throws Exception {
        try (NameServer dns = dns(Map.of("cleo.co.uk", HEAD + CLEO))) {
            Set<String> orders = new HashSet<>();
            Delivery delivery = delivery(dns);
            for (int i = 0; i < 30; i++) {
                asked.clear();
                spool.remove(send(delivery, "a@cleo.co.uk").id());
                orders.add(String.join(" ", asked));
                now = now.plus(Duration.ofDays(1)); // or they would be left alone
            }
            assertThat(orders)
                    .containsExactlyInAnyOrder(
                            "192.0.2.5 192.0.2.6 192.0.2.7", "192.0.2.5 192.0.2.7 192.0.2.6");
        }
    }

    @Test
    void misbehavingServersLoseNothingAndGetNoSecondCopy() throws Exception {
        List<String> sinkNames =
                List.of(
                        "OK",
                        "OLD",
                        "NOPIPE",
                        "CONNECT4",
                        "CONNECT5",
                        "MAIL4",
                        "RCPT4",
                        "RCPT5",
                        "DATA4",
                        "DOT4",
                        "DOT5",
                        "DROPRCPT",
                        "DROPDATA",
                        "DROPDOT",
                        "SHUT421");
        var zone = new StringBuilder(HEAD);
        for (int i = 0; i < sinkNames.size(); i++) {
            String name = sinkNames.get(i).toLowerCase(java.util.Locale.ROOT);
            zone.append("mx-%1$s A 198.51.100.%2$d\n%1$s MX 10 mx-%1$s\n".formatted(name, i));
            zone.append("%1$s MX 20 spare\n".formatted(name));
        }
        zone.append("spare A 198.51.100.100\n");
        try (Servers sinks = Servers.start("sink");
                NameServer dns = dns(Map.of("sink.test", zone.toString()))) {
            for (int i = 0; i < sinkNames.size(); i++) {
                doors.put("198.51.100." + i, sinks.port(sinkNames.get(i) + "_PORT"));
            }
            doors.put("198.51.100.100", sinks.port("NOPIPE_PORT"));
            String[] to =
                    sinkNames.stream().map(n -> "u@" + n + ".sink.test").toArray(String[]::new);
            Sent item = send(delivery(dns), to);
            Map<String, String> states = new HashMap<>();
            for (Recipient r : item.recipients()) {
                String name = r.address().domain().replaceAll("\\..*", "");
                states.put(name, r.state() + " " + r.host().replaceAll("\\..*", ""));
            }
            assertThat(states)
                    .containsEntry("OK", "DELIVERED mx-ok")
                    .containsEntry("OLD", "DELIVERED mx-old")
                    .containsEntry("NOPIPE", "DELIVERED mx-nopipe")
                    .containsEntry("CONNECT4", "DELIVERED spare")
                    .containsEntry("CONNECT5", "DELIVERED spare")
                    .containsEntry("MAIL4", "DELIVERED spare")
                    .containsEntry("RCPT4", "DELIVERED spare")
                    .containsEntry("RCPT5", "FAILED mx-rcpt5")
                    .containsEntry("DATA4", "DELIVERED spare")
                    .containsEntry("DOT4", "WAITING mx-dot4")
                    .containsEntry("DOT5", "FAILED mx-dot5")
                    .containsEntry("DROPRCPT", "DELIVERED spare")
                    .containsEntry("DROPDATA", "DELIVERED spare")
                    .containsEntry("DROPDOT", "WAITING mx-dropdot")
                    .containsEntry("SHUT421", "DELIVERED spare");
            assertThat(files(sinks, "OK")).isEqualTo(1);
        }
    }

    @Test
    void realServersTakeItWithTls() throws Exception {
        for (String name : List.of("postfix", "exim", "opensmtpd")) {
            try (Servers server = Servers.start(name);
                    NameServer dns = dns(Map.of("ancient-rome.net", HEAD + rome("")))) {
                doors.put("192.0.2.25", server.port("SMTP_PORT"));
                Sent item =
                        send(
                                delivery(dns),
                                "marka@ancient-rome.net",
                                "nosuchuser@ancient-rome.net");
                assertThat(item.recipients().stream().map(r -> r.state().name()))
                        .as(name + ": " + item.recipients())
                        .containsExactly("DELIVERED", "FAILED");
            }
        }
    }

    @Test
    void aHostWithAnAddressOfIpv6AloneGetsItsMail() throws Exception {
        try (SixPostfix postfix = SixPostfix.start(Map.of());
                NameServer dns =
                        dns(
                                Map.of(
                                        "ancient-rome.net",
                                        HEAD + "@ MX 5 inbox\ninbox AAAA 2001:db8::25\n"))) {
            doors.put("2001:db8:0:0:0:0:0:25", postfix.port());
            Sent item = send(delivery(dns), "marka@ancient-rome.net");
            assertThat(states(item)).contains("marka DELIVERED 250");
            assertThat(new String(postfix.firstOf("marka"), UTF_8))
                    .contains("[IPv6:::1])")
                    .contains("using TLS");
        }
    }

    @Test
    void aSignedTlsaRecordIsHeeded() throws Exception {
        try (Servers postfix = Servers.start("postfix")) {
            String digest = digest(postfix.ca().resolveSibling("server.pem"));
            String good = "_25._tcp.inbox TLSA 3 1 1 " + digest + "\n";
            String bad = "_25._tcp.inbox TLSA 3 1 1 " + "00".repeat(32) + "\n";
            doors.put("192.0.2.25", postfix.port("SMTP_PORT"));
            try (NameServer dns = dns(Map.of("ancient-rome.net", HEAD + rome(good)))) {
                Sent item = send(signed(dns), "marka@ancient-rome.net");
                assertThat(item.recipients().getFirst().state().name()).isEqualTo("DELIVERED");
            }
            try (NameServer dns = dns(Map.of("ancient-rome.net", HEAD + rome(bad)))) {
                Sent item = send(signed(dns), "marka@ancient-rome.net");
                assertThat(item.recipients().getFirst().reply())
                        .contains("none of those that its TLSA records name");
                assertThat(item.recipients().getFirst().state().name()).isEqualTo("WAITING");
            }
        }
    }

    @Test
    void dovecotAnswersByLmtpForEachRecipient() throws Exception {
        try (Servers dovecot = Servers.start("dovecot");
                NameServer dns = dns(Map.of("cleo.co.uk", HEAD + CLEO))) {
            for (Destination destination :
                    List.of(
                            new Destination.Host(
                                    Destination.Protocol.LMTP,
                                    "127.0.0.1",
                                    dovecot.port("LMTP_PORT")),
                            new Destination.Socket(Path.of(dovecot.value("LMTP_SOCKET"))))) {
                routes = Map.of("ancient-rome.net", destination);
                Sent item =
                        send(
                                delivery(dns),
                                "julius@ancient-rome.net",
                                "nosuchuser@ancient-rome.net");
                assertThat(item.recipients().stream().map(r -> r.state().name()))
                        .as("" + item.recipients())
                        .containsExactly("DELIVERED", "FAILED");
            }
        }
    }

    private static String rome(String more) {
        return "@ MX 5 inbox\ninbox A 192.0.2.25\n" + more;
    }

    private static String digest(Path pem) throws Exception {
        assumeTrue(Files.isReadable(pem), "skipped: the server's certificate is not to be read");
        try (InputStream in = Files.newInputStream(pem)) {
            byte[] key =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(in)
                            .getPublicKey()
                            .getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        }
    }

    private NameServer dns(Map<String, String> zones) throws IOException {
        return NameServer.start("127.0.0.1", NameServer.freePort("127.0.0.1"), zones);
    }

    /// As if a resolver before it had checked the signatures.
    private Delivery signed(NameServer dns) throws MailException {
        Resolver plain = resolver(dns);
        return delivery((name, type) -> {
            Answer answer = plain.ask(name, type);
            return answer instanceof Answer.Found(var data, var aliases, _)
                    ? new Answer.Found(data, aliases, new Answer.Marks(true, true))
                    : answer;
        });
    }

    private static Resolver resolver(NameServer dns) {
        return WireResolver.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port()),
                Deadline.in(Duration.ofMinutes(2)));
    }

    private Delivery delivery(NameServer dns) throws MailException {
        return delivery(resolver(dns));
    }

    private Delivery delivery(Resolver resolver) throws MailException {
        Path queue = dir.resolve("queue");
        spool = Spool.open(queue, new Limits(1000, 1 << 20, 1 << 20, 10_000, 0), () -> now);
        InstantSource clock = () -> now;
        var settings =
                new RelaySettings(
                        queue,
                        "relay.ancient-rome.net",
                        List.of(),
                        Set.of("home.test"),
                        Map.of("ada", MailboxName.INBOX),
                        new RoutingSettings(
                                Directory.EMPTY,
                                Optional.empty(),
                                Locals.Unknown.REFUSE,
                                Set.of(),
                                new RouteTable(routes, Map.of(), Map.of(), Optional.empty(), true),
                                Map.of(),
                                new OnwardSettings(
                                        10,
                                        2,
                                        Optional.of(
                                                new OnwardSettings.Mx(
                                                        () -> resolver, MxIT::none, this::door)))),
                        Optional.of("ada"),
                        Map.of(),
                        Retries.DEFAULT,
                        Relays.LIMITS,
                        Inbound.NONE);
        return new Delivery(
                spool,
                new Delivery.Parts(
                        settings.hostName(),
                        settings.router(),
                        new LastStep(
                                settings.hostName(),
                                (_, _, message) -> bounces.add(new String(message, UTF_8))),
                        new WaysOn(settings, WaysOn.memory(settings, clock), new Sessions()),
                        settings.retries(),
                        () -> 0,
                        1,
                        clock,
                        new RelayLog(queue, clock)),
                () -> {});
    }

    private static MtaSts.Source none() {
        return _ -> new MtaSts.Fetched("", "there is none");
    }

    private InetSocketAddress door(InetAddress address) {
        asked.add(address.getHostAddress());
        int port = doors.getOrDefault(address.getHostAddress(), 1);
        String here = address instanceof Inet6Address ? "::1" : "127.0.0.1";
        return new InetSocketAddress(InetAddress.ofLiteral(here), port);
    }

    /// A message after its first attempt.
    private record Sent(QueueId id, List<Recipient> recipients) {}

    /// Sends one message, once. Besides, it is for somebody of whose domain nobody knows anything,
    /// so that it stays in the queue.
    private Sent send(Delivery delivery, String... to) throws MailException {
        List<Address> all =
                Stream.concat(Stream.of(to), Stream.of("keep@keep.test"))
                        .map(AtHome::address)
                        .toList();
        QueueId id =
                spool.accept(
                        new Envelope(Optional.of(AtHome.address("ada@home.test")), all),
                        "From: <ada@home.test>\r\nSubject: x\r\n\r\nhello\r\n".getBytes(UTF_8),
                        Map.of());
        delivery.round();
        List<Recipient> after = spool.find(id).orElseThrow().recipients();
        return new Sent(id, after.subList(0, to.length));
    }

    private static String states(Sent item) {
        return item.recipients().stream()
                .map(r -> {
                    String[] words = r.reply().split(" ", -1);
                    String status =
                            switch (r.state()) {
                                case DELIVERED -> words[0];
                                case FAILED -> words[0] + " " + words[1];
                                case WAITING, UNCERTAIN -> words[0] + " " + r.host();
                            };
                    return r.address().localPart() + " " + r.state() + " " + status + "\n";
                })
                .collect(Collectors.joining());
    }

    private static long files(Servers sinks, String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(sinks.value("SINK_DIR"), name))) {
            return files.count();
        }
    }
}
