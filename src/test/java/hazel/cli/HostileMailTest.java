package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Corpus;

import jakarta.json.Json;
import jakarta.json.JsonReaderFactory;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All the mail nobody here wrote, in a Maildir and an mbox, through every command that reads mail.
/// How much of the processor's time each took is printed and not judged.
class HostileMailTest {

    /// In milliseconds: what is worth a word in the report.
    private static final long STALL = 1000;

    /// Parsson's own limit is fifteen million characters; one message has a line of sixteen.
    private static final JsonReaderFactory JSON =
            Json.createReaderFactory(Map.of("org.eclipse.parsson.maxParsingLimit", 1 << 30));

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    @TempDir private Path root;

    private final Map<String, Took> took = new TreeMap<>();
    private Home home;
    private String message = "";

    /// How long the runs of one command took, in milliseconds, and the message that took longest.
    private record Took(int runs, long total, long longest, String message) {

        Took and(Took later) {
            return new Took(
                    runs + later.runs,
                    total + later.total,
                    Math.max(longest, later.longest),
                    longest >= later.longest ? message : later.message);
        }
    }

    @ParameterizedTest
    @MethodSource("hazel.Corpus#folders")
    void everyCommandBearsEveryMessage(String folder) throws IOException {
        List<Path> files = Corpus.messages(folder);
        try (Home opened = new Home(root)) {
            home = opened;
            deliver(files);
            message = "all";
            readWhole("dir/INBOX", files.size());
            run(Set.of(0), "export", "dir/INBOX", "--to", "mbox", root.resolve("box").toString());
            readWhole("box/INBOX", files.size());
            List<String> inBox =
                    run(Set.of(0), "search", "--account", "box", "~A")
                            .lines()
                            .map(line -> line.substring(0, line.indexOf(' ')))
                            .toList();
            run(Set.of(0), "show", inBox.getFirst() + ".." + last(inBox));
            for (int i = 0; i < files.size(); i++) {
                message = files.get(i).getFileName().toString();
                run(Set.of(0), "show", "dir/INBOX:" + i + ".h");
                read(Corpus.read(files.get(i)));
            }
        } finally {
            took.forEach((command, t) -> System.out.println(line(folder, command, t)));
        }
    }

    private void deliver(List<Path> files) throws IOException {
        home.config(
                """
                [account.dir]
                address = "me@example.net"
                incoming = "maildir:%1$s/Mail"
                [account.box]
                address = "me@example.net"
                incoming = "mbox:%1$s/box"
                """
                        .formatted(root));
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(root.resolve("Mail").resolve(sub));
        }
        for (int i = 0; i < files.size(); i++) {
            Files.write(root.resolve("Mail/cur/" + i + ".h:2,"), Corpus.read(files.get(i)));
        }
    }

    private static String last(List<String> ids) {
        return ids.getLast().substring(ids.getLast().indexOf(':') + 1);
    }

    private void readWhole(String mailbox, int count) {
        assertThat(run(Set.of(0), "list", mailbox).lines()).hasSize(count);
        assertThat(objects("list", "--json", mailbox)).isEqualTo(count);
        run(Set.of(0), "list", "--sort", "thread", mailbox);
        run(Set.of(0, 1), "list", "--search", "~b viagra", mailbox);
        run(Set.of(0, 1), "search", "body:the from:a");
        objects("search", "--json", "~A");
    }

    private void read(byte[] octets) throws IOException {
        String id = Files.write(root.resolve("message.eml"), octets).toString();
        run(Set.of(0), "show", "--headers", id);
        run(Set.of(0), "show", "--html", id);
        run(Set.of(0), "show", "--structure", id);
        assertThat(objects("show", "--json", id)).isOne();
        assertThat(home.octets("show", "--raw", id)).isEqualTo(octets);
        run(Set.of(0), "parts", id);
        assertThat(objects("parts", "--json", id)).isNotNegative();
        save(id);
        run(Set.of(0), "reply", "--dry-run", "--to=a@example.org", "--body=Thanks.", id);
        // Of some messages not everybody that they went to can be written to.
        run(Set.of(0, 65), "reply", "--all", "--dry-run", "--to=a@example.org", "--body=Yes.", id);
        run(Set.of(0), "forward", "--dry-run", "--to=a@example.org", "--body=Look.", id);
        run(Set.of(0), "forward", "--attached", "--dry-run", "--to=a@example.org", "--body=x", id);
        run(Set.of(0), "bounce", "--dry-run", "--to=a@example.org", id);
        Path exported = root.resolve("exported.eml");
        run(Set.of(0), "export", id, "--to", "eml", exported.toString());
        assertThat(exported).hasBinaryContent(octets);
        Files.delete(exported);
    }

    /// Nothing is made but files in the directory that was named.
    private void save(String id) throws IOException {
        Path dir = Files.createDirectories(root.resolve("a/b/c"));
        Set<Path> before = around(dir);
        List<String> said = run(Set.of(0, 1), "save", id, "--to", dir.toString()).lines().toList();
        assertThat(around(dir)).as(message).isEqualTo(before);
        try (Stream<Path> saved = Files.list(dir)) {
            List<Path> files = saved.toList();
            assertThat(files).as(message).hasSize(said.size()).allMatch(Files::isRegularFile);
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static Set<Path> around(Path dir) throws IOException {
        Set<Path> all = new java.util.TreeSet<>();
        for (Path above = dir.getParent(); above != null; above = above.getParent()) {
            try (Stream<Path> files = Files.list(above)) {
                files.forEach(all::add);
            }
            if (above.endsWith("a")) {
                break;
            }
        }
        return all;
    }

    /// How many lines were printed, each one object.
    private int objects(String... args) {
        List<String> lines = run(Set.of(0), args).lines().toList();
        for (String line : lines) {
            try (var reader = JSON.createReader(new StringReader(line))) {
                assertThat(reader.readObject()).as(message).isNotEmpty();
            }
        }
        return lines.size();
    }

    /// What one command prints, which is nothing that a terminal obeys.
    private String run(Set<Integer> statuses, String... args) {
        long start = CPU.getCurrentThreadCpuTime();
        Home.Said said = home.hazel(args);
        long millis = (CPU.getCurrentThreadCpuTime() - start) / 1_000_000;
        String command =
                Stream.of(args)
                        .filter(a -> !a.contains("/") && !a.contains("@"))
                        .collect(Collectors.joining(" "));
        took.merge(command, new Took(1, millis, millis, message), Took::and);
        String what = message + ": " + command;
        assertThat(statuses).as(what + ": " + said.err()).contains(said.status());
        assertThat(said.err().lines()).as(what).hasSizeLessThanOrEqualTo(1);
        assertThat(said.out() + said.err()).as(what).matches(HostileMailTest::isHarmless);
        return said.out();
    }

    private static boolean isHarmless(String text) {
        return text.chars()
                .allMatch(c ->
                        c == '\n'
                                || c == '\t'
                                || (c >= ' ' && c < 0x7f)
                                || (c >= 0xa0 && c < 0x2028)
                                || (c > 0x202e && c < 0x2066)
                                || c > 0x2069);
    }

    private static String line(String folder, String command, Took took) {
        return "%s: %-44s %4d runs, %5d ms, longest %4d ms%s, %s"
                .formatted(
                        folder,
                        command,
                        took.runs(),
                        took.total(),
                        took.longest(),
                        took.longest() > STALL ? " (STALL)" : "",
                        took.message());
    }
}
