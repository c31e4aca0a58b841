package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.config.Places;
import hazel.config.Secret;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

class KeptPasswordsTest {

    @TempDir private Path root;

    private KeptPasswords passwords = new KeptPasswords(Places.under(Path.of("/")), Map.of());

    @BeforeEach
    void begin() {
        passwords = new KeptPasswords(Places.under(root), Map.of("PATH", root.toString()));
    }

    /// A secret service that writes down what it is told.
    private void service(int status) throws IOException {
        Path program = root.resolve("secret-tool");
        Files.writeString(
                program,
                """
                #!/bin/sh
                { printf '%%s|' "$@"; cat; echo; } >>'%s/told'
                exit %d
                """
                        .formatted(root, status));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theSecretServiceIsToldOnStandardInput() throws Exception {
        service(0);
        Secret kept = passwords.keep("work", "s ecret");
        assertThat(kept)
                .isEqualTo(new Secret.Command("secret-tool lookup service hazel account work"));
        passwords.forget("work", kept);
        assertThat(Files.readString(root.resolve("told")))
                .isEqualTo(
                        """
                        store|--label=Hazel: work|service|hazel|account|work|s ecret
                        clear|service|hazel|account|work|
                        """);
        assertThat(root.resolve("config")).doesNotExist();
    }

    @Test
    void withoutAServiceAPasswordIsInAFileThatOnlyItsOwnerCanRead() throws Exception {
        service(1); // it is there and reaches nothing
        Secret kept = passwords.keep("work", "s ecret");
        Path file = root.resolve("config/hazel/passwords/work");
        assertThat(kept).isEqualTo(new Secret.File(file));
        assertThat(Passwords.get(kept)).isEqualTo("s ecret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(file.resolveSibling("."))))
                .isEqualTo("rwx------");
        passwords.forget("work", kept);
        assertThat(file).doesNotExist();
    }

    @Test
    void whatWasNotKeptHereIsNotForgotten() throws Exception {
        service(0);
        Path other = Files.writeString(root.resolve("other"), "x");
        passwords.forget("work", new Secret.File(other));
        passwords.forget("work", new Secret.Command("pass show work"));
        assertThat(other).exists();
        assertThat(root.resolve("told")).doesNotExist();
    }
}
