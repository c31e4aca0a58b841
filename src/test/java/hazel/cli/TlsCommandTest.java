package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.tls.TestCertificate;
import hazel.tls.TlsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/// `hazel tls`: what a server shows, and whether to believe it.
class TlsCommandTest {

    private static final String IMAP = "S: * OK hello\nC: a STARTTLS\nS: a OK go\nT:\n";

    @TempDir private Path dir;
    private Home home;

    @BeforeEach
    void aHome() {
        home = new Home(dir);
    }

    @AfterEach
    void back() {
        home.close();
    }

    @Test
    void aCertificateIsShownWithAllThatIsWrongWithIt() throws Exception {
        TestCertificate old = TestCertificate.of(dir, "dns:other.test", "-30d", 10);
        try (var server = new TlsServer(old.context(), IMAP)) {
            String at = "localhost:" + server.port();
            Home.Said said = home.hazel("tls", "--tls", "imap", at);
            assertThat(said.status()).isEqualTo(77);
            assertThat(said.out())
                    .startsWith(
                            "localhost port %d\n  1  for        CN=a server of the tests (other.test)\n"
                                    .formatted(server.port()))
                    .contains("     signed by  itself\n", old.fingerprint().text())
                    .endsWith(
                            "not trusted: nobody this machine or account trusts vouches for it; it"
                                    + " has expired; it is for another name\n");
            assertThat(home.hazel("tls", "--json", "--tls", "imap", at).out())
                    .contains("\"trusted\":false", "\"it has expired\"", "\"other.test\"");
        }
    }

    @Test
    void oneThatIsTrustedSaysHowLongItStillHolds() throws Exception {
        TestCertificate good = TestCertificate.of(dir, "dns:localhost", "-10d", 15);
        try (var server = new TlsServer(good.context(), IMAP)) {
            Home.Said said =
                    home.hazel(
                            "tls",
                            "--tls",
                            "imap",
                            "--trust",
                            good.pem().toString(),
                            "localhost:" + server.port());
            assertThat(said.status()).as(said.err()).isZero();
            assertThat(said.out()).contains(", 4 days left\n", "\ntrusted; TLSv1.3 with TLS_");
        }
    }

    @Test
    void aServerThatHasNoTlsIsNotTrusted() throws Exception {
        try (var server =
                new ScriptedServer(
                        "S: 220 a\nC: EHLO\nS: 250 a\nC: STARTTLS\nS: 502 no\u001b[2J")) {
            Home.Said said =
                    home.hazel(
                            "tls",
                            "--tls",
                            "smtp",
                            "localhost:" + ((Server.Place.Tcp) server.server().place()).port());
            assertThat(said.status()).isEqualTo(77);
            assertThat(said.err())
                    .contains("does not begin TLS; it says: 502 no")
                    .doesNotContain("\u001b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:0", "a b", ""})
    void whatIsNoHostAndPortIsAMistake(String place) {
        assertThat(home.hazel("tls", place).status()).isEqualTo(Exit.USAGE);
    }
}
