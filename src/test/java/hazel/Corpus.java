package hazel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Mail that nobody here wrote, where it lies beside the project. A test that needs it is skipped,
/// saying so, where it does not.
public final class Corpus {

    private Corpus() {}

    /// A folder or file of the corpus.
    public static Path path(String name) {
        String set = System.getenv("HAZEL_CORPUS");
        Path root = set == null ? Path.of("..", "shared", "corpus") : Path.of(set);
        Path path = root.resolve(name);
        assumeTrue(Files.exists(path), "skipped: the corpus is not here (" + path + ")");
        return path;
    }

    /// Every regular file beneath a folder of the corpus, in order of name.
    public static List<Path> files(String folder) throws IOException {
        try (Stream<Path> walk = Files.walk(path(folder))) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /// The folders whose messages every reader is to bear.
    public static Stream<String> folders() {
        return Stream.of(
                "mime",
                "hostile",
                "bounces",
                "spam-html",
                "dkim",
                "openpgp",
                "smime",
                "tnef",
                "terminal-escapes");
    }

    /// The messages of a folder.
    public static List<Path> messages(String folder) throws IOException {
        return files(folder).stream().filter(f -> !f.endsWith("expected.json")).toList();
    }

    /// The octets of a file, unpacked where its name ends in `.gz`.
    public static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return file.toString().endsWith(".gz")
                    ? new GZIPInputStream(in).readAllBytes()
                    : in.readAllBytes();
        }
    }
}
