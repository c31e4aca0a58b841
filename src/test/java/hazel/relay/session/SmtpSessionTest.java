package hazel.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.sasl.Credentials;
import hazel.sasl.Sasl;
import hazel.sasl.ScramKeys;
import hazel.smtp.Dsn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Transcripts: `C:` is sent, `S:` is expected.
class SmtpSessionTest {

    @Test
    void oneMessage() {
        transcript(
                Reach.ANYWHERE,
                """
                C: EHLO mua.example
                S: 250 mx.test greets mua.example PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES HELP
                C: MAIL FROM:<ada@home.test> BODY=8BITMIME SIZE=1000
                S: 250 2.1.0 OK
                C: RCPT TO:<grace@far.test>
                S: 250 2.1.5 OK
                C: DATA
                S: 354 End with <CRLF>.<CRLF>
                """);
    }

    @Test
    void commandsOutOfOrderAreRefusedAndHarmless() {
        transcript(
                Reach.ANYWHERE,
                """
                C: MAIL FROM:<ada@home.test>
                S: 503 5.5.1 EHLO first
                C: RSET
                S: 250 2.0.0 OK
                C: HELO mua.example
                S: 250 mx.test greets mua.example
                C: RCPT TO:<grace@far.test>
                S: 503 5.5.1 MAIL first
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: MAIL FROM:<>
                S: 503 5.5.1 MAIL already given
                C: DATA
                S: 554 5.5.1 No valid recipients
                """);
    }

    @Test
    void theSmallCommandsAreAnsweredInEveryState() {
        transcript(
                Reach.LOCAL_ONLY,
                """
                C: NOOP whatever
                S: 250 2.0.0 OK
                C: VRFY ada
                S: 252 2.5.0 Not told here; try to send to it
                C: HELP
                S: 214 2.0.0 EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY QUIT
                C: EHLO mua.example
                S: 250 mx.test greets mua.example PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES HELP
                C: MAIL FROM:<x@y.test>
                S: 250 2.1.0 OK
                C: RCPT TO:<ada@home.test>
                S: 250 2.1.5 OK
                C: noop
                S: 250 2.0.0 OK
                C: RSET
                S: 250 2.0.0 OK
                C: DATA
                S: 503 5.5.1 MAIL first
                C: QUIT
                S: 221 2.0.0 Bye
                C: NOOP
                S: 421 4.3.2 Closed
                """);
    }

    @Test
    void helloAgainEndsTheTransaction() {
        transcript(
                Reach.ANYWHERE,
                """
                C: HELO a
                S: 250 mx.test greets a
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: HELO b
                S: 250 mx.test greets b
                C: RCPT TO:<ada@home.test>
                S: 503 5.5.1 MAIL first
                """);
    }

