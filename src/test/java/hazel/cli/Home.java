package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/// A home of its own for commands run in the test's process, and what they say.
final class Home implements AutoCloseable {

    /// What a command said.
    record Said(int status, String out, String err) {}

    private final Path root;
    private final Optional<String> before = Optional.ofNullable(System.getProperty(Session.HOME));

    Home(Path root) {
        this.root = root;
        System.setProperty(Session.HOME, root.toString());
    }

    Path root() {
        return root;
    }

    Home config(String toml) throws IOException {
        Path file = root.resolve("config/hazel/config.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, toml);
        return this;
    }

    Said hazel(String... args) {
        return piped("", args);
    }

    Said piped(String input, String... args) {
        InputStream old = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return unpiped(args);
        } finally {
            System.setIn(old);
        }
    }

    /// With standard input as it is.
    Said unpiped(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Said(status, out.toString(), err.toString());
    }

    /// What a command that ends well writes on standard output, octet for octet.
    byte[] octets(String... args) {
        PrintStream old = System.out;
        var out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Said said = hazel(args);
            assertThat(said.status()).as(said.err()).isZero();
            return out.toByteArray();
        } finally {
            System.setOut(old);
        }
    }

    /// A file in the home directory that nobody else can write to.
    void write(String name, String text) throws IOException {
        Path file = Files.writeString(root.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /// The only message in a Maildir's `new`.
    String arrived(String maildir) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(maildir).resolve("new"))) {
            return Files.readString(files.findFirst().orElseThrow());
        }
    }

    @Override
    public void close() {
        before.ifPresentOrElse(
                b -> System.setProperty(Session.HOME, b), () -> System.clearProperty(Session.HOME));
    }
}
