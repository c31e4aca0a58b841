package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.NameServer;
import hazel.dns.DomainName;
import hazel.dns.MailRoute.Target;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.tls.TestCertificate;
import hazel.tls.TlsServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/// `hazel dns --probe`, with servers of this machine.
class MailProbeTest {

    private static final Target HERE =
            new Target(DomainName.of("mx.example.org"), InetAddress.getLoopbackAddress());

    @TempDir private Path dir;

    private static MailProbe.Answered only(int port) {
        List<MailProbe.Answered> all = new MailProbe(port).of(List.of(HERE));
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void aCertificateIsLookedAtByTheNameOfTheHost() throws Exception {
        TestCertificate certificate = TestCertificate.of(dir, "dns:other.example");
        String script =
                """
                S: 220 a
                C: EHLO localhost
                S: 250-a
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                T:
                """;
        try (var server = new TlsServer(certificate.context(), script)) {
            MailProbe.Answered answered = only(server.port());
            assertThat(answered.isThere()).isTrue();
            assertThat(answered.line())
                    .isEqualTo(
                            "mx.example.org  127.0.0.1  answers; TLS, but its certificate is not"
                                    + " trusted: nobody this machine or account trusts vouches for"
                                    + " it; it is for another name");
        }
    }

    @Test
    void aServerWithoutTlsAnswersToo() throws Exception {
        String script = "S: 220 a\nC: EHLO localhost\nS: 250 a\nC: STARTTLS\nS: 502 no";
        try (var server = new ScriptedServer(script)) {
            MailProbe.Answered answered = only(((Server.Place.Tcp) server.server().place()).port());
            assertThat(answered.isThere()).isTrue();
            assertThat(answered.said())
                    .isEqualTo(
                            "answers; no TLS: mx.example.org does not begin TLS; it says: 502 no");
        }
    }

    @Test
    void whereNobodyListensThatIsSaid() throws Exception {
        MailProbe.Answered answered = only(NameServer.freePort("127.0.0.1"));
        assertThat(answered.isThere()).isFalse();
        assertThat(answered.said()).startsWith("cannot talk to mx.example.org port ");
    }
}
