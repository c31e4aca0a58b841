package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.Relays.Inbox;
import hazel.relay.Relays.Talk;
import hazel.relay.session.AtHome;
import hazel.relay.session.Locals;
import hazel.relay.session.Offers;
import hazel.relay.session.Policy;
import hazel.relay.session.Reach;
import hazel.relay.session.RelayLimits;
import hazel.relay.session.Standing;
import hazel.route.Directory;
import hazel.route.RouteTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The whole relay over real sockets.
class RelayTest {

    @TempDir private Path dir;

    private final Inbox inbox = new Inbox();

    private Relay start(RelayLimits limits, Reach reach) throws MailException {
        return Relay.start(
                Relays.settings(dir.resolve("relay"), limits, Relays.loopback(reach)),
                Relays.wiring(inbox));
    }

    @Test
    void aMessageForAUserArrivesWithItsTraceFields() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToData("bob@far.test", "ada+news@home.test");
            String reply = talk.raw("Subject: Hello\r\n\r\n..dot\r\n.\r\n").reply();
            assertThat(reply).matches("250 2\\.0\\.0 OK id=[0-9A-Z]{16}");
            assertThat(talk.say("QUIT")).isEqualTo("221 2.0.0 Bye");
            var arrived = inbox.next();
            assertThat(arrived.user()).isEqualTo("ada");
            assertThat(arrived.text())
                    .matches(
                            "(?s)Return-Path: <bob@far.test>\r\n"
                                    + "Envelope-To: ada\\+news@home.test\r\n"
                                    + "Delivered-To: ada\\+news@home.test\r\n"
                                    + "Received: from client.test \\(\\[127.0.0.1\\]\\)\r\n"
                                    + "\tby mx.test with ESMTP id "
                                    + reply.substring(reply.length() - 16)
                                    + "\r\n"
                                    + "\tfor <ada\\+news@home.test>;\r\n"
                                    + "\t\\w{3}, \\d+ \\w{3} \\d{4} [\\d:]{8} [+-]\\d{4}\r\n"
                                    + "Subject: Hello\r\n\r\n.dot\r\n");
        }
    }

    @Test
    void mailForNobodyIsTakenAndReturnedWhereTheSettingsWantThat() throws Exception {
        RelaySettings usual =
                Relays.settings(
                        dir.resolve("relay"), Relays.LIMITS, Relays.loopback(Reach.LOCAL_ONLY));
        var settings =
                new RelaySettings(
                        usual.directory(),
                        usual.hostName(),
                        usual.listen(),
                        usual.domains(),
                        usual.users(),
                        new RoutingSettings(
                                Directory.EMPTY,
                                Optional.empty(),
                                Locals.Unknown.BOUNCE,
                                Set.of(),
                                RouteTable.NONE,
                                Map.of(),
                                OnwardSettings.USUAL),
                        usual.postmaster(),
                        usual.identities(),
                        usual.retries(),
                        usual.limits(),
                        usual.inbound());
        try (Relay relay = Relay.start(settings, Relays.wiring(inbox));
                Talk talk = Talk.with(relay)) {
            talk.upToData("ada@home.test", "nobody@home.test");
            assertThat(talk.raw("Subject: Hello\r\n\r\nhi\r\n.\r\n").reply()).startsWith("250 ");
            assertThat(inbox.next().text())
                    .contains("Return-Path: <>\r\n")
                    .contains("Final-Recipient: rfc822; nobody@home.test\r\nAction: failed\r\n")
                    .contains("Status: 5.1.1\r\nDiagnostic-Code: X-Hazel; ")
                    .contains("Subject: Hello\r\n");
        }
        Policy lmtp =
                new Policy(
                        "mx.test",
                        Reach.LOCAL_ONLY,
                        settings.locals(),
                        Relays.LIMITS,
                        new Offers(Offers.Protocol.LMTP, false, Offers.Login.NEVER, Set.of()));
        assertThat(lmtp.refusal(AtHome.address("nobody@home.test"), Standing.NONE)).isPresent();
    }

    @Test
    void pipelinedCommandsAreAnsweredInTheirOrder() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.reply();
            talk.raw(
                    "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<nobody@home.test>\r\n"
                            + "RCPT TO:<grace@home.test>\r\nDATA\r\n");
            assertThat(talk.reply()).startsWith("250-mx.test greets a|250-PIPELINING|");
            assertThat(talk.reply()).isEqualTo("250 2.1.0 OK");
            assertThat(talk.reply()).isEqualTo("550 5.1.1 No such user here");
            assertThat(talk.reply()).isEqualTo("250 2.1.5 OK");
            assertThat(talk.reply()).startsWith("354 ");
            assertThat(talk.raw("\r\nhi\r\n.\r\nQUIT\r\n").reply()).startsWith("250 2.0.0");
            assertThat(talk.reply()).isEqualTo("221 2.0.0 Bye");
            assertThat(inbox.next().user()).isEqualTo("grace");
        }
    }

    /// After each of these endings a second message follows. Only one ending is real, and it is not
    /// among them, so nothing may ever be taken.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\r\n.\r",
                "\r.\r\n",
                "\n.\r",
                "\r.\n",
                "\r\n.\r\r\n",
                "\r\r\n.\n",
                "\r\n.\n\r\n",
                "\n\n.\n\n",
                "\r\r.\r\r\n",
                "\n\r.\n\r",
                "\r\n\r.\r\n",
                "\r\n\n.\r\n",
                "\r\n.\r\0\n",
                "\r\n\n.\n\r\n",
            })
    void noOtherEndingEndsAMessage(String ending) throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToData("bob@far.test", "ada@home.test");
            talk.raw(
                    "Subject: one\r\n\r\nfirst"
                            + ending
                            + "MAIL FROM:<evil@far.test>\r\nRCPT TO:<grace@home.test>\r\nDATA\r\n"
                            + "Subject: two\r\n\r\nsmuggled\r\n.\r\n");
            assertThat(talk.reply())
                    .isEqualTo("521 5.5.2 The message holds a CR or LF that stands alone");
            assertThat(talk.reply()).isEqualTo("closed");
        }
        assertThat(RelayQueue.in(dir.resolve("relay")).list()).isEmpty();
        assertThat(inbox.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n\0.\r\n", "\r\n. \r\n", "\r\n..\r\n", "\r\n\u0085.\r\n", " .\r\n"})
    void whatLooksLikeTheEndIsPartOfTheMessage(String ending) throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToData("bob@far.test", "ada@home.test");
            talk.raw("\r\nfirst" + ending + "RSET\r\nMAIL FROM:<evil@far.test>\r\n.\r\n");
            assertThat(talk.reply()).startsWith("250 2.0.0 OK");
            assertThat(inbox.next().text()).endsWith("RSET\r\nMAIL FROM:<evil@far.test>\r\n");
        }
    }

    @Test
    void theRestOfAMessageTooLargeIsNeverRunAsCommands() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToData("bob@far.test", "ada@home.test");
            talk.raw(
                    "x".repeat(200_000)
                            + "\r\nRSET\r\nMAIL FROM:<evil@far.test>\r\nRCPT TO:<ada@home.test>"
                            + "\r\n.\r\n");
            assertThat(talk.reply()).isEqualTo("552 5.3.4 A message may have 100000 octets");
            assertThat(talk.say("DATA")).isEqualTo("503 5.5.1 MAIL first");
        }
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void aMessageComesInChunksAndWhatIsInThemIsNeverACommand() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToRcpt("bob@far.test", "ada@home.test");
            String first = "Subject: x\r\n\r\n.\r\nRSET\r\n";
            assertThat(talk.say("BDAT " + first.length() + "\r\n" + first + "BDAT 2 LAST\r\nhi"))
                    .isEqualTo("250 2.0.0 " + first.length() + " octets received");
            assertThat(talk.reply()).startsWith("250 2.0.0 OK id=");
            assertThat(inbox.next().text()).endsWith("\r\n\r\n.\r\nRSET\r\nhi\r\n");
        }
    }

    @Test
    void aChunkCutOffIsNotTaken() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY)) {
            try (Talk talk = Talk.with(relay)) {
                talk.upToRcpt("bob@far.test", "ada@home.test");
                talk.raw("BDAT 1000 LAST\r\nSubject: half\r\n\r\n").halfClose();
                assertThat(talk.reply()).isEqualTo("421 4.4.2 The message was cut off");
                assertThat(talk.reply()).isEqualTo("closed");
            }
            assertThat(RelayQueue.in(dir.resolve("relay")).list()).isEmpty();
            assertThat(inbox.isEmpty()).isTrue();
        }
    }

    @Test
    void theOctetsOfARefusedChunkAreReadAndThrownAway() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            String evil = "RSET\r\nMAIL FROM:<evil@far.test>\r\nRCPT TO:<ada@home.test>\r\n";
            talk.reply();
            talk.say("EHLO client.test");
            assertThat(talk.say("BDAT " + evil.length() + " LAST\r\n" + evil + "NOOP"))
                    .isEqualTo("503 5.5.1 MAIL first");
            assertThat(talk.reply()).isEqualTo("250 2.0.0 OK");
            talk.say("MAIL FROM:<bob@far.test>");
            talk.say("RCPT TO:<ada@home.test>");
            String much = evil + "x".repeat(200_000);
            assertThat(talk.say("BDAT " + much.length() + "\r\n" + much + "DATA"))
                    .isEqualTo("552 5.3.4 A message may have 100000 octets");
            assertThat(talk.reply()).isEqualTo("503 5.5.1 MAIL first");
        }
    }

    @Test
    void betweenTwoChunksTheClientMayBeginAgain() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToRcpt("bob@far.test", "ada@home.test");
            assertThat(talk.say("BDAT 5\r\nfirst" + "RSET")).startsWith("250 2.0.0 5 octets");
            assertThat(talk.reply()).isEqualTo("250 2.0.0 OK");
            talk.say("MAIL FROM:<bob@far.test>");
            talk.say("RCPT TO:<ada@home.test>");
            assertThat(talk.say("BDAT 10 LAST\r\n\r\nsecond\r\n")).startsWith("250 2.0.0 OK");
            assertThat(inbox.next().text()).doesNotContain("first").endsWith("\r\n\r\nsecond\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\n.\n", "\r"})
    void aBareLineEndInAChunkIsRefused(String text) throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToRcpt("bob@far.test", "ada@home.test");
            assertThat(talk.raw("BDAT " + text.length() + " LAST\r\n" + text).reply())
                    .isEqualTo("554 5.6.0 The message holds a CR or LF that stands alone");
            assertThat(talk.say("NOOP")).isEqualTo("250 2.0.0 OK");
        }
    }

    @Test
    void aMessageCutOffIsNotTaken() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY)) {
            try (Talk talk = Talk.with(relay)) {
                talk.upToData("bob@far.test", "ada@home.test").raw("\r\nhalf a mess");
            }
            try (Talk talk = Talk.with(relay)) {
                talk.upToData("bob@far.test", "ada@home.test").raw("\r\nwhole\r\n.\r\n");
                assertThat(talk.reply()).startsWith("250 2.0.0");
            }
            assertThat(inbox.next().text()).endsWith("\r\nwhole\r\n");
            assertThat(inbox.isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO a\nMAIL FROM:<>\r\n", "EHLO a\rNOOP\r\n", "NOOP\n"})
    void aCommandThatDoesNotEndWithCrlfEndsTheSession(String commands) throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.reply();
            assertThat(talk.raw(commands).reply()).startsWith("521 5.5.2 ");
            assertThat(talk.reply()).isEqualTo("closed");
        }
    }

    @Test
    void aLineTooLongIsRefusedAndTheNextOneRead() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.reply();
            assertThat(talk.say("NOOP " + "x".repeat(8000))).isEqualTo("500 5.5.6 Line too long");
            assertThat(talk.say("NOOP")).isEqualTo("250 2.0.0 OK");
        }
    }

    @Test
    void whoTakesTooLongIsHungUpOn() throws Exception {
        var impatient = Relays.limits(1000, 10, 20, 20, Duration.ofMillis(50), 0);
        try (Relay relay = start(impatient, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.reply();
            assertThat(talk.raw("NOO").reply()).isEqualTo("421 4.4.2 You took too long; goodbye");
            assertThat(talk.reply()).isEqualTo("closed");
        }
    }

    @Test
    void moreConnectionsThanAllowedAreToldToComeAgain() throws Exception {
        var one = Relays.limits(1000, 10, 20, 1);
        try (Relay relay = start(one, Reach.LOCAL_ONLY);
                Talk first = Talk.with(relay)) {
            assertThat(first.reply()).startsWith("220 mx.test ");
            try (Talk second = Talk.with(relay)) {
                assertThat(second.reply()).isEqualTo("421 4.3.2 Too many connections; come again");
            }
            assertThat(first.say("NOOP")).isEqualTo("250 2.0.0 OK");
        }
    }

    @Test
    void aFullDiskMeansLaterNotNever() throws Exception {
        var full = Relays.limits(1000, 10, 20, 20, Duration.ofMinutes(1), Long.MAX_VALUE / 2);
        try (Relay relay = start(full, Reach.LOCAL_ONLY);
                Talk talk = Talk.with(relay)) {
            talk.upToData("bob@far.test", "ada@home.test").raw("\r\nhi\r\n.\r\n");
            assertThat(talk.reply())
                    .isEqualTo("452 4.3.1 No room for the message now; try again later");
            assertThat(talk.say("NOOP")).isEqualTo("250 2.0.0 OK");
        }
        assertThat(RelayQueue.in(dir.resolve("relay")).list()).isEmpty();
    }

    @Test
    void theUnixSocketIsPrivateAndKnowsWhoConnects() throws Exception {
        Path socket = dir.resolve("run").resolve("smtp");
        var settings =
                Relays.settings(dir.resolve("relay"), Relays.LIMITS, new ListenOn.Unix(socket));
        String user = System.getProperty("user.name");
        try (Relay relay = Relay.start(settings, Relays.wiring(inbox));
                Talk talk = Talk.with(socket)) {
            assertThat(relay.addresses()).hasSize(1);
            assertThat(Files.getPosixFilePermissions(socket.getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            talk.upToData("bob@far.test", "ada@home.test");
            talk.raw("From: Bob <bob@far.test>\r\nBcc: eve@far.test\r\n\r\nhi\r\n.\r\n").reply();
            assertThat(inbox.next().text())
                    .contains("Received: from client.test (local socket) (user " + user + ")\r\n")
                    .contains("\r\nSender: <" + user + "@mx.test>\r\n")
                    .contains("\r\nMessage-ID: <")
                    .contains("\r\nDate: ")
                    .doesNotContain("Bcc");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aSocketInADirectoryOfOthersIsRefused() throws Exception {
        Path open = Files.createDirectory(dir.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        var settings =
                Relays.settings(
                        dir.resolve("relay"),
                        Relays.LIMITS,
                        new ListenOn.Unix(open.resolve("smtp")));
        assertThatThrownBy(() -> Relay.start(settings, Relays.wiring(inbox)))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("put the socket into a directory with mode 700");
    }

    @Test
    void onlyLoopbackAddressesAreListenedOn() throws Exception {
        var everywhere = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 2525);
        assertThatThrownBy(() -> ListenOn.tcp(everywhere, Reach.LOCAL_ONLY))
                .isInstanceOfSatisfying(
                        MailException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.BadConfig.class));
        assertThatThrownBy(() -> new ListenOn.Loopback(everywhere, Reach.ANYWHERE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoRelaysNeverDeliverFromOneQueue() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.LOCAL_ONLY)) {
            assertThat(relay.addresses()).hasSize(1);
            assertThatThrownBy(() -> start(Relays.LIMITS, Reach.LOCAL_ONLY))
                    .isInstanceOf(MailException.class)
                    .hasMessageContaining("another relay delivers from");
            assertThat(RelayQueue.in(dir.resolve("relay")).status().isRunning()).isTrue();
        }
        assertThat(RelayQueue.in(dir.resolve("relay")).status().isRunning()).isFalse();
        start(Relays.LIMITS, Reach.LOCAL_ONLY).close();
    }

    @Test
    void mailForElsewhereWaitsForASmarthostAndCanBeLookedAtWithoutARelay() throws Exception {
        try (Relay relay = start(Relays.LIMITS, Reach.ANYWHERE);
                Talk talk = Talk.with(relay)) {
            talk.upToData("ada@home.test", "bob@far.test", "grace@home.test");
            assertThat(talk.raw("\r\nhi\r\n.\r\n").reply()).startsWith("250 2.0.0");
            assertThat(inbox.next().user()).isEqualTo("grace");
        }
        RelayQueue queue = RelayQueue.in(dir.resolve("relay"));
        var item = queue.list().getFirst();
        assertThat(item.held()).contains("no smarthost");
        assertThat(queue.status().held()).isEqualTo(1);
        List<String> log = queue.log(20);
        assertThat(log).anyMatch(l -> l.matches(".* <= ada@home.test from \\[127.0.0.1\\] .*"));
        assertThat(log).anyMatch(l -> l.contains(" => grace@home.test H=mx.test "));
        assertThat(queue.remove(item.id())).isTrue();
        assertThat(queue.list()).isEmpty();
    }
}
