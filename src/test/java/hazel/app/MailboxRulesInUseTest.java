package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.compose.Identity;
import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.MailboxRules;
import hazel.config.Places;
import hazel.mail.Address;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Sort;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Msg;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the dotfile says of single mailboxes, as the reader follows it.
class MailboxRulesInUseTest {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);
    private static final MailboxRef LIST = new MailboxRef("work", new MailboxName("List"));

    @TempDir private Path home;
    private Config config;

    @BeforeEach
    void configuration() throws IOException {
        Places places = Places.under(home);
        String text =
                """
                [account.work]
                address = "ada@example.org"
                others = ["lists@example.org"]
                signature = "Ada, engineer"
                incoming = "maildir:%s"
                [mailbox."work/INBOX"]
                sort = "reverse-subject"
                [mailbox."work/List"]
                address = "lists@example.org"
                signature = "-a"
                sent = "."
                [mailbox."work/Secret"]
                sent = ""
                """
                        .formatted(home.resolve("Mail"));
        var person = new ConfigReader.Person("Ada", new Address("", "ada", "localhost"));
        config =
                ((ConfigReader.Read) ConfigReader.read("f", text, List.of(), places, person))
                        .config();
        for (String name : List.of("cur", "new", "tmp")) {
            Files.createDirectories(home.resolve("Mail").resolve(name));
        }
        for (String subject : List.of("Apple", "Cherry", "Banana")) {
            Files.writeString(
                    home.resolve("Mail/cur/" + subject + ".h:2,"),
                    "From: eve@example.net\nSubject: " + subject + "\n\nx\n");
        }
    }

    private PaperReader reader(MailboxRef mailbox) throws Exception {
        var clock = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
        var setting =
                new Reader.Setting(
                        config, Places.under(home), Map.of(), clock, home.resolve("sock"));
        return new PaperReader(setting, mailbox);
    }

    @Test
    void aMailboxIsShownInItsOrder() throws Exception {
        try (PaperReader reader = reader(INBOX)) {
            assertThat(reader.shown()).containsSubsequence("Cherry", "Banana", "Apple");
            reader.press("d", "$");
            assertThat(reader.shown()).contains("by subject, reversed");
        }
    }

    @Test
    void whoWritesFromAMailboxIsWhoAnswersThere() throws Exception {
        try (PaperReader reader = reader(INBOX)) {
            assertThat(sender(reader, Optional.of(LIST)))
                    .isEqualTo(identity("lists@example.org", "-a"));
            assertThat(sender(reader, Optional.of(INBOX)))
                    .isEqualTo(identity("ada@example.org", "Ada, engineer"));
            assertThat(sender(reader, Optional.empty()))
                    .isEqualTo(identity("ada@example.org", "Ada, engineer"));
        }
    }

    @Test
    void aCopyOfWhatIsWrittenFromAMailboxGoesWhereItsTableSays() throws Exception {
        try (PaperReader reader = reader(INBOX)) {
            assertThat(copy(reader, LIST)).isEqualTo(Optional.of("List"));
            assertThat(copy(reader, new MailboxRef("work", new MailboxName("Secret")))).isEmpty();
            assertThat(copy(reader, INBOX)).isEqualTo(Optional.of("Sent"));
        }
    }

    /// Where the copy goes, as the composer says and as the outbox is told.
    private Optional<String> copy(PaperReader reader, MailboxRef from) throws Exception {
        Msg.Composing composing = composing(reader, "mailto:eve@example.net", Optional.of(from));
        Optional<String> into =
                new Writers(config)
                        .ready(composing.draft(), Clock.systemUTC(), Instant.EPOCH)
                        .options()
                        .fileCopyInto();
        assertThat(composing.senders().getFirst().way())
                .isEqualTo(
                        "by the relay of this machine"
                                + into.map(name -> ", with a copy in " + name).orElse(""));
        return into;
    }

    private static Msg.Composing composing(
            PaperReader reader, String mailto, Optional<MailboxRef> from) {
        var blank = new ComposeRequest.Blank(mailto, from);
        return reader.perform(new Effect.Compose(blank)).stream()
                .filter(Msg.Composing.class::isInstance)
                .map(Msg.Composing.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Identity sender(PaperReader reader, Optional<MailboxRef> from) {
        return composing(reader, "mailto:", from).senders().getFirst().identity();
    }

    private static Identity identity(String address, String signature) {
        Address parsed = Address.parse(address).orElseThrow().withDisplayName("Ada");
        return Identity.of(parsed).withSignature(signature);
    }

    @Test
    void theOrdersOfTheDotfileAreThoseOfTheIndex() {
        assertThat(MailboxRules.SORTS)
                .allSatisfy(word -> assertThat(Sort.parse(word)).isPresent())
                .hasSameSizeAs(Sort.Key.values());
    }
}