    @Test
    void parametersAreReadStrictly() {
        transcript(
                AtHome.limits(1000, 3, 50),
                """
                C: HELO a
                S: 250 mx.test greets a
                C: MAIL FROM:<> SIZE=10
                S: 555 5.5.4 Parameters need EHLO
                C: EHLO a
                S: 250 mx.test greets a PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES HELP
                C: MAIL FROM:<> SIZE=1001
                S: 552 5.3.4 A message may have 1000 octets
                C: MAIL FROM:<> SIZE=99999999999999999999
                S: 552 5.3.4 A message may have 1000 octets
                C: MAIL FROM:<> SIZE=999999999999999999999
                S: 501 5.5.4 Syntax: SIZE=octets, once
                C: MAIL FROM:<> SIZE=-1
                S: 501 5.5.4 Syntax: SIZE=octets, once
                C: MAIL FROM:<> SIZE=1 size=2
                S: 501 5.5.4 Syntax: SIZE, once and with its value
                C: MAIL FROM:<> BODY=BINARYMIME
                S: 501 5.5.4 Syntax: BODY=7BIT or BODY=8BITMIME
                C: MAIL FROM:<> HOLDFOR=10
                S: 555 5.5.4 Parameter not known here: HOLDFOR
                C: MAIL FROM:<> NOTIFY=NEVER
                S: 555 5.5.4 Parameter not known here: NOTIFY
                C: MAIL FROM:<> RET=SOME
                S: 501 5.5.4 Syntax: RET=FULL or RET=HDRS
                C: MAIL FROM:<> ENVID=
                S: 501 5.5.4 Syntax: ENVID, once and with its value
                C: MAIL FROM:<> ENVID=a+0
                S: 501 5.5.4 Syntax: ENVID=xtext of up to 100 characters
                C: MAIL FROM:<> ENVID=a+0D+0Ab
                S: 501 5.5.4 Syntax: ENVID=xtext of up to 100 characters
                C: MAIL FROM:<> ENVID=%s
                S: 501 5.5.4 Syntax: ENVID=xtext of up to 100 characters
                C: MAIL FROM:<>SIZE=1
                S: 501 5.5.4 Syntax: MAIL FROM:<address> [parameters]
                C: MAIL FROM:<a@b.test>,<c@d.test>
                S: 501 5.5.4 Syntax: MAIL FROM:<address> [parameters]
                C: MAIL FROM: <a@b.test>
                S: 501 5.1.7 Syntax: MAIL FROM:<address> [parameters]
                C: MAIL FROM:<"a b>c"@b.test> SMTPUTF8
                S: 250 2.1.0 OK
                C: RCPT TO:<ada@home.test> RET=FULL
                S: 555 5.5.4 Parameter not known here: RET
                C: RCPT TO:<ada@home.test> NOTIFY=NEVER,DELAY
                S: 501 5.5.4 Syntax: NOTIFY=NEVER or some of SUCCESS,FAILURE,DELAY
                C: RCPT TO:<ada@home.test> NOTIFY=SUCCESS NOTIFY=DELAY
                S: 501 5.5.4 Syntax: NOTIFY, once and with its value
                C: RCPT TO:<ada@home.test> ORCPT=ada@home.test
                S: 501 5.5.4 Syntax: ORCPT=type;xtext of up to 500 characters
                C: RCPT TO:<ada@home.test> ORCPT=rfc822;+0A
                S: 501 5.5.4 Syntax: ORCPT=type;xtext of up to 500 characters
                C: RCPT TO:<ada@home.test> ORCPT=rfc822;%s
                S: 501 5.5.4 Syntax: ORCPT=type;xtext of up to 500 characters
                C: RCPT TO:<>
                S: 501 5.1.3 Syntax: RCPT TO:<address>
                C: RCPT TO:<dörte@far.test>
                S: 250 2.1.5 OK
                C: DATA now
                S: 501 5.5.4 Syntax: DATA, alone
                C: STARTTLS
                S: 502 5.5.1 STARTTLS is not offered here
                C: AUTH PLAIN x
                S: 502 5.5.1 AUTH is not offered here
                C: XCLIENT ADDR=127.0.0.1
                S: 500 5.5.2 Command not recognized
                C: EHLO
                S: 501 5.5.4 Syntax: EHLO host.name
                C: EHLO a(b
                S: 501 5.5.4 Syntax: EHLO host.name
                """
                        .formatted("x".repeat(101), "x".repeat(494)));
    }

    @Test
    void whatReportsAreWantedIsKeptWithTheEnvelopeAndEachRecipient() {
        SmtpSession session = SmtpSession.open(AtHome.policy(Reach.ANYWHERE));
        for (String line :
                List.of(
                        "EHLO a",
                        "MAIL FROM:<ada@home.test> RET=hdrs ENVID=a+2Bb",
                        "RCPT TO:<bob@far.test> NOTIFY=success,DELAY ORCPT=RFC822;b+3Db@far.test",
                        "RCPT TO:<grace@home.test> NOTIFY=NEVER",
                        "RCPT TO:<ada@home.test>",
                        "DATA")) {
            var step = session.on(CommandParser.parse(line));
            assertThat(step.reply().isPositive()).as(line).isTrue();
            session = step.next();
        }
        var receiving = (SessionState.Receiving) session.state();
        assertThat(receiving.mail().parameters().returns()).contains(Dsn.Returns.HDRS);
        assertThat(receiving.mail().parameters().envid()).contains("a+b");
        assertThat(receiving.recipients())
                .extracting(Command.Rcpt::reports)
                .containsExactly(
                        new Dsn.OfRecipient(
                                Set.of(Dsn.Notify.SUCCESS, Dsn.Notify.DELAY),
                                Optional.of("rfc822;b=b@far.test")),
                        new Dsn.OfRecipient(Set.of(Dsn.Notify.NEVER), Optional.empty()),
                        Dsn.OfRecipient.NONE);
    }

