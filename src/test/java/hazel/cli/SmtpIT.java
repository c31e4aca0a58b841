package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Servers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/// `hazel smtp` with real servers.
class SmtpIT {

    @TempDir private Path dir;

    @Test
    void anOldServerAndOneWithoutPipeliningAreUnderstood() throws Exception {
        try (Servers sink = Servers.start("sink");
                Home home = new Home(dir)) {
            String old = "localhost:" + sink.port("OLD_PORT");
            assertThat(home.hazel("smtp", "--caps", old).out())
                    .endsWith("nothing besides plain SMTP\n");
            String noPipe = "localhost:" + sink.port("NOPIPE_PORT");
            assertThat(home.hazel("smtp", "--caps", noPipe).out())
                    .contains("  8BITMIME  ")
                    .doesNotContain("PIPELINING");
            assertThat(home.piped("EHLO\nPIPELINING\n", "smtp", noPipe).out())
                    .contains("does not offer PIPELINING");
        }
    }

    @Test
    void postfixShowsWhatItOffersInsideTlsAndTakesAMessage() throws Exception {
        try (Servers postfix = Servers.start("postfix");
                Home home = new Home(dir)) {
            String at = "localhost:" + postfix.port("SUBMISSION_PORT");
            String ca = postfix.ca().toString();
            Home.Said caps = home.hazel("smtp", "--caps", "--trust", ca, at);
            assertThat(caps.status()).as(caps.err()).isZero();
            assertThat(caps.out().substring(0, caps.out().indexOf("inside TLS")))
                    .contains("  STARTTLS  ")
                    .doesNotContain("AUTH");
            assertThat(caps.out()).contains("  AUTH PLAIN ");

            Home.Said sent =
                    home.piped(
                            """
                            EHLO
                            STARTTLS
                            EHLO
                            AUTH SCRAM-SHA-256
                            julius
                            veni-vidi-vici
                            PIPELINING
                            MAIL julius@ancient-rome.net
                            RCPT marka@ancient-rome.net
                            DATA
                            From: julius@ancient-rome.net
                            Subject: led by hand

                            x
                            .
                            """,
                            "smtp",
                            "--trust",
                            ca,
                            at);
            assertThat(sent.status()).as(sent.out()).isZero();
            assertThat(sent.out()).contains("queued as ").doesNotContain("veni-vidi");
            Path box = Path.of(postfix.value("MAILDIR"), "marka", "new");
            assertThat(new String(Servers.firstIn(box))).contains("Subject: led by hand");

            assertThat(home.hazel("tls", "--tls", "smtp", "--trust", ca, at).out())
                    .contains("\ntrusted; TLSv1.3 with ");
            Map.of(
                            "SMTPS_WRONGHOST_PORT", "it is for another name",
                            "SMTPS_EXPIRED_PORT", "it has expired",
                            "SMTPS_SELFSIGNED_PORT",
                                    "nobody this machine or account trusts vouches for it")
                    .forEach((port, why) -> {
                        Home.Said bad =
                                home.hazel("tls", "--trust", ca, "localhost:" + postfix.port(port));
                        assertThat(bad.status()).isEqualTo(77);
                        assertThat(bad.out()).endsWith("not trusted: " + why + "\n");
                    });
            String stripped = "localhost:" + postfix.port("NOTLS_PORT");
            assertThat(home.hazel("tls", "--tls", "smtp", stripped).status()).isEqualTo(77);

            String selfSigned = "localhost:" + postfix.port("SMTPS_SELFSIGNED_PORT");
            assertThat(home.hazel("smtp", "--caps", "--tls", "implicit", selfSigned).status())
                    .isEqualTo(77);
        }
    }
}
