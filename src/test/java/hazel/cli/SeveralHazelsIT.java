package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.bench.MakeMail;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Several programs at one mailbox at the same time: what is remembered of it, the index and the
/// mail itself bear it.
class SeveralHazelsIT {

    private static final int MESSAGES = 400;
    private static final int EACH = 30;

    @TempDir private Path root;

    private Running hazel(String input, String... words) throws IOException {
        Path in = Files.writeString(Files.createTempFile(root, "in", ""), input);
        return Running.hazel(root, in, words);
    }

    @ParameterizedTest
    @CsvSource({"maildir,Maildir,INBOX", "mbox,mbox,INBOX", "mh,MH,inbox"})
    void allSeeTheWholeMailboxAndNoChangeIsLost(String kind, String name, String mailbox)
            throws Exception {
        MakeMail.main(new String[] {String.valueOf(MESSAGES), root.resolve("made").toString()});
        Files.createDirectories(root.resolve("config/hazel"));
        Files.writeString(
                root.resolve("config/hazel/config.toml"),
                """
                [account.a]
                address = "me@example.org"
                incoming = "%s:%s"
                """
                        .formatted(kind, root.resolve("made").resolve(name)));

        List<Running> begun = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            begun.add(hazel("", "list", mailbox));
        }
        Running index = hazel("", "index", "build");
        String whole = hazel("", "list", mailbox).said();
        assertThat(whole.lines()).hasSize(MESSAGES);
        for (Running each : begun) {
            assertThat(each.said()).isEqualTo(whole);
        }
        index.said();

        List<String> ids = ids(whole);
        List<Running> changing = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String some = String.join("\n", ids.subList(i * EACH, (i + 1) * EACH)) + "\n";
            changing.add(hazel(some, "flag", "-", "+answered"));
            changing.add(hazel("", "list", mailbox));
        }
        for (int i = 0; i < changing.size(); i++) {
            String said = changing.get(i).said();
            if (i % 2 == 1) {
                assertThat(said.lines()).hasSize(MESSAGES);
            }
        }

        assertThat(marked(mailbox)).isEqualTo(Set.copyOf(ids.subList(0, 4 * EACH)));
        delete(root.resolve("cache"));
        assertThat(marked(mailbox)).isEqualTo(Set.copyOf(ids.subList(0, 4 * EACH)));
    }

    private Set<String> marked(String mailbox) throws Exception {
        return new TreeSet<>(ids(hazel("", "list", mailbox, "--search", "is:answered").said()));
    }

    private static List<String> ids(String listed) {
        return listed.lines().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