    /// The octets of a chunk are the shell's; here only what is said to it.
    @Test
    void aMessageInChunks() {
        transcript(
                AtHome.limits(1000, 3, 50),
                """
                C: BDAT 5 LAST
                S: 503 5.5.1 MAIL first
                C: EHLO a
                S: 250 mx.test greets a PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES HELP
                C: BDAT 5
                S: 503 5.5.1 MAIL first
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: BDAT 5
                S: 554 5.5.1 No valid recipients
                C: RCPT TO:<ada@home.test>
                S: 503 5.5.1 MAIL first
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<ada@home.test>
                S: 250 2.1.5 OK
                C: BDAT 600
                S: 250 2.0.0 600 octets received
                C: RCPT TO:<grace@home.test>
                S: 503 5.5.1 The message has begun; BDAT or RSET
                C: MAIL FROM:<>
                S: 503 5.5.1 MAIL already given
                C: DATA
                S: 503 5.5.1 The message has begun; BDAT or RSET
                C: RSET
                S: 250 2.0.0 OK
                C: BDAT 1
                S: 503 5.5.1 MAIL first
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<ada@home.test>
                S: 250 2.1.5 OK
                C: BDAT 600
                S: 250 2.0.0 600 octets received
                C: BDAT 401 LAST
                S: 552 5.3.4 A message may have 1000 octets
                C: BDAT 1 LAST
                S: 503 5.5.1 MAIL first
                C: BDAT 4001
                S: 503 5.5.1 MAIL first
                C: NOOP
                S: 421 4.3.2 Closed
                """);
    }

    @Test
    void chunksNeedEhloAndASize() {
        transcript(
                Reach.ANYWHERE,
                """
                C: HELO a
                S: 250 mx.test greets a
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<ada@home.test>
                S: 250 2.1.5 OK
                C: BDAT 5 LAST
                S: 503 5.5.1 BDAT needs EHLO
                C: BDAT -5
                S: 501 5.5.4 Syntax: BDAT octets [LAST]
                C: NOOP
                S: 421 4.3.2 Closed
                """);
    }

    private static SmtpSession offering(Offers offers, Standing standing) {
        return SmtpSession.open(
                new Policy("mx.test", Reach.LOCAL_ONLY, AtHome.LOCALS, AtHome.SMALL, offers),
                standing);
    }

    private static final Offers SUBMISSION =
            new Offers(Offers.Protocol.SMTP, true, Offers.Login.INSIDE_TLS, Set.of("backup.test"));

    @Test
    void thatMailGoesOnOverTlsOnlyCanBeAskedForInsideTlsOnly() {
        run(
                offering(SUBMISSION, Standing.SECURE),
                """
                C: EHLO a
                S: 250 mx.test greets a PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES REQUIRETLS AUTH SCRAM-SHA-256 PLAIN LOGIN HELP
                C: MAIL FROM:<> REQUIRETLS=yes
                S: 501 5.5.4 Syntax: REQUIRETLS, without a value
                C: MAIL FROM:<> REQUIRETLS
                S: 250 2.1.0 OK
                """);
        run(
                offering(SUBMISSION, Standing.NONE),
                """
                C: EHLO a
                S: 250 mx.test greets a PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES STARTTLS HELP
                C: MAIL FROM:<> REQUIRETLS
                S: 555 5.5.4 REQUIRETLS is for inside TLS
                """);
    }

    @Test
    void nobodyLogsInInClear() {
        run(
                offering(SUBMISSION, Standing.NONE),
                """
                C: EHLO a
                S: 250 mx.test greets a PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES STARTTLS HELP
                C: AUTH PLAIN AGFkYQBzZWNyZXQ=
                S: 538 5.7.11 Not in clear: STARTTLS first
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<bob@far.test>
                S: 550 5.7.1 Relaying denied: log in first
                C: RCPT TO:<bob@BACKUP.test>
                S: 250 2.1.5 OK
                C: STARTTLS
                S: 503 5.5.1 Not in the middle of a message
                C: RSET
                S: 250 2.0.0 OK
                C: STARTTLS now
                S: 501 5.5.4 Syntax: STARTTLS, alone
                """);
    }

    @Test
    void afterTheHandshakeNothingSaidBeforeCounts() {
        SmtpSession session = offering(SUBMISSION, Standing.NONE);
        session = session.on(CommandParser.parse("EHLO a")).next();
        var step = session.on(CommandParser.parse("STARTTLS"));
        assertThat(step.reply()).hasToString("220 2.0.0 Go ahead");
        assertThat(step.next().notSecured().next().isClosed()).isTrue();
        run(
                step.next().secured(),
                """
                C: MAIL FROM:<>
                S: 503 5.5.1 EHLO first
                C: STARTTLS
                S: 502 5.5.1 STARTTLS is not offered here
                C: EHLO a
                S: 250 mx.test greets a PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES REQUIRETLS AUTH SCRAM-SHA-256 PLAIN LOGIN HELP
                """);
    }

