package hazel.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Whom TLS believes, against servers whose certificates were made a moment ago.
class TrustTest {

    @TempDir private static Path dir;
    private static TestCertificate good;
    private static TestCertificate other;
    private static TestCertificate expired;
    private static TestCertificate wrongName;

    @BeforeAll
    static void certificates() throws Exception {
        good = TestCertificate.of(dir, "dns:localhost,ip:127.0.0.1");
        other = TestCertificate.of(dir, "dns:localhost");
        expired = TestCertificate.of(dir, "dns:localhost", "-30d", 10);
        wrongName = TestCertificate.of(dir, "dns:mail.example.org,dns:*.example.net");
    }

    /// Connects as SMTP does, and as a library does that makes its sockets itself.
    private static Optional<Problem> connect(TestCertificate shown, Trust trust) throws Exception {
        Optional<Problem> byHand;
        try (var server = new TlsServer(shown)) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                    SSLSocket tls = trust.handshake(socket, "localhost", server.port())) {
                byHand = Optional.empty();
                assertThat(tls.getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
                assertThat(tls.getSession().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
            } catch (MailException e) {
                byHand = Optional.of(e.problem());
            }
            var sockets = trust.factory("localhost", server.port());
            try (var socket = (SSLSocket) sockets.createSocket("localhost", server.port())) {
                socket.startHandshake();
                assertThat(byHand).isEmpty();
            } catch (IOException e) {
                assertThat(Optional.of(Trust.problem("localhost", e))).isEqualTo(byHand);
            }
        }
        return byHand;
    }

    private static Problem.BadCertificate refused(TestCertificate shown, Trust trust)
            throws Exception {
        return (Problem.BadCertificate) connect(shown, trust).orElseThrow();
    }

    @Test
    void whatNobodyVouchesForIsRefusedAndShown() throws Exception {
        Problem.BadCertificate bad = refused(good, Trust.SYSTEM);

        assertThat(bad.certificate().fingerprint()).isEqualTo(good.fingerprint().text());
        assertThat(bad.certificate().names()).containsExactly("localhost", "127.0.0.1");
        assertThat(bad.certificate().signer()).isEqualTo("itself");
        assertThat(bad.message())
                .isEqualTo(
                        "localhost cannot be trusted: nobody this machine or account trusts vouches"
                                + " for it. Its certificate: it is for CN=a server of the tests"
                                + " (localhost, 127.0.0.1), signed by itself, valid "
                                + bad.certificate().validity()
                                + ", SHA-256 "
                                + good.fingerprint().text()
                                + ". If that is the right one, 'hazel account trust' pins it");
        assertThat(bad.exitStatus()).isEqualTo(77);
    }

    @Test
    void everythingThatIsWrongIsSaid() throws Exception {
        assertThat(refused(expired, Trust.SYSTEM).faults())
                .containsExactly(
                        "nobody this machine or account trusts vouches for it", "it has expired");
        assertThat(refused(wrongName, Trust.SYSTEM).faults())
                .containsExactly(
                        "nobody this machine or account trusts vouches for it",
                        "it is for another name");
    }

    @Test
    void anAuthorityOfTheAccountsOwnCountsButNeitherForAnotherNameNorForever() throws Exception {
        assertThat(connect(good, Trust.SYSTEM.withAuthorities(good.pem()))).isEmpty();
        assertThat(refused(wrongName, Trust.SYSTEM.withAuthorities(wrongName.pem())).faults())
                .containsExactly("it is for another name");
        assertThat(refused(expired, Trust.SYSTEM.withAuthorities(expired.pem())).faults())
                .containsExactly("it has expired");
    }

    @Test
    void aShortKeyIsRefusedWhoeverVouchesForIt() throws Exception {
        TestCertificate weak = TestCertificate.weak(dir, "dns:localhost");
        assertThat(refused(weak, Trust.SYSTEM.withAuthorities(weak.pem())).faults())
                .containsExactly("its key is too short: RSA of 1024 bits");
        assertThat(refused(weak, Trust.SYSTEM).faults())
                .containsExactly(
                        "nobody this machine or account trusts vouches for it",
                        "its key is too short: RSA of 1024 bits");
    }

    @Test
    void whatAnAuthorityVouchesForIsTakenForWhatItIsFor() throws Exception {
        TestCertificate authority = TestCertificate.authority(dir);
        Trust trust = Trust.SYSTEM.withAuthorities(authority.pem());

        assertThat(connect(authority.vouchFor(), trust)).isEmpty();
        assertThat(connect(authority.vouchFor("-ext", "EKU=serverAuth"), trust)).isEmpty();
        assertThat(refused(authority.vouchFor("-ext", "EKU=clientAuth"), trust).faults())
                .containsExactly("it is not for a server");
        assertThat(refused(authority.vouchFor("-sigalg", "SHA1withRSA"), trust).faults())
                .containsExactly("its signature is too weak: SHA1withRSA");
    }

