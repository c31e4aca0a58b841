package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Mounts;
import hazel.config.StoreConfig;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The screens on mail that cannot be changed: it is read, and each change is one line of notice.
class ReadOnlyScreensIT {

    @TempDir Path home;

    @ParameterizedTest
    @ValueSource(strings = {"maildir", "mbox", "mh"})
    void mailIsReadAndChangesAreRefusedInOneLine(String kind) throws Exception {
        Path mail = Files.createDirectory(home.resolve("mail"));
        Mounts.READ_ONLY.assumeAllowed(mail);
        StoreConfig.Local config = SentWork.store(home, kind);
        try (MessageStore store = Stores.open(config, Clock.systemUTC());
                Mailbox inbox = store.open(MailboxName.INBOX)) {
            inbox.append(
                    "From: Ada <ada@example.org>\nSubject: Hi there\n\nIt weaves.\n"
                            .getBytes(StandardCharsets.US_ASCII),
                    Set.of(),
                    Set.of(),
                    Instant.EPOCH);
        }
        Mounts.Said said =
                Mounts.READ_ONLY.run(
                        mail,
                        Mounts.java(
                                ReadOnlyScreens.class,
                                home.toString(),
                                kind + ":" + mail,
                                "*,d,<Enter>,d"));
        assertThat(said.err()).isEmpty();
        String where = store(kind, mail);
        List<String> shown = List.of(said.out().split("----\n"));
        assertThat(shown).hasSize(5);
        assertThat(shown.get(0)).contains("local / INBOX (read only)", "Hi there");
        for (String refused : List.of(shown.get(1), shown.get(2), shown.get(4))) {
            assertThat(refused).contains(" " + where + " is read-only\n");
        }
        assertThat(shown.get(3)).contains("It weaves.").doesNotContain("read-only");
    }

    /// What a sentence calls the mailbox.
    private static String store(String kind, Path mail) {
        return switch (kind) {
            case "mbox" -> mail + "/INBOX";
            case "mh" -> mail + "/inbox";
            default -> mail.toString();
        };
    }
}