    @Test
    void whoHasLoggedInSendsToAnywhere() {
        SmtpSession session = offering(SUBMISSION, Standing.SECURE);
        session = session.on(CommandParser.parse("EHLO a")).next();
        var step = session.on(CommandParser.parse("AUTH PLAIN AGFkYQBzZWNyZXQ="));
        assertThat(step.replies()).isEmpty();
        assertThat(step.next().state())
                .isInstanceOfSatisfying(
                        SessionState.Claiming.class,
                        c ->
                                assertThat(c.claim())
                                        .isEqualTo(new LoginExchange.Password("ada", "secret"))
                                        .hasToString("Password[ada, ***]"));
        var welcome = step.next().afterLogin(new LoginExchange.True());
        assertThat(welcome.reply()).hasToString("235 2.7.0 Welcome");
        run(
                welcome.next(),
                """
                C: AUTH PLAIN AGFkYQBzZWNyZXQ=
                S: 503 5.5.1 AUTH once, after EHLO and before MAIL
                C: MAIL FROM:<ada@home.test>
                S: 250 2.1.0 OK
                C: RCPT TO:<bob@far.test>
                S: 250 2.1.5 OK
                """);
        assertThat(step.next().afterLogin(new LoginExchange.NotKnownNow()).reply())
                .hasToString("454 4.7.0 Nobody can log in now; try later");
    }

    @Test
    void loginAsksForTheNameAndThenForThePassword() {
        SmtpSession session = offering(SUBMISSION, Standing.SECURE);
        session = session.on(CommandParser.parse("EHLO a")).next();
        var name = session.on(CommandParser.parse("AUTH login"));
        assertThat(name.reply()).hasToString("334 VXNlcm5hbWU6");
        var password = name.next().answered("YWRh");
        assertThat(password.reply()).hasToString("334 UGFzc3dvcmQ6");
        assertThat(password.next().answered("c2VjcmV0").next().state())
                .isInstanceOf(SessionState.Claiming.class);
        assertThat(password.next().answered("*").reply().code()).isEqualTo(501);
        assertThat(password.next().answered("*").next().state())
                .isInstanceOf(SessionState.Ready.class);
        assertThat(name.next().answered("?").reply()).hasToString("501 5.5.2 That is not base64");
        var empty = session.on(CommandParser.parse("AUTH LOGIN ="));
        assertThat(empty.reply().code()).isEqualTo(334);
        assertThat(empty.next().answered("c2VjcmV0").reply().code()).isEqualTo(535);
    }

    @Test
    void scramAsksForWhatIsKeptAndThenForAProof() throws Exception {
        var keys = ScramKeys.of("secret", ScramKeys.LEAST_ITERATIONS);
        for (String password : List.of("secret", "guess")) {
            Sasl.Exchange client =
                    Sasl.choose(
                            Credentials.password("ada", password),
                            Set.of("SCRAM-SHA-256"),
                            Optional.empty(),
                            new Sasl.Host("mx.test", 25));
            SmtpSession session = offering(SUBMISSION, Standing.SECURE);
            session = session.on(CommandParser.parse("EHLO a")).next();
            String first = client.initialWord().orElseThrow();
            var named = session.on(CommandParser.parse("AUTH scram-sha-256 " + first));
            var claim = ((SessionState.Claiming) named.next().state()).claim();
            assertThat(claim.user()).isEqualTo("ada");
            var asked =
                    named.next()
                            .afterLogin(
                                    LoginExchange.goesOn(
                                            ((LoginExchange.Named) claim).first(), keys));
            assertThat(asked.reply().code()).isEqualTo(334);
            var proof = asked.next().answered(client.respondWord(asked.reply().text()));
            if (password.equals("secret")) {
                assertThat(client.respondWord(proof.reply().text())).isEmpty();
                proof = proof.next().answered("");
            }
            assertThat(proof.next().state())
                    .isInstanceOfSatisfying(
                            SessionState.Claiming.class,
                            c ->
                                    assertThat(c.claim())
                                            .isEqualTo(
                                                    new LoginExchange.Proof(
                                                            "ada", password.equals("secret"))));
            assertThat(asked.next().answered("*").reply().code()).isEqualTo(501);
        }
    }

