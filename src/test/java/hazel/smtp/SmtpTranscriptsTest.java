package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Corpus;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sasl.Login;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What SMTP servers of the world answered, as the project MailKit wrote it down.
class SmtpTranscriptsTest {

    private static final Address BOB = new Address("", "bob", "example.net");
    private static final Envelope TO_BOB = new Envelope(Optional.empty(), List.of(BOB));
    private static final byte[] MESSAGE = "Subject: x\n\nx\n".getBytes(UTF_8);

    /// As a script says it.
    private static String said(String file) throws IOException {
        return Files.readString(Corpus.path("smtp-transcripts/mailkit/" + file + ".txt"))
                .lines()
                .map(line -> "S: " + line + "\n")
                .collect(Collectors.joining());
    }

    private static Submission submitted(String script) throws Exception {
        try (var server = new ScriptedServer(script);
                SmtpClient client = SmtpClient.open(server.server(), new Transcript())) {
            return client.submit(Transaction.of(TO_BOB, MESSAGE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "comcast-ehlo+binarymime, CHUNKING",
        "comcast-ehlo+digest-md5, 8BITMIME",
        "comcast-ehlo+dsn, DSN",
        "comcast-ehlo+requiretls, REQUIRETLS",
        "comcast-ehlo+x-exps, SIZE"
    })
    void aSessionAsTheyHadItHandsOverTheMessage(String ehlo, String offer) throws Exception {
        boolean isChunked = ehlo.endsWith("binarymime");
        String end = said("comcast-data-done");
        String script =
                said("comcast-greeting")
                        + "C: EHLO\n"
                        + said(ehlo)
                        + "C: MAIL\nS: 250 OK\nC: RCPT\n"
                        + said("comcast-rcpt-to")
                        + (isChunked
                                ? "C: BDAT 17\nB: 17\n" + end + "C: BDAT 0 LAST\n" + end
                                : "C: DATA\n" + said("comcast-data") + "D:\n" + end)
                        + "C: QUIT\nS: 221 bye\n";
        Submission done = submitted(script);
        assertThat(done.isComplete()).isTrue();
        assertThat(done.last().orElseThrow().text()).contains("mail accepted for delivery");

        try (var server = new ScriptedServer(script)) {
            Capabilities offers = Probe.of(server.server(), new Transcript()).offers();
            assertThat(offers.has(offer)).isTrue();
        }
    }

    /// Who knows no EHLO is greeted as in 1982.
    @Test
    void helo() throws Exception {
        assertThat(
                        submitted(
                                        said("comcast-greeting")
                                                + "C: EHLO\nS: 502 what\nC: HELO\n"
                                                + said("helo")
                                                + "C: MAIL\nS: 250 OK\nC: RCPT\n"
                                                + said("comcast-rcpt-to")
                                                + "C: DATA\n"
                                                + said("comcast-data")
                                                + "D:\n"
                                                + said("comcast-data-done")
                                                + "C: QUIT\nS: 221 bye\n")
                                .isComplete())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"mailbox-unavailable, 550", "auth-required, 530"})
    void whatIsRefusedIsReadWithItsCode(String file, int code) throws Exception {
        Submission done =
                submitted(
                        said("comcast-greeting")
                                + "C: EHLO\nS: 250 a\nC: MAIL\nS: 250 OK\nC: RCPT\n"
                                + said(file)
                                + "C: RSET\nS: 250 OK\nC: QUIT\nS: 221 bye\n");
        assertThat(done.rejected()).extracting(r -> r.reply().code()).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({
        "auth-successful, true",
        "auth-failed, false",
        "comcast-auth-digest-md5-reset, false",
        "comcast-auth-digest-md5-response, false"
    })
    void aLoginIsTakenOrNot(String file, boolean isTaken) throws Exception {
        String script =
                said("comcast-greeting")
                        + "C: EHLO\n"
                        + "S: 250-a\n"
                        + "S: 250 AUTH LOGIN\n"
                        + "C: AUTH LOGIN\n"
                        + "S: 334 VXNlcm5hbWU6\n"
                        + "C: \n"
                        + said("comcast-auth-login-username")
                        + "C: \n"
                        + said(file)
                        + (file.endsWith("response") ? "C: \nS: 535 no\n" : "")
                        + "C: QUIT\nS: 221 bye\n";
        try (var server = new ScriptedServer(script)) {
            Server as = server.server().withLogin(new Login("ada", "secret"));
            if (isTaken) {
                SmtpClient.open(as, new Transcript()).close();
            } else {
                Problem problem =
                        catchThrowableOfType(
                                        MailException.class,
                                        () -> SmtpClient.open(as, new Transcript()).close())
                                .problem();
                assertThat(problem)
                        .isInstanceOfAny(Problem.BadCredentials.class, Problem.Protocol.class);
                assertThat(problem.message()).doesNotContain("secret");
            }
        }
    }
}
