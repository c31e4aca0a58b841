package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.tls.TestCertificate;
import hazel.tls.TlsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// `hazel account trust`, against a server whose certificate nobody vouches for.
class TrustCommandTest {

    private static final String STARTTLS =
            """
            S: 220 mx
            C: EHLO
            S: 250-mx
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go
            T:
            """;

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

    private void account(int port) throws Exception {
        home.config(
                """
                [account.ada]
                address = "ada@example.org"
                outgoing = "submission://ada@localhost:%d"
                password = { command = "echo secret" }
                """
                        .formatted(port));
    }

    @Test
    void aCertificateIsShownPinnedAndItsChangeIsAnAlarm() throws Exception {
        TestCertificate first = TestCertificate.of(dir, "dns:localhost");
        TestCertificate second = TestCertificate.of(dir, "dns:localhost");
        String one = first.fingerprint().text();
        String two = second.fingerprint().text();
        int port;
        try (var server = new TlsServer(first.context(), STARTTLS)) {
            port = server.port();
            account(port);
            Home.Said shown = home.hazel("account", "trust", "ada");

            assertThat(shown.status()).isEqualTo(77);
            assertThat(shown.out())
                    .startsWith(
                            "ada: localhost port %d\n  for        CN=a server of the tests (localhost)\n"
                                    .formatted(port))
                    .contains("  signed by  itself\n", "  valid      20", "  SHA-256    " + one)
                    .endsWith(
                            "  not trusted: nobody this machine or account trusts vouches for"
                                    + " it\n");
            assertThat(shown.err()).contains("hazel account trust ada --fingerprint " + one);
            assertThat(home.hazel("account", "test", "ada").out())
                    .contains("FAIL  ada out", "nobody this machine or account trusts", one);

            assertThat(home.hazel("account", "trust", "ada", "--fingerprint", two).status())
                    .isEqualTo(77);
            Home.Said pinned = home.hazel("account", "trust", "ada", "--fingerprint", one);
            assertThat(pinned.status()).isZero();
            assertThat(pinned.out()).endsWith("nothing else is taken from localhost now\n");
            assertThat(home.hazel("account", "trust", "ada").out())
                    .endsWith("  it is the one that is pinned\n");
            assertThat(server.heard()).noneMatch(line -> line.contains("AUTH"));
        }
        try (var server = new TlsServer(second.context(), STARTTLS)) {
            account(server.port());
            assertThat(home.hazel("account", "trust", "ada").out()).contains("  not trusted: ");
            home.hazel("account", "trust", "ada", "--fingerprint", one);
            var pins = dir.resolve("state/hazel/pins");
            String moved =
                    java.nio.file.Files.readString(pins)
                            .replace(" " + port + " ", " " + server.port() + " ");
            java.nio.file.Files.writeString(pins, moved);

            Home.Said alarm = home.hazel("account", "trust", "ada");
            assertThat(alarm.status()).isEqualTo(77);
            assertThat(alarm.out())
                    .contains("  SHA-256    " + two, "  ALARM ", "  pinned     " + one);
            assertThat(home.hazel("account", "test", "ada").out()).contains("ALARM", one, two);

            assertThat(home.hazel("account", "trust", "ada", "--forget").out())
                    .isEqualTo("1 pin is taken away\n");
            assertThat(home.hazel("account", "trust", "ada").out()).contains("  not trusted: ");
        }
    }

    @Test
    void mistakesAreToldInALine() throws Exception {
        account(1);
        assertThat(home.hazel("account", "trust", "eve").status()).isEqualTo(66);
        assertThat(home.hazel("account", "trust", "ada", "--fingerprint", "AB"))
                .isEqualTo(
                        new Home.Said(
                                64,
                                "",
                                "hazel: --fingerprint: expected the SHA-256 of a certificate, 64"
                                        + " hexadecimal digits with or without colons\n"));
        assertThat(home.hazel("account", "trust", "ada").status()).isEqualTo(75);
        assertThat(home.hazel("account", "trust", "relay").out())
                .isEqualTo("relay has no server with TLS\n");
    }
}