    @Test
    void aPasswordIsTriedThreeTimes() {
        SmtpSession session = offering(SUBMISSION, Standing.SECURE);
        session = session.on(CommandParser.parse("EHLO a")).next();
        for (int i = 0; i < 2; i++) {
            var claim = session.on(CommandParser.parse("AUTH PLAIN AGFkYQBzZWNyZXQ="));
            var step = claim.next().afterLogin(new LoginExchange.False());
            assertThat(step.reply()).hasToString("535 5.7.8 Wrong name or password");
            session = step.next();
        }
        var claim = session.on(CommandParser.parse("AUTH PLAIN AGFkYQBzZWNyZXQ="));
        assertThat(claim.next().afterLogin(new LoginExchange.False()).reply())
                .hasToString("421 4.7.0 Too many wrong passwords; goodbye");
    }

    /// In the name of another; two parts; a name that would be two lines of a log; no password.
    @ParameterizedTest
    @ValueSource(
            strings = {"Ym9iAGFkYQBzZWNyZXQ=", "YWRhAHNlY3JldA==", "AGEKYgBzZWNyZXQ=", "AGFkYQA="})
    void whatIsNoLoginIsRefusedUnasked(String initial) {
        SmtpSession session = offering(SUBMISSION, Standing.SECURE);
        session = session.on(CommandParser.parse("EHLO a")).next();
        var step = session.on(CommandParser.parse("AUTH PLAIN " + initial));
        assertThat(step.reply().isPermanent()).isTrue();
        assertThat(step.next().state()).isInstanceOf(SessionState.Ready.class);
    }

    @Test
    void lmtpAnswersForEachRecipient() {
        var lmtp = new Offers(Offers.Protocol.LMTP, false, Offers.Login.NEVER, Set.of());
        SmtpSession session = offering(lmtp, Standing.NONE);
        assertThat(session.greeting()).hasToString("220 mx.test LMTP Hazel");
        run(
                session,
                """
                C: EHLO a
                S: 500 5.5.1 This is LMTP: LHLO
                C: AUTH PLAIN x
                S: 502 5.5.1 AUTH is not offered here
                C: LHLO a
                S: 250 mx.test greets a PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES HELP
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<bob@far.test>
                S: 550 5.7.1 Relaying denied: this way in takes mail for local addresses only
                """);
        for (String line :
                List.of(
                        "LHLO a",
                        "MAIL FROM:<>",
                        "RCPT TO:<ada@home.test>",
                        "RCPT TO:<ada@home.test>",
                        "RCPT TO:<gone@home.test>",
                        "RCPT TO:<grace@home.test>",
                        "DATA")) {
            session = session.on(CommandParser.parse(line)).next();
        }
        assertThat(session.after(new Receipt.Queued("0ABC")).replies())
                .hasSize(3)
                .allMatch(r -> r.toString().equals("250 2.0.0 OK id=0ABC"));
        assertThat(session.after(new Receipt.TooLarge()).replies())
                .hasSize(3)
                .allMatch(r -> r.code() == 552);
    }

    @Test
    void lhloIsNotSmtp() {
        transcript(
                Reach.LOCAL_ONLY,
                """
                C: LHLO a
                S: 500 5.5.1 This is SMTP: EHLO
                """);
    }

    @Test
    void reportsCannotBeAskedForWithHelo() {
        transcript(
                Reach.ANYWHERE,
                """
                C: HELO a
                S: 250 mx.test greets a
                C: MAIL FROM:<> RET=FULL
                S: 555 5.5.4 Parameters need EHLO
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<ada@home.test> NOTIFY=NEVER
                S: 555 5.5.4 Parameters need EHLO
                """);
    }

    @Test
    void anInternationalAddressNeedsSmtputf8() {
        transcript(
                Reach.ANYWHERE,
                """
                C: EHLO a
                S: 250 mx.test greets a PIPELINING SIZE 1000 8BITMIME CHUNKING SMTPUTF8 DSN ENHANCEDSTATUSCODES HELP
                C: MAIL FROM:<dörte@far.test>
                S: 553 5.6.7 This address needs SMTPUTF8 with MAIL
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<dörte@far.test>
                S: 553 5.6.7 This address needs SMTPUTF8 with MAIL
                """);
    }

