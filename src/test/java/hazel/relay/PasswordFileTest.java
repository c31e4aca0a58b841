package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.MailException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class PasswordFileTest {

    @TempDir private Path dir;
    private Path file;
    private PasswordFile passwords;

    @BeforeEach
    void nobody() {
        file = dir.resolve("passwords");
        passwords = PasswordFile.in(file, 1000);
    }

    @Test
    void whoHasAPasswordIsLetInWithItAlone() throws Exception {
        assertThat(accepts("ada", "secret")).isFalse();
        passwords.set("ada", "secret");
        passwords.set("grace@home.test", "héé");
        assertThat(accepts("ada", "secret")).isTrue();
        assertThat(accepts("ada", "Secret")).isFalse();
        assertThat(accepts("ada", "héé")).isFalse();
        assertThat(accepts("grace@home.test", "héé")).isTrue();
        assertThat(accepts("bob", "secret")).isFalse();
        passwords.set("ada", "other");
        assertThat(accepts("ada", "secret")).isFalse();
        assertThat(passwords.users()).containsExactly("ada", "grace@home.test");
        assertThat(passwords.remove("ada")).isTrue();
        assertThat(passwords.remove("ada")).isFalse();
        assertThat(accepts("ada", "other")).isFalse();
    }

    private boolean accepts(String user, String password) throws MailException {
        return passwords.keys(user).filter(keys -> keys.isOf(password)).isPresent();
    }

    @Test
    void theFileIsPrivateAndHoldsNoPassword() throws Exception {
        passwords.set("ada", "secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .matches("ada:scram-sha-256:1000:\\S+:\\S+:\\S+\n")
                .doesNotContain("secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> accepts("ada", "secret"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("make it mode 600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada:secret",
                "ada",
                "ada:scram-sha-256:0:AAAAAAAAAAAAAAAAAAAAAA==:AAAA:AAAA",
                "ada:scram-sha-256:99999999:AAAAAAAAAAAAAAAAAAAAAA==:"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void aFileThatIsDamagedLetsNobodyIn(String line) throws Exception {
        passwords.set("grace", "x");
        Files.writeString(file, Files.readString(file) + line + "\n");
        assertThatThrownBy(() -> accepts("grace", "x"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("passwords:2: expected user:scram-sha-256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a\nb", "a b"})
    void aNameThatWouldBreakTheFileIsRefused(String name) {
        assertThatThrownBy(() -> passwords.set(name, "x")).isInstanceOf(MailException.class);
    }

    @Test
    void aNameThatNobodyHasIsAnsweredAsThoseInTheFileAre() throws Exception {
        Path file = dir.resolve("logins");
        assertThat(PasswordFile.in(file, 5000).iterations()).containsExactly(5000);
        PasswordFile.in(file, 4096).set("ada", "secret");
        PasswordFile.in(file, 4096).set("bob", "secret");
        assertThat(PasswordFile.in(file, 5000).iterations()).containsExactly(4096);
        PasswordFile.in(file, 5000).set("carol", "secret");
        assertThat(PasswordFile.in(file).iterations()).containsExactly(4096, 5000);
    }
}
