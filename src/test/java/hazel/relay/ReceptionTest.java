package hazel.relay;

import static hazel.relay.session.AtHome.address;
import static hazel.relay.session.AtHome.policy;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hazel.mail.Address;
import hazel.relay.session.AtHome;
import hazel.relay.session.Command;
import hazel.relay.session.Offers;
import hazel.relay.session.Policy;
import hazel.relay.session.Reach;
import hazel.relay.session.SessionState;
import hazel.relay.session.Standing;
import hazel.smtp.Dsn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

class ReceptionTest {

    private static final ZonedDateTime NOON = ZonedDateTime.parse("2026-11-23T12:00:00+01:00");
    private static final Client TCP = new Client("[127.0.0.1]", Optional.empty());
    private static final Client ADA = new Client("local socket", Optional.of("ada"));
    private static final Map<String, Set<String>> IDENTITIES =
            Map.of("ada", Set.of("ada@work.test"));

    @Test
    void whatIsMissingIsAddedAndBccIsTaken() {
        assertThat(
                        prepared(
                                TCP,
                                "Bcc: eve@far.test\r\nsubject: x\r\nBCC: a@b.test,\r\n c@d.test\r\n"
                                        + "\r\nbody\r\n"))
                .isEqualTo(
                        """
                        Received: from mua.test ([127.0.0.1])
                        \tby mx.test with ESMTP id 0000000000000001
                        \tfor <bob@far.test>;
                        \tMon, 23 Nov 2026 12:00:00 +0100
                        subject: x
                        Date: Mon, 23 Nov 2026 12:00:00 +0100
                        Message-ID: <0000000000000001@mx.test>
                        From: <ada@home.test>

                        body
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void whatIsThereStaysOctetForOctet() {
        String message =
                "From:  Ada\u00e9 <ada@home.test>\r\n"
                        + "Date: x\r\n"
                        + "MESSAGE-ID : y\r\n"
                        + "X:\r\n"
                        + "\t folded \r\n"
                        + "\r\n"
                        + "\u00ff\0 body without an end";
        assertThat(prepared(TCP, message)).endsWith("+0100\r\n" + message);
    }

    @Test
    void mailFromElsewhereGetsATraceFieldAndNothingElse() {
        var reception = new Reception(policy(Reach.LOCAL_ONLY), Map.of());
        String message = "Subject: x\r\nBcc: kept\r\n\r\nbody\r\n";
        String ready =
                text(reception.prepare(octets(message), arrival(TCP, "bob@far.test")).message());
        assertThat(ready).startsWith("Received: from ").endsWith("+0100\r\n" + message);
    }

    @Test
    void aMessageWithoutAHeaderGetsOne() {
        assertThat(prepared(TCP, "no field, just words\r\nFrom: not a field\r\n"))
                .endsWith(
                        "From: <ada@home.test>\r\n\r\n"
                                + "no field, just words\r\n"
                                + "From: not a field\r\n");
        assertThat(prepared(TCP, "")).endsWith("From: <ada@home.test>\r\n");
    }

    @Test
    void severalRecipientsAreNotToldOfEachOther() {
        assertThat(prepared(TCP, "\r\n", "bob@far.test", "eve@far.test"))
                .doesNotContain("eve@")
                .doesNotContain("for <");
    }

    @Test
    void aliasesAreLeftToWhoDeliversAndNobodyIsThereTwice() {
        var reception = new Reception(policy(Reach.ANYWHERE), Map.of());
        var ready =
                reception.prepare(
                        octets("\r\n"),
                        arrival(TCP, "crew@home.test", "ADA@home.test", "ada@HOME.test"));
        assertThat(ready.envelope().forwardPaths())
                .map(Address::addrSpec)
                .containsExactly("crew@home.test", "ADA@home.test");
    }

    @Test
    void whoSendsAsSomebodyElseIsNamed() {
        assertThat(prepared(ADA, "From: Bob <bob@far.test>\r\n\r\n"))
                .contains("(local socket) (user ada)\r\n")
                .contains("\r\nSender: <ada@mx.test>\r\n");
        assertThat(prepared(ADA, "From: bob@far.test, ada@home.test\r\n\r\n"))
                .contains("\r\nSender: ");
        assertThat(prepared(ADA, "From: \"<ada@home.test>\" <bob@far.test>\r\n\r\n"))
                .contains("\r\nSender: ");
        assertThat(prepared(ADA, "From: ada@home.test\r\nSender: bob@far.test\r\n\r\n"))
                .contains("\r\nSender: <ada@mx.test>\r\n")
                .doesNotContain("Sender: bob");
    }

    @Test
    void whoSendsAsThemselvesIsNot() {
        assertThat(prepared(ADA, "From: Ada <ADA@work.test>\r\n\r\n")).doesNotContain("Sender:");
        assertThat(prepared(ADA, "From: ada@home.test\r\n\r\n")).doesNotContain("Sender:");
        assertThat(prepared(ADA, "From: ada@mx.test\r\n\r\n")).doesNotContain("Sender:");
        assertThat(prepared(ADA, "From: b@far.test\r\nSender: ada@work.test\r\n\r\n"))
                .contains("\r\nSender: ada@work.test\r\n")
                .doesNotContain("Sender: <ada@mx");
    }

    /// RFC 8601 section 5. Behind the colon stands who is said to have found something out.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.test; dkim=pass",
                " MX.Test 1; none",
                "\"mx.test\"; none",
                "\"m\\x.test\"; none",
                "(a (b) \\) c) mx.test(d); none",
                "\r\n\tmx.test\r\n\t; none",
                "; none",
                "(",
                "\"",
                ""
            })
    void whatSomebodyElseFoundOutInOurNameIsTakenAway(String body) {
        String forged = "Subject: x\r\nAuthentication-Results:" + body + "\r\n\r\nbody\r\n";
        assertThat(prepared(TCP, forged)).doesNotContain("Authentication-Results");
    }

    @ParameterizedTest
    @ValueSource(strings = {" far.test; dkim=pass", "mx.test.far.test", "(mx.test) far.test; none"})
    void whatOthersFoundOutInTheirNameStays(String body) {
        String field = "Authentication-Results:" + body + "\r\n";
        assertThat(prepared(TCP, "Subject: x\r\n" + field + "\r\nbody\r\n")).contains(field);
    }

    @Test
    void aServerInFrontThatHasOurNameIsBelieved() {
        var offers = new Offers(Offers.Protocol.LMTP, false, Offers.Login.NEVER, Set.of());
        var policy = new Policy("mx.test", Reach.LOCAL_ONLY, AtHome.LOCALS, Relays.LIMITS, offers);
        String field = "Authentication-Results: mx.test; dkim=pass\r\n";
        assertThat(
                        text(
                                new Reception(policy, Map.of())
                                        .prepare(
                                                octets(field + "\r\n"),
                                                arrival(TCP, "ada@home.test"))
                                        .message()))
                .contains(field);
    }

    @Test
    void whoLoggedInIsNamedInAFieldOfOurs() {
        var client = new Client("[192.0.2.1]", Optional.of("ada"), Standing.SECURE.as("ada"));
        assertThat(prepared(client, "Authentication-Results: mx.test; auth=fail\r\n\r\n"))
                .contains("\r\nAuthentication-Results: mx.test;\r\n\tauth=pass smtp.auth=ada\r\n")
                .doesNotContain("auth=fail");
    }

    @Test
    void aFieldOfMegabytesIsReadInTime() {
        for (String piece : List.of("(", "\\(", "()", " ", "a")) {
            String field = "Authentication-Results: " + piece.repeat(1_000_000) + "\r\n\r\n";
            assertThat(prepared(TCP, field)).startsWith("Received: ");
        }
    }

    @Test
    void aHundredHopsAreALoop() {
        var reception = new Reception(policy(Reach.ANYWHERE), Map.of());
        String hop = "Received: from a by b; date\r\n";
        assertThat(reception.refusal(octets(hop.repeat(99) + "\r\n"))).isEmpty();
        assertThat(reception.refusal(octets(hop.repeat(100) + "\r\n")).orElseThrow())
                .hasToString("554 5.4.6 Too many hops: a mail loop");
    }

    @Test
    void aHeaderOfMegabytesIsReadInTime() {
        String big = "Subject: x\r\n" + " y\r\n".repeat(500_000) + "\r\n";
        assertThat(Letter.read(octets(big)).fields()).hasSize(1);
        String many = "X: y\r\n".repeat(100_000) + "\r\nbody";
        assertThat(text(Letter.read(octets(many)).toBytes())).isEqualTo(many);
    }

    @Test
    void anAliasPassesOnWhatReportsAreWantedAndTheAddressTheSenderKnows() {
        var reception = new Reception(policy(Reach.ANYWHERE), IDENTITIES);
        var wanted = new Dsn.OfRecipient(Set.of(Dsn.Notify.SUCCESS), Optional.empty());
        var session =
                new SessionState.Receiving(
                        new Command.Hello(Command.Dialect.ESMTP, "mua.test"),
                        new Command.Mail(
                                Optional.empty(),
                                new Command.Parameters(
                                        OptionalLong.empty(),
                                        false,
                                        false,
                                        Optional.of(Dsn.Returns.FULL),
                                        Optional.of("e 1")),
                                /* isExtended= */ true),
                        List.of(
                                new Command.Rcpt(address("crew@home.test"), wanted),
                                new Command.Rcpt(address("ada@home.test"), Dsn.OfRecipient.NONE),
                                new Command.Rcpt(address("eve@far.test"), wanted)));
        Reception.Ready ready =
                reception.prepare(
                        octets("\r\nhi"),
                        new Reception.Arrival(TCP, session, "0000000000000001", NOON));
        assertThat(ready.dsn())
                .isEqualTo(
                        new Dsn(
                                Set.of(),
                                Optional.of(Dsn.Returns.FULL),
                                Optional.of("e 1"),
                                Map.of(
                                        address("crew@home.test"), wanted,
                                        address("ada@home.test"), Dsn.OfRecipient.NONE,
                                        address("eve@far.test"), wanted)));
    }

    private static String prepared(Client client, String message, String... to) {
        var reception = new Reception(policy(Reach.ANYWHERE), IDENTITIES);
        String[] paths = to.length == 0 ? new String[] {"bob@far.test"} : to;
        return text(reception.prepare(octets(message), arrival(client, paths)).message());
    }

    private static Reception.Arrival arrival(Client client, String... to) {
        Optional<Address> from = Optional.of(address("ada@home.test"));
        var mail = new Command.Mail(from, Command.Parameters.NONE, /* isExtended= */ false);
        var recipients = List.of(to).stream().map(AtHome::rcpt).toList();
        return new Reception.Arrival(
                client,
                new SessionState.Receiving(
                        new Command.Hello(Command.Dialect.ESMTP, "mua.test"), mail, recipients),
                "0000000000000001",
                NOON);
    }

    private static byte[] octets(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, ISO_8859_1);
    }
}