    @Test
    void recipientsAreLimitedAndTheSameOneCountsOnce() {
        transcript(
                Reach.ANYWHERE,
                """
                C: HELO a
                S: 250 mx.test greets a
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<a@far.test>
                S: 250 2.1.5 OK
                C: RCPT TO:<A@FAR.test>
                S: 250 2.1.5 OK
                C: RCPT TO:<b@far.test>
                S: 250 2.1.5 OK
                C: RCPT TO:<c@far.test>
                S: 250 2.1.5 OK
                C: RCPT TO:<d@far.test>
                S: 452 4.5.3 Too many recipients; send again for the rest
                """);
    }

    @Test
    void theFifthMistakeIsTheLast() {
        transcript(
                Reach.LOCAL_ONLY,
                """
                C: HELO a
                S: 250 mx.test greets a
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<one@home.test>
                S: 550 5.1.1 No such user here
                C: RCPT TO:<two@home.test>
                S: 550 5.1.1 No such user here
                C: FOO
                S: 500 5.5.2 Command not recognized
                C: BAR
                S: 500 5.5.2 Command not recognized
                C: RCPT TO:<three@home.test>
                S: 421 4.7.0 Too many mistakes; goodbye
                C: RCPT TO:<ada@home.test>
                S: 421 4.3.2 Closed
                """);
    }

    @Test
    void aProgramOfThisMachineMayNameManyWhoAreGone() {
        transcript(
                Reach.ANYWHERE,
                """
                C: HELO a
                S: 250 mx.test greets a
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                %sC: RCPT TO:<ada@home.test>
                S: 250 2.1.5 OK
                """
                        .formatted(
                                """
                                C: RCPT TO:<gone@home.test>
                                S: 550 5.1.1 No such user here
                                """
                                        .repeat(9)));
    }

    @Test
    void aWebBrowserIsHungUpOn() {
        transcript(
                Reach.ANYWHERE,
                """
                C: POST / HTTP/1.1
                S: 554 5.5.2 This is a mail server, not a web server
                C: EHLO a
                S: 421 4.3.2 Closed
                """);
    }

    @Test
    void aliasesThatLeadNowhereAreNobody() {
        transcript(
                Reach.LOCAL_ONLY,
                """
                C: HELO a
                S: 250 mx.test greets a
                C: MAIL FROM:<>
                S: 250 2.1.0 OK
                C: RCPT TO:<round@home.test>
                S: 550 5.1.1 No such user here
                C: RCPT TO:<crew@home.test>
                S: 250 2.1.5 OK
                C: RCPT TO:<postmaster>
                S: 250 2.1.5 OK
                C: RCPT TO:<Grace+lists@HOME.test>
                S: 250 2.1.5 OK
                """);
    }

    @Test
    void whatBecomesOfAMessageIsSaidOnceAndEndsTheTransaction() {
        var receiving = receiving();
        assertThat(receiving.after(new Receipt.Queued("0ABC")).reply())
                .hasToString("250 2.0.0 OK id=0ABC");
        assertThat(receiving.after(new Receipt.Queued("0ABC")).next().state())
                .isInstanceOf(SessionState.Ready.class);
        assertThat(receiving.after(new Receipt.TooLarge()).reply())
                .hasToString("552 5.3.4 A message may have 1000 octets");
        assertThat(receiving.after(new Receipt.TooLarge()).next().isClosed()).isFalse();
        assertThat(receiving.after(new Receipt.BareLineEnd()).reply().code()).isEqualTo(521);
        assertThat(receiving.after(new Receipt.BareLineEnd()).next().isClosed()).isTrue();
        assertThat(receiving.after(new Receipt.Cut()).next().isClosed()).isTrue();
    }

    private static SmtpSession receiving() {
        SmtpSession session = SmtpSession.open(AtHome.policy(Reach.ANYWHERE));
        for (String line : List.of("EHLO a", "MAIL FROM:<>", "RCPT TO:<ada@home.test>", "DATA")) {
            session = session.on(CommandParser.parse(line)).next();
        }
        return session;
    }

    private static void transcript(Reach reach, String script) {
        run(SmtpSession.open(AtHome.policy(reach)), script);
    }

    private static void transcript(RelayLimits limits, String script) {
        run(SmtpSession.open(new Policy("mx.test", Reach.ANYWHERE, AtHome.LOCALS, limits)), script);
    }

    private static void run(SmtpSession opened, String script) {
        SmtpSession session = opened;
        String reply = "";
        for (String line : script.lines().toList()) {
            if (line.startsWith("C: ")) {
                var step = session.on(CommandParser.parse(line.substring(3)));
                session = step.next();
                reply = step.reply().toString();
            } else {
                assertThat("S: " + reply).isEqualTo(line);
            }
        }
    }
}
