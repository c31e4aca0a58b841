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
        assertThat(passwords.accepts("ada", "secret")).isFalse();
        passwords.set("ada", "secret");
        passwords.set("grace@home.test", "héé");
        assertThat(passwords.accepts("ada", "secret")).isTrue();
        assertThat(passwords.accepts("ada", "Secret")).isFalse();
        assertThat(passwords.accepts("ada", "héé")).isFalse();
        assertThat(passwords.accepts("grace@home.test", "héé")).isTrue();
        assertThat(passwords.accepts("bob", "secret")).isFalse();
        passwords.set("ada", "other");
        assertThat(passwords.accepts("ada", "secret")).isFalse();
        assertThat(passwords.users()).containsExactly("ada", "grace@home.test");
        assertThat(passwords.remove("ada")).isTrue();
        assertThat(passwords.remove("ada")).isFalse();
        assertThat(passwords.accepts("ada", "other")).isFalse();
    }

    @Test
    void theFileIsPrivateAndHoldsNoPassword() throws Exception {
        passwords.set("ada", "secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .matches("ada:pbkdf2-sha256:1000:\\S+:\\S+\n")
                .doesNotContain("secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> passwords.accepts("ada", "secret"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("make it mode 600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada:secret",
                "ada",
                "ada:pbkdf2-sha256:0:AAAAAAAAAAAAAAAAAAAAAA==:AAAA",
                "ada:pbkdf2-sha256:99999999:AAAAAAAAAAAAAAAAAAAAAA==:"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void aFileThatIsDamagedLetsNobodyIn(String line) throws Exception {
        passwords.set("grace", "x");
        Files.writeString(file, Files.readString(file) + line + "\n");
        assertThatThrownBy(() -> passwords.accepts("grace", "x"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("passwords:2: expected user:pbkdf2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a\nb", "a b"})
    void aNameThatWouldBreakTheFileIsRefused(String name) {
        assertThatThrownBy(() -> passwords.set(name, "x")).isInstanceOf(MailException.class);
    }
}
