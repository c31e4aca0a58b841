package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Servers;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.smtp.Server.Tls;
import hazel.smtp.Submission.Accepted;
import hazel.smtp.Submission.Rejected;
import hazel.tls.Fingerprint;
import hazel.tls.KeyFiles;
import hazel.tls.Knock;
import hazel.tls.Trust;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The client against the mail servers of the world, as Debian has them.
class SmtpClientIT {

    /// Started when first asked for; a test must not mind what another has sent.
    private static final Map<String, Servers> RUNNING = new HashMap<>();

    private static final Login JULIUS = new Login("julius", "veni-vidi-vici");
    private static final String MESSAGE =
            "From: julius@ancient-rome.net\nTo: marka@ancient-rome.net\nSubject: Ides\n\n.dot\n";

    private static Servers running(String name) throws Exception {
        Servers running = RUNNING.get(name);
        if (running == null) {
            running = Servers.start(name);
            RUNNING.put(name, running);
        }
        return running;
    }

    @AfterAll
    static void stop() throws Exception {
        for (Servers each : RUNNING.values()) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix", "exim", "opensmtpd", "sendmail"})
    void everyProtectionAndEveryMechanismHandsOverAMessage(String name) throws Exception {
        Servers mta = running(name);
        for (Server server :
                List.of(
                        server(mta, "SMTPS_PORT", Tls.IMPLICIT),
                        server(mta, "SUBMISSION_PORT", Tls.STARTTLS))) {
            var offered = Probe.of(server.withLogin(JULIUS), new Transcript()).offers();
            List<String> tried = new ArrayList<>();
            for (String mechanism :
                    List.of("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256")) {
                if (offered.mechanisms().contains(mechanism)) {
                    Login login = JULIUS.by(mechanism);
                    Submission done = send(server.withLogin(login), "marka");
                    assertThat(done.isComplete()).as(name + " " + mechanism).isTrue();
                    tried.add(mechanism);
                }
            }
            assertThat(tried).contains("PLAIN", "LOGIN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix", "exim", "opensmtpd", "sendmail"})
    void everyRecipientGetsItsOwnAnswer(String name) throws Exception {
        Servers mta = running(name);
        // Exim as set up here asks about recipients only where nobody has logged in.
        Server server =
                name.equals("exim")
                        ? server(mta, "SMTP_PORT", Tls.STARTTLS)
                        : server(mta, "SMTPS_PORT", Tls.IMPLICIT).withLogin(JULIUS);
        Submission done = send(server, "marka", "tempfail", "nobody-here", "julius");

        assertThat(done.accepted())
                .extracting(a -> a.address().localPart())
                .containsExactly("marka", "julius");
        assertThat(done.rejected())
                .extracting(r -> r.address().localPart() + " " + r.reply().code() / 100)
                .containsExactly("tempfail 4", "nobody-here 5");
    }

    @Test
    void aWrongPasswordIsRefusedAndNotShown() throws Exception {
        Servers postfix = running("postfix");
        Server server = server(postfix, "SUBMISSION_PORT", Tls.STARTTLS);
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5")) {
            var transcript = new Transcript();
            Login wrong =
                    new Login(
                            Credentials.password("julius", "et-tu-brute"), Optional.of(mechanism));

            assertThat(failure(server.withLogin(wrong), transcript))
                    .isInstanceOf(Problem.BadCredentials.class);
            assertThat(transcript.toString())
                    .contains("AUTH " + mechanism, "535")
                    .doesNotContain("et-tu", "ZXQtdHU", "ganVsaXVz");
        }
    }

    @Test
    void eachBadCertificateIsRefusedForItsOwnReason() throws Exception {
        Servers postfix = running("postfix");
        assertThat(faults(server(postfix, "SMTPS_WRONGHOST_PORT", Tls.IMPLICIT)))
                .containsExactly("it is for another name");
        assertThat(faults(server(postfix, "SMTPS_EXPIRED_PORT", Tls.IMPLICIT)))
                .containsExactly("it has expired");
        String unknown = "nobody this machine or account trusts vouches for it";
        Server selfSigned = server(postfix, "SMTPS_SELFSIGNED_PORT", Tls.IMPLICIT);
        assertThat(faults(selfSigned)).containsExactly(unknown);
        Server noTrust = Server.tcp("localhost", postfix.port("SUBMISSION_PORT"), Tls.STARTTLS);
        assertThat(faults(noTrust)).containsExactly(unknown);
    }

    @Test
    void whatIsPinnedIsTakenAndNothingElse() throws Exception {
        Servers postfix = running("postfix");
        List<Fingerprint> seen = new ArrayList<>();
        for (String port :
                List.of(
                        "SMTPS_WRONGHOST_PORT",
                        "SMTPS_EXPIRED_PORT",
                        "SMTPS_SELFSIGNED_PORT",
                        "SMTPS_PORT")) {
            Server server = server(postfix, port, Tls.IMPLICIT).withLogin(JULIUS);
            var knock =
                    new Knock(
                            "localhost",
                            postfix.port(port),
                            Knock.Before.NOTHING,
                            Duration.ofSeconds(20));
            var shown = knock.look(Trust.SYSTEM).certificate().fingerprint();
            var fingerprint = new Fingerprint(shown);
            seen.add(fingerprint);
            Server pinned = server.withTrust(Trust.SYSTEM.withPin(fingerprint));
            assertThat(send(pinned, "marka").isComplete()).as(port).isTrue();
        }
        // The good one is trusted, but another is pinned.
        Trust other = Trust.SYSTEM.withAuthorities(postfix.ca()).withPin(seen.getFirst());
        Server alarmed = server(postfix, "SMTPS_PORT", Tls.IMPLICIT).withTrust(other);
        assertThat(sentence(alarmed))
                .startsWith("ALARM: ")
                .contains(seen.getFirst().text(), seen.getLast().text());
    }

    private static List<String> faults(Server server) {
        return ((Problem.BadCertificate) failure(server, new Transcript())).faults();
    }

    @Test
    void aServerWithoutStartTlsAndAMechanismWeDoNotSpeakAreRefused() throws Exception {
        Servers postfix = running("postfix");
        assertThat(sentence(server(postfix, "NOTLS_PORT", Tls.STARTTLS).withLogin(JULIUS)))
                .isEqualTo("localhost does not offer STARTTLS; nothing was sent to it in clear");
        Login ntlm = JULIUS.by("NTLM");
        assertThat(sentence(server(postfix, "SMTPS_PORT", Tls.IMPLICIT).withLogin(ntlm)))
                .isEqualTo("Hazel does not speak NTLM; no other was tried");
    }

    @Test
    void sizeAndDotsAndEightBitsArriveAsTheyShould() throws Exception {
        Servers postfix = running("postfix");
        Server server = server(postfix, "SMTPS_PORT", Tls.IMPLICIT).withLogin(JULIUS);
        try (SmtpClient client = SmtpClient.open(server, new Transcript())) {
            byte[] large = "x".repeat(11_000_000).getBytes(UTF_8);
            MailException e =
                    catchThrowableOfType(
                            MailException.class,
                            () -> client.submit(Transaction.of(to("ph10"), large)));
            assertThat(e.problem().message())
                    .isEqualTo(
                            "the message has 11000002 octets, localhost takes at most"
                                    + " 10485760");
            assertThat(client.isUsable()).isTrue();
            byte[] odd = (MESSAGE + ".\n..\ncaf\u00e9\n").getBytes(UTF_8);
            assertThat(client.submit(Transaction.of(to("ph10"), odd)).isComplete()).isTrue();
            assertThat(client.submit(Transaction.of(to("ph10"), odd)).isComplete()).isTrue();
        }
        Path box = Path.of(postfix.value("MAILDIR"), "ph10", "new");
        assertThat(new String(Servers.firstIn(box), UTF_8)).contains("\n.dot\n.\n..\ncaf\u00e9\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix", "exim", "opensmtpd", "sendmail"})
    void theIdInTheReplyIsTheOneInTheServersLog(String name) throws Exception {
        Servers mta = running(name);
        Server server = server(mta, "SMTPS_PORT", Tls.IMPLICIT).withLogin(JULIUS);
        String id = send(server, "marka").queueId().orElseThrow();

        Path box = Path.of(mta.value("MAILDIR"), "marka", "new");
        Path written = name.equals("opensmtpd") ? Path.of(mta.value("LOG")).getParent() : box;
        assertThat(new String(Servers.firstWith(written, id), UTF_8)).contains(id);
    }

    /// Postfix and Exim take chunks, the others want DATA.
    @ParameterizedTest
    @ValueSource(strings = {"postfix", "exim", "opensmtpd", "sendmail"})
    void whicheverWayItGoesTheMessageArrivesWhole(String name) throws Exception {
        Servers mta = running(name);
        Server server = server(mta, "SMTPS_PORT", Tls.IMPLICIT).withLogin(JULIUS);
        String odd = MESSAGE.replace("Ides", "whole") + ".\n..\nFrom here\n\n.";
        Transcript transcript = new Transcript();
        try (SmtpClient client = SmtpClient.open(server, transcript)) {
            for (int n = 0; n < 2; n++) {
                var transaction = Transaction.of(to("tw"), odd.getBytes(UTF_8));
                assertThat(client.submit(transaction).isComplete()).isTrue();
            }
        }

        boolean isChunked = name.equals("postfix") || name.equals("exim");
        assertThat(String.join("\n", transcript.lines()))
                .contains(isChunked ? "C: BDAT 0 LAST" : "C: DATA");
        Path box = Path.of(mta.value("MAILDIR"), "tw", "new");
        assertThat(new String(Servers.firstIn(box), UTF_8).replace("\r\n", "\n"))
                .contains("Subject: whole\n")
                .containsPattern("\n\n\\.dot\n\\.\n\\.\\.\n>?From here\n\n\\.\n$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix", "exim", "opensmtpd", "sendmail"})
    void aReportOfSuccessComesWhereItIsAskedForAndOffered(String name) throws Exception {
        Servers mta = running(name);
        Server server = server(mta, "SMTPS_PORT", Tls.IMPLICIT).withLogin(JULIUS);
        assertThat(Probe.of(server, new Transcript()).offers().has("DSN")).isTrue();
        Dsn dsn = Dsn.parse("success").orElseThrow();
        try (SmtpClient client = SmtpClient.open(server, new Transcript())) {
            var transaction = Transaction.of(to("marka"), MESSAGE.getBytes(UTF_8)).with(dsn);
            assertThat(client.submit(transaction).isComplete()).isTrue();
        }

        Path box = Path.of(mta.value("MAILDIR"), "julius", "new");
        assertThat(new String(Servers.firstWith(box, "delivery-status"), UTF_8))
                .contains("marka@ancient-rome.net");
    }

    /// The program that each of them calls sendmail gets the message without a network; others are
    /// in [SendmailProgramsIT].
    @ParameterizedTest
    @ValueSource(strings = {"exim", "opensmtpd", "sendmail"})
    void theProgramCalledSendmailTakesItWholeToo(String name) throws Exception {
        Servers mta = running(name);
        List<String> words = List.of(mta.value("SENDMAIL").split(" "));
        String odd = MESSAGE.replace("Ides", "piped") + ".\n\n.last\n";
        var handed = new SendmailCommand(words).hand(to("marka"), odd.getBytes(UTF_8));
        assertThat(handed.result()).as(handed.said()).isEqualTo(SendmailCommand.Result.ACCEPTED);

        Path box = Path.of(mta.value("MAILDIR"), "marka", "new");
        assertThat(
                        new String(Servers.firstWith(box, "Subject: piped"), UTF_8)
                                .replace("\r\n", "\n"))
                .endsWith("\n\n.dot\n.\n\n.last\n");
    }

    /// Spoken to on its standard input, it answers for each recipient.
    @ParameterizedTest
    @ValueSource(strings = {"exim", "sendmail"})
    void theProgramCalledSendmailSpeaksSmtpToo(String name) throws Exception {
        Servers mta = running(name);
        List<String> words = new ArrayList<>(List.of(mta.value("SENDMAIL").split(" ")));
        if (name.equals("exim")) { // whose rules here want a login but at its port for relays
            words.addAll(List.of("-oMi", "127.0.0.1." + mta.port("SMTP_PORT")));
        }
        words.add("-bs");
        String odd = MESSAGE.replace("Ides", "spoken") + ".\n\n.last\n";
        try (SmtpClient client = SmtpClient.open(Server.program(words), new Transcript())) {
            for (int n = 0; n < 2; n++) {
                var transaction = Transaction.of(to("marka", "nobody-here"), odd.getBytes(UTF_8));
                Submission done = client.submit(transaction);
                assertThat(done.accepted()).hasSize(1);
                assertThat(done.rejected().getFirst().reply().isPermanent()).isTrue();
            }
        }

        Path box = Path.of(mta.value("MAILDIR"), "marka", "new");
        assertThat(
                        new String(Servers.firstWith(box, "Subject: spoken"), UTF_8)
                                .replace("\r\n", "\n"))
                .endsWith("\n\n.dot\n.\n\n.last\n");
    }

    @Test
    void aCertificateLogsInWithoutAPassword(@TempDir Path dir) throws Exception {
        Servers exim = running("exim");
        Path own = Path.of(exim.value("CLIENT_P12")).getParent();
        Path key = Files.copy(own.resolve("client.key"), dir.resolve("client.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Server server = server(exim, "SMTPS_PORT", Tls.IMPLICIT);
        Server known =
                server.withTrust(
                                server.trust()
                                        .withIdentity(new KeyFiles(own.resolve("client.pem"), key)))
                        .withLogin(
                                new Login(
                                        Credentials.certificate("julius@ancient-rome.net"),
                                        Optional.empty()));
        var transcript = new Transcript();
        try (SmtpClient client = SmtpClient.open(known, transcript)) {
            var transaction = Transaction.of(to("marka"), MESSAGE.getBytes(UTF_8));
            assertThat(client.submit(transaction).isComplete()).isTrue();
        }
        assertThat(transcript.toString()).contains("AUTH EXTERNAL");
        Server unknown = known.withTrust(server.trust());
        assertThat(failure(unknown, new Transcript())).isInstanceOf(Problem.BadCredentials.class);
    }

    @Test
    void aHundredAndTwentyRecipientsArePipelined() throws Exception {
        Servers postfix = running("postfix");
        Server server = server(postfix, "SMTPS_PORT", Tls.IMPLICIT).withLogin(JULIUS);
        // At the tenth refusal Postfix begins to wait a second before each answer.
        String[] many = new String[120];
        for (int i = 0; i < many.length; i++) {
            many[i] = i % 14 == 0 ? "nobody" + i : "marka+" + i;
        }
        Submission done = send(server, many);

        assertThat(done.accepted()).hasSize(111);
        assertThat(done.rejected()).hasSize(9);
    }

    @Test
    void seventeenServersThatMisbehaveAreReadRight() throws Exception {
        try (Servers sink = Servers.start("sink")) {
            for (String good : List.of("OK", "OLD", "NOPIPE", "SLOW")) {
                assertThat(outcome(sink, good)).as(good).isEqualTo("accepted 2");
            }
            for (String later : List.of("MAIL4", "RCPT4", "DATA4", "DOT4", "SHUT421")) {
                assertThat(outcome(sink, later)).as(later).isEqualTo("temporary 2");
            }
            for (String never : List.of("RCPT5", "DOT5")) {
                assertThat(outcome(sink, never)).as(never).isEqualTo("permanent 2");
            }
            assertThat(outcome(sink, "DROPDOT")).isEqualTo("uncertain 2");
            for (String away : List.of("CONNECT4", "DROPRCPT", "DROPDATA")) {
                assertThat(outcome(sink, away)).as(away).isEqualTo("failed, try again");
            }
            for (String not : List.of("CONNECT5", "LMTP")) {
                assertThat(outcome(sink, not)).as(not).isEqualTo("failed for good");
            }
        }
    }

    private static String outcome(Servers sink, String name) {
        Server server = Server.tcp("127.0.0.1", sink.port(name + "_PORT"), Tls.NONE_LOOPBACK_ONLY);
        try {
            Submission done = send(server, "marka", "julius");
            if (!done.uncertain().isEmpty()) {
                return "uncertain " + done.uncertain().size();
            }
            return done.isRefusedByAll()
                    ? (done.rejected().stream().allMatch(Rejected::isTemporary)
                                    ? "temporary "
                                    : "permanent ")
                            + done.rejected().size()
                    : "accepted " + done.accepted().stream().map(Accepted::address).count();
        } catch (MailException e) {
            return e.problem().isTemporary() ? "failed, try again" : "failed for good";
        }
    }

    private static Server server(Servers mta, String port, Tls tls) {
        return Server.tcp("localhost", mta.port(port), tls)
                .withTrust(Trust.SYSTEM.withAuthorities(mta.ca()))
                .withOurName("mua.example");
    }

    private static Envelope to(String... names) {
        return new Envelope(
                Address.parse("julius@ancient-rome.net"),
                Stream.of(names).map(n -> new Address("", n, "ancient-rome.net")).toList());
    }

    private static Submission send(Server server, String... names) throws MailException {
        try (SmtpClient client = SmtpClient.open(server, new Transcript())) {
            return client.submit(Transaction.of(to(names), MESSAGE.getBytes(UTF_8)));
        }
    }

    private static String sentence(Server server) {
        return failure(server, new Transcript()).message();
    }

    private static Problem failure(Server server, Transcript transcript) {
        return catchThrowableOfType(MailException.class, () -> Probe.of(server, transcript))
                .problem();
    }

    /// Waits for the first message: delivery is the server's own business and takes a moment.
}
