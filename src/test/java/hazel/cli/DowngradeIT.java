package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Dovecot;
import hazel.Mounts;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Dovecot that offered SCRAM and one day does not.
class DowngradeIT {

    private static final String STRONG = "auth_mechanisms = plain login scram-sha-256";
    private static final String WEAK = "auth_mechanisms = plain login";

    @TempDir private Path root;

    private static void config(Home home, String incoming, Dovecot dovecot) throws Exception {
        home.config(
                """
                [account.work]
                address  = "ada@town.example"
                incoming = "%s"
                outgoing = "sendmail:/bin/true"
                password = "%s"
                trust    = "%s"
                """
                        .formatted(incoming, Dovecot.PASSWORD, dovecot.shown().pem()));
        Files.setPosixFilePermissions(
                home.root().resolve("config/hazel/config.toml"),
                PosixFilePermissions.fromString("rw-------"));
    }

    /// On another process, whose standard error is its own.
    private Said sync() throws Exception {
        List<String> command = Mounts.java(Main.class, "sync", "work");
        command.add(1, "-D" + Session.HOME + "=" + root);
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(root.resolve("out").toFile())
                        .redirectError(root.resolve("err").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), Files.readString(root.resolve("err")));
    }

    private record Said(int status, String err) {}

    @ParameterizedTest
    @ValueSource(strings = {"imap", "pop3"})
    void overTlsThePersonIsWarnedOnce(String protocol) throws Exception {
        try (Dovecot dovecot = Dovecot.start(protocol, STRONG + "\n");
                var home = new Home(root)) {
            config(home, protocol + "s://ada@localhost:" + dovecot.tlsPort(), dovecot);
            Said first = sync();
            assertThat(first.status()).as(first.err()).isZero();
            assertThat(Files.readString(root.resolve("state/hazel/logins")))
                    .endsWith(" SCRAM-SHA-256 account.work\n");

            dovecot.setting(STRONG, WEAK);
            Said warned = sync();
            assertThat(warned.status()).as(warned.err()).isZero();
            assertThat(warned.err())
                    .contains(
                            "localhost took the login by SCRAM-SHA-256 before, and now asks for"
                                    + " the password itself (PLAIN)");
            assertThat(sync().err()).doesNotContain("SCRAM");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "pop3"})
    void inClearNothingIsSent(String protocol) throws Exception {
        try (Dovecot dovecot = Dovecot.start(protocol, STRONG + "\n");
                var home = new Home(root)) {
            String incoming = protocol + "://ada@127.0.0.1:" + dovecot.port();
            config(home, incoming, dovecot);
            Said first = sync();
            assertThat(first.status()).as(first.err()).isZero();

            dovecot.setting(STRONG, WEAK);
            Said refused = sync();
            assertThat(refused.status()).isEqualTo(77);
            assertThat(refused.err())
                    .contains("it was not sent. If that is right, write auth = \"PLAIN\"")
                    .doesNotContain(Dovecot.PASSWORD);
        }
    }
}
