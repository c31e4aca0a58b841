package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.mail.Address;
import hazel.mail.MessageId;
import hazel.store.FoundUid;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Searches;
import hazel.store.Uid;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Msg;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The whole reader on two Maildirs, searched, with every effect on the calling thread.
class SearchesTest {

    private static final MailboxRef INBOX = new MailboxRef("local", MailboxName.INBOX);
    private static final MailboxRef ENGINES =
            new MailboxRef(Searches.ACCOUNT, new MailboxName("Engines"));

    @TempDir Path home;

    private final Hands clock = new Hands();
    private Config config;
    private PaperReader reader;

    /// A clock that a test moves on.
    private static final class Hands extends Clock {

        private Instant now = Instant.parse("2026-05-04T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void open() throws Exception {
        deliver("Mail", "1", "Ada", "Analytical engine", "It weaves algebraic patterns.", "");
        deliver("Mail", "2", "Charles", "Lunch", "Bring the engine.", "");
        deliver("Mail/.Archive", "3", "Ada", "Re: Analytical engine", "Indeed.", "1@example.org");
        var places = Places.under(home);
        config =
                switch (ConfigReader.read(
                        "test",
                        "[search.Engines]\nquery = \"text:engine\"\n",
                        List.of(),
                        places,
                        new ConfigReader.Person("", new Address("", "me", "localhost")))) {
                    case ConfigReader.Read(var read) -> read;
                    case ConfigReader.Rejected(var problems) ->
                            throw new AssertionError(problems.toString());
                };
        index();
        var setting =
                new Reader.Setting(config, places, Map.of(), clock, home.resolve("relay.sock"));
        reader = new PaperReader(setting, INBOX);
    }

    private void index() {
        new Indexing(
                        SearchedAccounts.indexed(
                                config, Stores.unheard(config, Places.under(home), clock)),
                        Places.under(home).cache(),
                        () -> false,
                        _ -> {})
                .pass();
    }

    @AfterEach
    void close() {
        reader.close();
    }

    private void deliver(
            String maildir, String name, String from, String subject, String body, String answers)
            throws IOException {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(home.resolve(maildir).resolve(sub));
        }
        Files.writeString(
                home.resolve(maildir + "/cur/" + name + ".host:2,"),
                """
                From: %s <x@example.org>
                Date: Mon, 4 May 2026 0%s:00:00 +0000
                Subject: %s
                Message-ID: <%s@example.org>
                In-Reply-To: <%s>

                %s
                """
                        .formatted(from, name, subject, name, answers, body));
    }

    private List<String> files(String maildir) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(maildir + "/cur"))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private void search(String query) {
        reader.press("g", "/");
        reader.type(query);
    }

    @Test
    void whatIsTypedIsFoundInEveryMailboxTheNewestFirst() {
        search("text:engine");

        assertThat(reader.shown())
                .contains("all mailboxes: text:engine")
                .containsSubsequence("Re: Analytical", "Lunch", "Analytical engine")
                .containsSubsequence("Archive", "INBOX")
                .contains("Search all for: text:engine");
    }

    @Test
    void aQueryThatIsNotWholeYetLeavesWhatWasFound() {
        search("algebraic OR body:alg");
        assertThat(reader.shown()).contains("Analytical engine");
        reader.type(" (");
        assertThat(reader.shown()).contains("Analytical engine").contains("a ( without its )");
    }

    @Test
    void aFoundMessageIsReadAndMarkedInItsOwnMailbox() throws IOException {
        search("text:engine");
        reader.press("<Enter>", "d");
        assertThat(files("Mail/.Archive")).containsExactly("3.host:2,T");
        reader.press("z");
        assertThat(files("Mail/.Archive")).containsExactly("3.host:2,");
        reader.press("g", "g", "<Enter>");
        assertThat(reader.shown()).contains("Indeed.");
        assertThat(files("Mail/.Archive")).containsExactly("3.host:2,S");
    }

    @Test
    void messagesOfSeveralMailboxesAreMovedAndComeBack() throws IOException {
        search("text:engine");
        reader.press("<Enter>", "T");
        reader.type("~A");
        reader.press("<Enter>", ";", "M");
        reader.type("local/INBOX");
        reader.press("<Enter>");
        assertThat(files("Mail/.Archive")).isEmpty();
        reader.press("z");
        assertThat(files("Mail/.Archive")).hasSize(1);
        assertThat(files("Mail")).hasSize(2);
    }

    @Test
    void aConversationIsGatheredFromAllMailboxes() {
        reader.press("g", "g", "g", "t");
        assertThat(reader.shown())
                .contains("conversation, from all mailboxes")
                .containsSubsequence("Analytical engine", "Archive", "└─>");
        reader.press("q");
        assertThat(reader.shown()).contains("local / INBOX");
    }

    @Test
    void aSavedSearchIsListedWithItsCountsAndStaysCurrent() throws IOException {
        assertThat(saved()).isEqualTo(new MailboxInfo(new MailboxName("Engines"), true, 3, 3));
        reader.perform(new Effect.OpenMailbox(ENGINES));

        deliver("Mail", "4", "Grace", "A steam engine", "Puff.", "");
        assertThat(reader.perform(new Effect.CheckMailbox(ENGINES))).isEmpty();
        clock.now = clock.now.plus(Duration.ofSeconds(3));
        assertThat(reader.perform(new Effect.CheckMailbox(ENGINES)))
                .contains(new Msg.NewMail(ENGINES, 1))
                .hasSize(3);
        assertThat(saved().total()).isEqualTo(4);
    }

    private MailboxInfo saved() {
        return reader.perform(new Effect.ListMailboxes()).stream()
                .map(Msg.MailboxesListed.class::cast)
                .flatMap(m -> m.accounts().stream())
                .filter(a -> a.account().equals(Searches.ACCOUNT))
                .map(a -> a.mailboxes().getFirst())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aReplyToWhatWasFoundAnswersTheMessageInItsOwnMailbox() {
        MailboxRef around = Searches.conversation(new MessageId("1@example.org"));
        reader.perform(new Effect.OpenMailbox(around));
        var message = new MessageRef(around, FoundUid.of(new MessageRef(INBOX, new Uid("1.host"))));
        var answer = new ComposeRequest.Answer(message, ComposeRequest.Kind.REPLY);

        assertThat(reader.perform(new Effect.Compose(answer)))
                .filteredOn(Msg.Composing.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Msg.Composing.class,
                        c -> assertThat(c.draft().answers()).contains("local\tINBOX\t1.host"));
    }

    @Test
    void mailCannotBePutIntoASearch() {
        var move = new Effect.Move(INBOX, List.of(new Uid("1.host")), ENGINES);
        assertThat(reader.perform(move)).singleElement().isInstanceOf(Msg.Failed.class);
        assertThat(reader.perform(new Effect.DeleteMailbox(ENGINES)))
                .singleElement()
                .isInstanceOf(Msg.Failed.class);
    }
}
