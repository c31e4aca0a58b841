package hazel.store.mbox;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Corpus;
import hazel.mail.MailException;
import hazel.store.MailboxName;
import hazel.store.Progress;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Mailboxes nobody here wrote, against the number of messages in each.
class MboxCorpusTest {

    /// What the corpus counts are lines; two of these are sentences of a body.
    private static final Map<String, Integer> OTHERWISE = Map.of("unmunged.mbox.txt", 2);

    @Test
    void everyMailboxHoldsAsManyMessagesAsExpected() throws Exception {
        int seen = 0;
        for (Path file : Corpus.files("mbox")) {
            if (file.endsWith("expected.json")) {
                continue;
            }
            String name = file.getFileName().toString();
            JsonObject expected;
            try (JsonReader json =
                    Json.createReader(Files.newInputStream(file.resolveSibling("expected.json")))) {
                expected = json.readObject().getJsonObject(name);
            }
            int lines = expected.getInt("any_from_lines");
            assertThat(count(file)).as(name).isEqualTo(OTHERWISE.getOrDefault(name, lines));
            seen++;
        }
        assertThat(seen).isGreaterThan(20);
    }

    /// A file that does not begin with a From line is no mbox and holds none.
    private static int count(Path file) throws MailException {
        var count = new AtomicInteger();
        try (var mailbox = MboxStore.open(file).open(MailboxName.INBOX)) {
            mailbox.scan(_ -> count.incrementAndGet(), Progress.UNWATCHED);
        } catch (MailException e) {
            assertThat(e).hasMessageContaining("is no mbox");
        }
        return count.get();
    }
}
