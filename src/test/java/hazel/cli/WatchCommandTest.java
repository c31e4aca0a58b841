package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class WatchCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path root;

    /// A pipe that is read until it is closed at the other end.
    private static final class Pipe extends Writer {

        private final StringBuilder text = new StringBuilder();
        private boolean isClosed;

        @Override
        public synchronized void write(char[] from, int offset, int length) throws IOException {
            check();
            text.append(from, offset, length);
        }

        @Override
        public synchronized void flush() throws IOException {
            check();
        }

        private void check() throws IOException {
            if (isClosed) {
                throw new IOException("nobody reads");
            }
        }

        @Override
        public synchronized void close() {
            isClosed = true;
        }

        synchronized boolean has(String word) {
            return text.indexOf(word) >= 0;
        }

        synchronized String all() {
            return text.toString();
        }
    }

    @Test
    void tellsWhatComesChangesAndGoes() throws Exception {
        deliver("0");
        try (var home = new Home(root)) {
            home.config("[account.a]\nincoming = \"maildir:" + root.resolve("Mail") + "\"\n");
            var pipe = new Pipe();
            Path heard = root.resolve("heard");
            String[] line = {"watch", "--json", "--exec", "cat >>'" + heard + "'"};
            var running =
                    CompletableFuture.supplyAsync(() ->
                            Main.run(
                                    line,
                                    new PrintWriter(pipe),
                                    new PrintWriter(new StringWriter())));
            int number = 0;
            while (!pipe.has("\"event\":\"new\"")) {
                assertThat(running).isNotDone();
                deliver(String.valueOf(++number));
                Thread.sleep(Duration.ofMillis(300));
            }
            await(pipe, "\"uid\":\"" + number + ".host\"");
            Path last = root.resolve("Mail/cur/" + number + ".host:2,");
            Path seen = root.resolve("Mail/cur/" + number + ".host:2,S");
            Files.move(last, seen);
            await(pipe, "\"event\":\"flags\"");
            Files.delete(seen);
            await(pipe, "\"event\":\"gone\"");
            pipe.close();

            assertThat(running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Exit.OK);
            List<String> lines = pipe.all().lines().toList();
            assertThat(lines.getFirst())
                    .contains("\"mailbox\":\"INBOX\"", "\"subject\":\"Lunch\"", "\"flags\":[]");
            assertThat(lines).noneMatch(l -> l.contains("\"uid\":\"0.host\""));
            assertThat(Files.readString(heard).lines()).containsExactlyElementsOf(lines);
        }
    }

    @Test
    void anEventThatThereIsNotIsAMistake() {
        try (var home = new Home(root)) {
            Home.Said said = home.hazel("watch", "--event", "sent");

            assertThat(said.status()).isEqualTo(64);
            assertThat(said.err()).contains("--event sent: expected new, flags or gone");
        }
    }

    @Test
    void aMailboxThatIsNotThereIsTold() {
        try (var home = new Home(root)) {
            assertThat(home.hazel("watch", "Nowhere").status()).isEqualTo(66);
        }
    }

    private static void await(Pipe pipe, String word) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!pipe.has(word)) {
            assertThat(System.nanoTime()).as(pipe.all()).isLessThan(end);
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    private void deliver(String name) throws IOException {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(root.resolve("Mail").resolve(sub));
        }
        Path temporary = root.resolve("Mail/tmp/" + name);
        Files.writeString(
                temporary,
                """
                From: Ada <ada@example.org>
                Subject: Lunch
                Date: Mon, 4 May 2026 12:00:00 +0000
                Message-ID: <%s@example.org>

                Text.
                """
                        .formatted(name));
        Files.move(temporary, root.resolve("Mail/cur/" + name + ".host:2,"));
    }
}
