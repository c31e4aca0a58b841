package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.smtp.Dsn;
import hazel.smtp.ScriptedServer;
import hazel.smtp.SmtpClient;
import hazel.smtp.Transcript;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// LMTP: who is answered for, and when (RFC 2033).
class LmtpDeliveryTest {

    private static final byte[] MESSAGE =
            "Return-Path: <bob@far.test>\r\nSubject: x\r\n\r\nhi\r\n".getBytes(US_ASCII);

    private static final String TO_DATA =
            """
            S: 220 lmtp
            C: LHLO
            S: 250 lmtp
            C: MAIL FROM:<bob@far.test>
            S: 250 OK
            C: RCPT
            S: 250 OK
            """;

    @Test
    void eachRecipientHasItsOwnAnswerAfterTheDot() throws Exception {
        String script =
                TO_DATA
                        + """
                        C: RCPT
                        S: 550 5.1.1 No such user
                        C: RCPT
                        S: 250 OK
                        C: RCPT
                        S: 250 OK
                        C: DATA
                        S: 354 go
                        D:
                        S: 250 2.0.0 ada has it
                        S: 552 5.2.2 grace is over quota
                        """;
        try (var server = new ScriptedServer(script);
                var client = SmtpClient.open(server.server().withLmtp(), new Transcript())) {
            var to = List.of(at("ada"), at("nobody"), at("grace"), at("eve"));
            var parcel =
                    new NextHop.Parcel(
                            new Envelope(Address.parse("bob@far.test"), to),
                            MESSAGE,
                            Dsn.NONE,
                            TlsDemand.USUAL,
                            Optional.empty());
            assertThat(Exchanging.over(client, parcel, "lmtp").outcomes())
                    .map(o -> o.kind() + " " + o.reply())
                    .containsExactly(
                            "DELIVERED 250 2.0.0 ada has it",
                            "FAILED 550 5.1.1 No such user",
                            "FAILED 552 5.2.2 grace is over quota",
                            "DEFERRED 451 4.4.2 No answer to the whole message; it may be there");
        }
    }

    @Test
    void aUsersServerDecidesOverTheUsersMail() throws Exception {
        String whole = TO_DATA + "C: DATA\nS: 354 go\nD:\n";
        try (var server =
                new ScriptedServer(
                        whole + "S: 250 2.0.0 saved\nC: QUIT\nS: 221 bye\n",
                        whole + "S: 552 5.2.2 Quota exceeded\nC: QUIT\nS: 221 bye\n",
                        whole + "S: 452 4.2.2 Quota exceeded\nC: QUIT\nS: 221 bye\n")) {
            var delivery = new LmtpDelivery(server.server().withLmtp());
            delivery.deliver("ada", at("ada"), MESSAGE);
            assertThatThrownBy(() -> delivery.deliver("ada", at("ada"), MESSAGE))
                    .hasMessageContaining("5.2.2 Quota exceeded");
            assertThatThrownBy(() -> delivery.deliver("ada", at("ada"), MESSAGE))
                    .hasMessageContaining("says: 452 4.2.2");
            assertThat(server.messages()).isEqualTo(3);
        }
    }

    private static Address at(String local) {
        return new Address("", local, "home.test");
    }
}
