package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.sasl.Precedent;
import hazel.smtp.Server.Tls;
import hazel.smtp.Submission.Accepted;
import hazel.smtp.Submission.Rejected;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class SmtpClientTest {

    private static final Address ADA = new Address("", "ada", "example.org");
    private static final Address BOB = new Address("", "bob", "example.net");
    private static final Address EVE = new Address("", "eve", "example.net");
    private static final Address TOM = new Address("", "tom", "example.net");
    private static final Envelope TO_BOB = new Envelope(Optional.of(ADA), List.of(BOB));
    private static final byte[] MESSAGE = "Subject: x\n\n.x\n".getBytes(UTF_8);
    private static final String HELLO =
            """
            S: 220 mx.test ready
            C: EHLO localhost
            S: 250-mx.test
            S: 250-SIZE 1000
            S: 250-8BITMIME
            """;

    private final Transcript transcript =
            new Transcript(InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z")));

    @Test
    void aMessageIsHandedOverAndEverythingIsInTheTranscript() throws Exception {
        try (var server =
                new ScriptedServer(
                        HELLO
                                + """
                                S: 250 HELP
                                C: MAIL
                                S: 250 2.1.0 OK
                                C: RCPT
                                S: 250 2.1.5 OK
                                C: DATA
                                S: 354 go
                                D:
                                S: 250 2.0.0 queued as 7
                                C: QUIT
                                S: 221 bye
                                """)) {
            Submission done = submit(server, TO_BOB);

            assertThat(done.accepted())
                    .containsExactly(new Accepted(BOB, Reply.enhanced(250, "2.1.5", "OK")));
            assertThat(done.last()).contains(Reply.enhanced(250, "2.0.0", "queued as 7"));
            assertThat(done.isComplete()).isTrue();
            assertThat(transcript.lines().stream().filter(l -> l.contains(" C: ")))
                    .containsExactly(
                            "  0.000 C: EHLO localhost",
                            "  0.000 C: MAIL FROM:<ada@example.org> SIZE=18",
                            "  0.000 C: RCPT TO:<bob@example.net>",
                            "  0.000 C: DATA",
                            "  0.000 C: (a message of 18 octets)",
                            "  0.000 C: .",
                            "  0.000 C: QUIT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"S: 250 HELP\n", "S: 250 PIPELINING\n"})
    void everyRecipientHasItsOwnAnswer(String last) throws Exception {
        try (var server = new ScriptedServer(mixed(last))) {
            Submission done =
                    submit(server, new Envelope(Optional.empty(), List.of(BOB, EVE, TOM)));

            assertThat(done.accepted()).extracting(Accepted::address).containsExactly(BOB);
            assertThat(done.rejected())
                    .containsExactly(
                            new Rejected(EVE, Reply.enhanced(550, "5.1.1", "unknown")),
                            new Rejected(TOM, Reply.enhanced(451, "4.7.1", "later")));
            assertThat(done.rejected())
                    .extracting(Rejected::isTemporary)
                    .containsExactly(false, true);
            assertThat(done.uncertain()).isEmpty();
            assertThat(server.heard()).contains("MAIL FROM:<> SIZE=18");
        }
    }

    private static String mixed(String last) {
        return HELLO
                + last
                + (last.contains("PIPELINING")
                        ? """
                        C: MAIL
                        C: RCPT
                        C: RCPT
                        C: RCPT
                        S: 250 OK
                        S: 250 OK
                        S: 550 5.1.1 unknown
                        S: 451 4.7.1 later
                        """
                        : """
                        C: MAIL
                        S: 250 OK
                        C: RCPT
                        S: 250 OK
                        C: RCPT
                        S: 550 5.1.1 unknown
                        C: RCPT
                        S: 451 4.7.1 later
                        """)
                + """
                C: DATA
                S: 354 go
                D:
                S: 250 OK
                C: QUIT
                S: 221 bye
                """;
    }

    @Test
    void aRefusalAfterTheDotIsOfEveryRecipient() throws Exception {
        try (var server =
                new ScriptedServer(upToDot() + "S: 552 5.3.4 too big\nC: QUIT\nS: 221 bye\n")) {
            Submission done = submit(server, TO_BOB);

            assertThat(done.isRefusedByAll()).isTrue();
            assertThat(done.rejected())
                    .containsExactly(new Rejected(BOB, Reply.enhanced(552, "5.3.4", "too big")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "R: 25\n", "S: banana\n", "R: 250 OK\\n\n", "S: 250-a\nS: 550 b\n"})
    void afterTheDotWhateverIsNoReplyLeavesItUncertain(String end) throws Exception {
        try (var server = new ScriptedServer(upToDot() + end)) {
            Submission done = submit(server, TO_BOB);

            assertThat(done.uncertain()).containsExactly(BOB);
            assertThat(done.accepted()).isEmpty();
            assertThat(done.last()).isEmpty();
            assertThat(server.messages()).isEqualTo(1);
        }
    }

    private static String toLastChunk() {
        return HELLO
                + """
                S: 250 CHUNKING
                C: MAIL
                S: 250 OK
                C: RCPT
                S: 250 OK
                C: BDAT 18
                B: 18
                S: 250 18 octets
                C: BDAT 0 LAST
                """;
    }

    @Test
    void whereChunksAreTakenTheMessageGoesAsItIs() throws Exception {
        try (var server = new ScriptedServer(toLastChunk() + "S: 250 kept\nC: QUIT\nS: 221 b\n")) {
            Submission done = submit(server, TO_BOB);

            assertThat(done.isComplete()).isTrue();
            assertThat(server.heard()).contains("chunk Subject: x\r\n\r\n.x\r\n");
        }
    }

    @Test
    void aChunkThatIsRefusedIsARefusalAndTheSessionGoesOn() throws Exception {
        String refusing =
                toLastChunk().replace("S: 250 18 octets\nC: BDAT 0 LAST\n", "S: 552 big\n");
        try (var server = new ScriptedServer(refusing + "C: QUIT\nS: 221 bye\n")) {
            Submission done = submit(server, TO_BOB);

            assertThat(done.rejected()).containsExactly(new Rejected(BOB, Reply.of(552, "big")));
            assertThat(server.heard()).endsWith("QUIT");
        }
    }

    @Test
    void onlyTheLastChunkLeavesItUncertain() throws Exception {
        try (var server = new ScriptedServer(toLastChunk())) {
            assertThat(submit(server, TO_BOB).uncertain()).containsExactly(BOB);
        }
        List<String> steps = toLastChunk().lines().toList();
        for (int kept = 0; kept < steps.size() - 1; kept++) {
            String script = String.join("\n", steps.subList(0, kept));
            try (var server = new ScriptedServer(script)) {
                assertThat(failure(server.server()).isTemporary()).as("after %s", kept).isTrue();
            }
        }
    }

    @Test
    void whereverTheConnectionDropsBeforeTheDotNobodyHasItAndItMayBeTriedAgain() throws Exception {
        List<String> steps = upToDot().lines().toList();
        for (int kept = 0; kept < steps.size() - 1; kept++) {
            String script = String.join("\n", steps.subList(0, kept));
            try (var server = new ScriptedServer(script)) {
                assertThat(failure(server.server()).isTemporary())
                        .as("after %s of %s", kept, steps.size())
                        .isTrue();
                assertThat(server.messages()).isZero();
            }
        }
    }

    @Test
    void a421AnywhereIsTemporary() throws Exception {
        List<String> steps = upToDot().lines().toList();
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).startsWith("S: ") || steps.get(i).startsWith("S: 250-")) {
                continue;
            }
            boolean ofHello = i > 0 && steps.get(i - 1).startsWith("S: 250-");
            String before = String.join("\n", steps.subList(0, ofHello ? 2 : i));
            try (var server = new ScriptedServer(before + "\nS: 421 4.3.2 closing\n")) {
                assertThat(isDeferred(server.server())).as("at %s", steps.get(i)).isTrue();
            }
        }
    }

    private boolean isDeferred(Server server) throws MailException {
        try (SmtpClient client = SmtpClient.open(server, transcript)) {
            Submission done = client.submit(Transaction.of(TO_BOB, MESSAGE));
            return !client.isUsable() && done.rejected().stream().allMatch(Rejected::isTemporary);
        } catch (MailException e) {
            return e.problem().isTemporary();
        }
    }

    @Test
    void aServerThatOnlyKnowsHeloIsSpokenToInIt() throws Exception {
        try (var server =
                new ScriptedServer(
                        """
                        S: 220 old
                        C: EHLO
                        S: 502 what
                        C: HELO localhost
                        S: 250 old
                        C: MAIL FROM:<ada@example.org>
                        S: 550 5.7.1 not you
                        C: QUIT
                        S: 221 bye
                        """)) {
            assertThat(submit(server, TO_BOB).rejected())
                    .containsExactly(new Rejected(BOB, Reply.enhanced(550, "5.7.1", "not you")));
            assertThat(server.heard()).contains("MAIL FROM:<ada@example.org>");
        }
    }

    @Test
    void aRefusalOfMailIsNotMistakenForThoseOfItsRecipients() throws Exception {
        try (var server =
                new ScriptedServer(
                        HELLO
                                + """
                                S: 250 PIPELINING
                                C: MAIL
                                C: RCPT
                                S: 451 4.7.0 slow down
                                S: 503 5.5.1 MAIL first
                                C: QUIT
                                S: 221 bye
                                """)) {
            assertThat(submit(server, TO_BOB).rejected())
                    .containsExactly(new Rejected(BOB, Reply.enhanced(451, "4.7.0", "slow down")));
        }
    }

    @Test
    void aMessageThatIsTooLargeIsNotBegun() throws Exception {
        try (var server = new ScriptedServer(HELLO + "S: 250 HELP\nC: QUIT\nS: 221 bye\n")) {
            Problem problem = failure(server.server(), TO_BOB, "x".repeat(2000).getBytes(UTF_8));

            assertThat(problem)
                    .isEqualTo(
                            new Problem.NotPermitted(
                                    "size",
                                    "the message has 2002 octets, 127.0.0.1 takes at most 1000"));
        }
    }

    @Test
    void anAddressOutsideAsciiNeedsItsExtension() throws Exception {
        String bare = "S: 220 a\nC: EHLO\nS: 250 a\nC: QUIT\nS: 221 bye\n";
        Address jose = new Address("", "josé", "example.net");
        try (var server = new ScriptedServer(bare)) {
            assertThat(failure(server.server(), TO_BOB.to(List.of(jose)), MESSAGE).message())
                    .isEqualTo("127.0.0.1 takes no address with letters outside ASCII (SMTPUTF8)");
        }
    }

    @Test
    void aServerWithoutEightBitMimeGetsSevenBitText() throws Exception {
        byte[] message =
                "Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain\n\nA café\n.\n"
                        .getBytes(UTF_8);
        try (var server =
                new ScriptedServer(
                        """
                        S: 220 a
                        C: EHLO
                        S: 250-a
                        S: 250 SIZE
                        C: MAIL FROM:<ada@example.org> SIZE=
                        S: 250 ok
                        C: RCPT
                        S: 250 ok
                        C: DATA
                        S: 354 go
                        D:
                        S: 250 taken
                        C: QUIT
                        S: 221 bye
                        """)) {
            try (SmtpClient client = SmtpClient.open(server.server(), transcript)) {
                assertThat(client.submit(Transaction.of(TO_BOB, message)).isComplete()).isTrue();
            }
            assertThat(server.heard())
                    .contains("MAIL FROM:<ada@example.org> SIZE=122", "message 122");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a> SIZE=1 <b", "a b", "\"a\"b\"", "\"a\\\"", "a,b", "<a"})
    void anAddressThatWouldBeMoreThanOneIsNotSent(String local) throws Exception {
        try (var server = new ScriptedServer(HELLO + "S: 250 HELP\nC: QUIT\nS: 221 bye\n")) {
            Envelope odd = TO_BOB.to(List.of(new Address("", local, "example.net")));

            assertThat(failure(server.server(), odd, MESSAGE))
                    .isInstanceOf(Problem.Malformed.class);
            assertThat(server.heard()).noneMatch(l -> l.startsWith("MAIL"));
        }
    }

    @Test
    void aFullWidthLineFeedInAnAddressIsNoLineFeedOnTheWire() throws Exception {
        try (var server = new ScriptedServer(HELLO + "S: 250 HELP\nC: QUIT\nS: 221 bye\n")) {
            Address sly = new Address("", "a\u760d\u760aRSET", "example.net");

            assertThat(failure(server.server(), TO_BOB.to(List.of(sly)), MESSAGE).message())
                    .contains("SMTPUTF8");
            assertThat(server.heard()).containsExactly("EHLO localhost", "QUIT");
        }
    }

    @Test
    void startTlsThatIsNotOfferedIsARefusalAndNothingFollows() throws Exception {
        try (var server = new ScriptedServer(HELLO + "S: 250 AUTH PLAIN\nC: QUIT\n")) {
            Server strict = server.server(Tls.STARTTLS).withLogin(new Login("ada", "secret"));

            assertThat(failure(strict))
                    .isEqualTo(
                            new Problem.NotTrusted(
                                    "127.0.0.1",
                                    "127.0.0.1 does not offer STARTTLS; nothing was sent to it in"
                                            + " clear"));
            assertThat(server.heard()).doesNotContain("AUTH").allMatch(l -> !l.contains("secret"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"S: 454 4.7.0 no TLS today", "S: 500 what"})
    void startTlsThatIsRefusedIsNotDoneWithout(String answer) throws Exception {
        try (var server =
                new ScriptedServer(
                        HELLO + "S: 250 STARTTLS\nC: STARTTLS\n" + answer + "\nC: x\n")) {
            assertThat(failure(server.server(Tls.STARTTLS))).isInstanceOf(Problem.NotTrusted.class);
        }
    }

    @Test
    void textAheadOfTlsIsAnInjection() throws Exception {
        try (var server =
                new ScriptedServer(
                        HELLO
                                + "S: 250 STARTTLS\nC: STARTTLS\n"
                                + "R: 220 go\\r\\n250-x\\r\\n250 AUTH PLAIN\\r\\n\nC: x\n")) {
            assertThat(failure(server.server(Tls.STARTTLS)).message())
                    .isEqualTo("127.0.0.1 sent text ahead of TLS that would pass for protected");
        }
    }

    @Test
    void aMechanismThatIsNotSpokenIsARefusal() throws Exception {
        try (var server = new ScriptedServer(HELLO + "S: 250 AUTH PLAIN NTLM\nC: QUIT\n")) {
            Login login = new Login(Credentials.password("ada", "secret"), Optional.of("NTLM"));

            assertThat(failure(server.server().withLogin(login)).message())
                    .isEqualTo("Hazel does not speak NTLM; no other was tried");
            assertThat(server.heard()).noneMatch(l -> l.startsWith("AUTH"));
        }
    }

    @Test
    void aMechanismThatIsNotOfferedIsARefusal() throws Exception {
        try (var server = new ScriptedServer(HELLO + "S: 250 AUTH LOGIN PLAIN\nC: QUIT\n")) {
            Login login = new Login(Credentials.password("ada", "secret"), Optional.of("cram-md5"));

            assertThat(failure(server.server().withLogin(login)).message())
                    .isEqualTo(
                            "127.0.0.1 offers LOGIN, PLAIN and not CRAM-MD5; no other was tried");
        }
    }

    @Test
    void aServerThatDidWithoutThePasswordIsNotToldItInClear() throws Exception {
        try (var server =
                new ScriptedServer(
                        """
                        S: 220 mx.test ready
                        C: EHLO localhost
                        S: 250-mx.test
                        S: 250 AUTH PLAIN LOGIN
                        """)) {
            var scram =
                    new Precedent() {
                        @Override
                        public Optional<String> mechanism() {
                            return Optional.of("SCRAM-SHA-1");
                        }

                        @Override
                        public void note(String mechanism) {}

                        @Override
                        public void lapse(String warning) {}
                    };
            Login login = new Login("ada", "secret").after(scram);
            assertThat(failure(server.server().withLogin(login)))
                    .isInstanceOf(Problem.NotTrusted.class);
            assertThat(server.heard()).noneMatch(l -> l.startsWith("AUTH"));
        }
    }

    @Test
    void theStrongestIsChosenAndTheTranscriptMasksIt() throws Exception {
        // the challenge and the digest are those of RFC 2195 section 2
        try (var server =
                new ScriptedServer(
                        HELLO
                                + """
                                S: 250 AUTH LOGIN PLAIN CRAM-MD5
                                C: AUTH CRAM-MD5
                                S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
                                C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
                                S: 235 2.7.0 welcome
                                C: QUIT
                                S: 221 bye
                                """)) {
            Server tim = server.server().withLogin(new Login("tim", "tanstaaftanstaaf"));

            assertThat(Probe.of(tim, transcript).loggedIn()).isTrue();
            assertThat(transcript.toString())
                    .contains("S: 334 (masked)", "C: (masked)")
                    .doesNotContain("dGltIG", "PDE4OTYu");
        }
    }

    @Test
    void loginIsSpokenInTwoStepsAndPlainInOne() throws Exception {
        String login =
                """
                S: 250 AUTH LOGIN
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C: dHc=
                S: 334 UGFzc3dvcmQ6
                C: cGFzcyB3b3Jk
                S: 235 ok
                C: QUIT
                S: 221 bye
                """;
        String plain =
                """
                S: 250 AUTH=PLAIN
                C: AUTH PLAIN AHR3AHBhc3Mgd29yZA==
                S: 235 ok
                C: QUIT
                S: 221 bye
                """;
        try (var server = new ScriptedServer(HELLO + login, HELLO + plain)) {
            Server tw = server.server().withLogin(new Login("tw", "pass word"));

            assertThat(Probe.of(tw, transcript).loggedIn()).isTrue();
            assertThat(Probe.of(tw, transcript).loggedIn()).isTrue();
            assertThat(transcript.toString())
                    .contains("AUTH PLAIN (masked)")
                    .doesNotContain("AHR3");
            assertThat(tw.toString()).doesNotContain("pass word");
        }
    }

    @Test
    void aWrongPasswordIsOfTheCredentialsAndAnOverloadedServerIsNot() throws Exception {
        String auth = HELLO + "S: 250 AUTH PLAIN\nC: AUTH PLAIN\n";
        try (var server =
                new ScriptedServer(
                        auth + "S: 535 5.7.8 no\nC: Q\n", auth + "S: 454 4.7.0 wait\nC: Q\n")) {
            Server ada = server.server().withLogin(new Login("ada", "secret"));

            assertThat(failure(ada))
                    .isEqualTo(
                            new Problem.BadCredentials(
                                    "ada", "127.0.0.1 refuses the login of ada: 535 5.7.8 no"));
            assertThat(failure(ada).isTemporary()).isTrue();
        }
    }

    @Test
    void aServerThatDripsIsGivenUp() throws Exception {
        try (var server = new ScriptedServer("R: 220\nC: never\n")) {
            var patience = Duration.ofMillis(200);
            Server hasty =
                    server.server()
                            .withTimeouts(new Timeouts(patience, patience, patience, patience));

            assertThat(failure(hasty).message())
                    .isEqualTo("127.0.0.1 did not answer in time to the connection");
        }
    }

    @Test
    void floodsAndGarbageAreCut() throws Exception {
        try (var server =
                new ScriptedServer(
                        "S: SSH-2.0-OpenSSH_9\nC: x\n",
                        "S: 220-x\n".repeat(300) + "C: x\n",
                        "R: 220 " + "x".repeat(200_000) + "\nC: x\n")) {
            assertThat(failure(server.server())).isInstanceOf(Problem.Protocol.class);
            assertThat(failure(server.server())).isInstanceOf(Problem.Protocol.class);
            assertThat(failure(server.server())).isInstanceOf(Problem.Protocol.class);
        }
    }

    @Test
    void reportsAreAskedForOnlyWhereTheyAreOffered() throws Exception {
        var dsn =
                new Dsn(
                        Set.of(Dsn.Notify.FAILURE, Dsn.Notify.SUCCESS),
                        Optional.of(Dsn.Returns.HDRS),
                        Optional.of("a+b=c"),
                        Map.of(
                                new Address("", "eve", "example.net"),
                                new Dsn.OfRecipient(
                                        Set.of(Dsn.Notify.NEVER),
                                        Optional.of("rfc822;e=ve@example.net"))));
        var both =
                TO_BOB.to(
                        List.of(
                                TO_BOB.forwardPaths().getFirst(),
                                new Address("", "eve", "example.net")));
        String end =
                "C: MAIL\nS: 250 OK\nC: RCPT\nS: 550 no\nC: RCPT\nS: 550 no\nC: QUIT\nS: 221 bye\n";
        try (var server =
                new ScriptedServer(HELLO + "S: 250 DSN\n" + end, HELLO + "S: 250 HELP\n" + end)) {
            for (int i = 0; i < 2; i++) {
                try (SmtpClient client = SmtpClient.open(server.server(), transcript)) {
                    client.submit(Transaction.of(both, MESSAGE).with(dsn));
                }
            }
            assertThat(server.heard())
                    .containsExactly(
                            "EHLO localhost",
                            "MAIL FROM:<ada@example.org> SIZE=18 RET=HDRS ENVID=a+2Bb+3Dc",
                            "RCPT TO:<bob@example.net> NOTIFY=SUCCESS,FAILURE",
                            "RCPT TO:<eve@example.net> NOTIFY=NEVER"
                                    + " ORCPT=rfc822;e+3Dve@example.net",
                            "QUIT",
                            "EHLO localhost",
                            "MAIL FROM:<ada@example.org> SIZE=18",
                            "RCPT TO:<bob@example.net>",
                            "RCPT TO:<eve@example.net>",
                            "QUIT");
        }
    }

    @Test
    void whoeverIsToldBeforeTheDotCanStillStopIt() throws Exception {
        try (var server = new ScriptedServer(upToDot() + "S: 250 OK\n")) {
            Problem stop = new Problem.CannotWrite("journal", "the disk is full");
            try (SmtpClient client = SmtpClient.open(server.server(), transcript)) {
                Transaction transaction =
                        Transaction.of(TO_BOB, MESSAGE)
                                .with(
                                        (Transaction.BeforeDot)
                                                _ -> {
                                                    throw new MailException(stop);
                                                });
                MailException e =
                        catchThrowableOfType(MailException.class, () -> client.submit(transaction));

                assertThat(e.problem()).isEqualTo(stop);
                assertThat(client.isUsable()).isFalse();
            }
            assertThat(server.messages()).isZero();
        }
    }

    @Test
    void aHostThatDoesNotExistAndAPortThatIsClosedAreToldApart() throws Exception {
        int closed;
        try (var server = new ScriptedServer("S: 220 x")) {
            closed = ((Server.Place.Tcp) server.server().place()).port();
        }
        assertThat(failure(Server.tcp("127.0.0.1", closed, Tls.IMPLICIT)))
                .isInstanceOf(Problem.Unreachable.class);
        assertThat(failure(Server.tcp("no-such-host.invalid", 25, Tls.IMPLICIT)))
                .isEqualTo(
                        new Problem.Unknown(
                                "no-such-host.invalid", "no host is called no-such-host.invalid"));
    }

    private static String upToDot() {
        return HELLO
                + """
                S: 250 HELP
                C: MAIL
                S: 250 OK
                C: RCPT
                S: 250 OK
                C: DATA
                S: 354 go
                D:
                """;
    }

    private Submission submit(ScriptedServer server, Envelope envelope) throws MailException {
        try (SmtpClient client = SmtpClient.open(server.server(), transcript)) {
            return client.submit(Transaction.of(envelope, MESSAGE));
        }
    }

    private Problem failure(Server server) {
        return failure(server, TO_BOB, MESSAGE);
    }

    private Problem failure(Server server, Envelope envelope, byte[] message) {
        return catchThrowableOfType(
                        MailException.class,
                        () -> {
                            try (SmtpClient client = SmtpClient.open(server, transcript)) {
                                client.submit(Transaction.of(envelope, message));
                            }
                        })
                .problem();
    }
}