    @Test
    void aPinnedCertificateIsTakenWhateverItSays() throws Exception {
        for (TestCertificate each : new TestCertificate[] {good, expired, wrongName}) {
            assertThat(connect(each, Trust.SYSTEM.withPin(each.fingerprint()))).isEmpty();
        }
    }

    @Test
    void anotherThanThePinnedOneIsAnAlarmEvenWhereItIsTrusted() throws Exception {
        Trust trust = Trust.SYSTEM.withAuthorities(other.pem()).withPin(good.fingerprint());

        Problem.BadCertificate alarm = refused(other, trust);

        assertThat(alarm.pinned()).contains(good.fingerprint().text());
        assertThat(alarm.message())
                .startsWith("ALARM: localhost shows another certificate than the one pinned")
                .contains(good.fingerprint().text(), other.fingerprint().text());
    }

    /// All the others may still be chosen.
    @Test
    void theCipherThatIsQuickestHereIsAskedForFirst() throws Exception {
        try (var socket = (SSLSocket) Trust.SYSTEM.factory("localhost", 993).createSocket()) {
            String[] suites = socket.getSSLParameters().getCipherSuites();
            assertThat(suites[0]).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
            assertThat(suites)
                    .containsExactlyInAnyOrder(
                            SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        }
    }

    @Test
    void aConnectionWhoseNameNobodyChecksIsRefused() throws Exception {
        try (var server = new TlsServer(good)) {
            Trust trust = Trust.SYSTEM.withAuthorities(good.pem());
            var sockets = trust.factory("localhost", server.port());
            try (var socket = (SSLSocket) sockets.createSocket("localhost", server.port())) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("");
                socket.setSSLParameters(parameters);
                assertThat(catchThrowableOfType(IOException.class, socket::startHandshake))
                        .hasMessageContaining("nobody would check the name");
            }
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsNoQuestionOfItsCertificate() throws Exception {
        try (var server = new TlsServer(good.context(), "R: \\r\\n220 hello\\r\\n");
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            MailException e =
                    catchThrowableOfType(
                            MailException.class,
                            () -> Trust.SYSTEM.handshake(socket, "localhost", server.port()));
            assertThat(e.problem()).isInstanceOf(Problem.NotTrusted.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKnockShowsTheCertificateAndSaysNothingElse(Knock.Before before) throws Exception {
        String script =
                switch (before) {
                    case NOTHING -> "T:";
                    case SMTP ->
                            """
                            S: 220-mx
                            S: 220 mx
                            C: EHLO
                            S: 250-mx
                            S: 250 STARTTLS
                            C: STARTTLS
                            S: 220 go
                            T:
                            """;
                    case IMAP ->
                            """
                            S: * OK hello
                            C: a STARTTLS
                            S: * OK still here
                            S: a OK go
                            T:
                            """;
                    case POP3 ->
                            """
                            S: +OK hello
                            C: STLS
                            S: +OK go
                            T:
                            """;
                };
        try (var server = new TlsServer(good.context(), script)) {
            var knock = new Knock("localhost", server.port(), before, Duration.ofSeconds(20));

            Knock.Seen seen = knock.look(Trust.SYSTEM);
            assertThat(seen.certificate().fingerprint()).isEqualTo(good.fingerprint().text());
            assertThat(seen.trouble()).isPresent();

            Trust pinned = Trust.SYSTEM.withPin(good.fingerprint());
            assertThat(knock.look(pinned).trouble()).isEmpty();
            assertThat(server.heard())
                    .allMatch(l -> l.matches("EHLO localhost|STARTTLS|a STARTTLS|STLS|.broken."));
        }
    }

    @Test
    void aServerThatRefusesTlsIsToldByItsOwnWords() throws Exception {
        try (var server =
                new TlsServer(good.context(), "S: +OK hello\nC: STLS\nS: -ERR no\u001b[2J today")) {
            var knock =
                    new Knock(
                            "localhost", server.port(), Knock.Before.POP3, Duration.ofSeconds(20));
            MailException e =
                    catchThrowableOfType(MailException.class, () -> knock.look(Trust.SYSTEM));
            assertThat(e.problem().message())
                    .isEqualTo("localhost does not begin TLS; it says: -ERR no␛[2J today");
        }
    }
}
