package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Dovecot;
import hazel.oauth2.IdentityServer;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Access tokens that run out, at a Dovecot that checks their signature and their time by itself.
class TokenIT {

    private static final byte[] KEY = "a key of which nobody else knows".getBytes(UTF_8);

    @TempDir private Path root;

    private static Dovecot dovecot(String protocol, Path work) throws Exception {
        Path key = work.resolve("keys/default/HS256/default");
        Files.createDirectories(key.getParent());
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(key, Base64.getEncoder().encodeToString(KEY));
        Path settings =
                Files.writeString(
                        work.resolve("oauth2"),
                        """
                        introspection_mode = local
                        local_validation_key_dict = fs:posix:prefix=%s/keys/
                        username_attribute = sub
                        """
                                .formatted(work));
        return Dovecot.start(
                protocol,
                """
                auth_mechanisms = plain oauthbearer xoauth2
                auth_failure_delay = 0
                passdb {
                  driver = oauth2
                  mechanisms = oauthbearer xoauth2
                  args = %s
                }
                service anvil {
                  unix_listener anvil-auth-penalty {
                    mode = 0
                  }
                }
                """
                        .formatted(settings));
    }

    /// A token of RFC 7519, signed as RFC 7515 has it.
    ///
    /// @param seconds how long the server takes it; less than none for one that is over
    private static String token(int seconds) throws Exception {
        long now = Instant.now().getEpochSecond();
        String signed =
                base64url("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"default\"}".getBytes(UTF_8))
                        + "."
                        + base64url(
                                "{\"sub\":\"%s\",\"iat\":%d,\"nbf\":%d,\"exp\":%d}"
                                        .formatted(
                                                Dovecot.USER, now - 600, now - 600, now + seconds)
                                        .getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        return signed + "." + base64url(mac.doFinal(signed.getBytes(UTF_8)));
    }

    private static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /// @param expires in how many seconds, as the provider tells
    private static String given(String token, String refresh, int expires) {
        return ("{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"token_type\":\"Bearer\","
                        + "\"expires_in\":%d}")
                .formatted(token, refresh, expires);
    }

    private Path tokens() {
        return root.resolve("data/hazel/tokens/account-work");
    }

    private static void signIn(Home home, IdentityServer identity, String given) {
        identity.next(given);
        assertThat(home.hazel("account", "login", "--device", "work").status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"imap, OAUTHBEARER", "imap, XOAUTH2", "pop3, OAUTHBEARER", "pop3, XOAUTH2"})
    void aTokenIsRenewedWhenItRunsOutAndWhenTheServerSaysSo(String protocol, String mechanism)
            throws Exception {
        try (Dovecot dovecot = dovecot(protocol, Files.createTempDirectory("hazel-token-"));
                var identity = new IdentityServer();
                var home = new Home(root)) {
            home.config(
                    """
                    [account.work]
                    address  = "ada@town.example"
                    incoming = "%ss://ada@localhost:%d"
                    outgoing = "sendmail:/bin/true"
                    password = { oauth2 = "here" }
                    auth     = "%s"
                    trust    = "%s"

                    %s
                    """
                            .formatted(
                                    protocol,
                                    dovecot.tlsPort(),
                                    mechanism,
                                    dovecot.shown().pem(),
                                    identity.table()));
            String good = token(3600);
            signIn(home, identity, given(good, "refresh-a", 3600));
            assertThat(home.hazel("sync", "work"))
                    .satisfies(said -> assertThat(said.status()).as(said.err()).isZero());

            // Its time is over: it is not even tried.
            signIn(home, identity, given(token(-60), "refresh-b", 1));
            identity.next(given(good, "refresh-c", 3600));
            assertThat(home.hazel("sync", "work").status()).isZero();
            assertThat(identity.asked().getLast()).containsEntry("refresh_token", "refresh-b");

            // The server's clock says so and ours does not.
            String over = token(-60);
            signIn(home, identity, given(over, "refresh-d", 3600));
            Home.Said fresh = home.hazel("sync", "work");
            assertThat(fresh.status()).as("nobody renews what is new").isEqualTo(77);
            Files.setLastModifiedTime(tokens(), FileTime.from(Instant.now().minusSeconds(600)));
            identity.next(given(good, "refresh-e", 3600));
            Home.Said renewed = home.hazel("sync", "work");
            assertThat(renewed.status()).as(renewed.err()).isZero();
            assertThat(identity.asked().getLast())
                    .containsAllEntriesOf(
                            Map.of("grant_type", "refresh_token", "refresh_token", "refresh-d"));
            assertThat(Files.readString(tokens())).contains(good, "refresh-e");

            // The provider gives no other.
            signIn(home, identity, given(over, "refresh-f", 3600));
            Files.setLastModifiedTime(tokens(), FileTime.from(Instant.now().minusSeconds(600)));
            identity.next("{\"error\":\"invalid_grant\"}");
            Home.Said refused = home.hazel("sync", "work");
            assertThat(refused.status()).isEqualTo(77);
            assertThat(refused.err())
                    .contains("do so with 'hazel account login work'")
                    .doesNotContain(over, "refresh-f");
        }
    }
}
