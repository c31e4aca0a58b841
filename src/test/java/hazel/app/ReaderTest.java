package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.index.KeptUids;
import hazel.index.QueryReader;
import hazel.index.QueueIds;
import hazel.mail.Address;
import hazel.mail.Problem;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The whole reader on a Maildir of its own, with every effect on the calling thread.
class ReaderTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final MailboxRef INBOX = new MailboxRef("local", MailboxName.INBOX);

    @TempDir Path home;

    private Path mail;
    private Config config;
    private PaperReader reader;

    @BeforeEach
    void open() throws Exception {
        mail = home.resolve("Mail");
        for (String dir : List.of("cur", "new", "tmp", ".Archive/cur", ".Archive/new")) {
            Files.createDirectories(mail.resolve(dir));
        }
        Files.createDirectories(mail.resolve(".Archive/tmp"));
        deliver("1", "Ada", "Analytical engine", "It weaves algebraic patterns.");
        deliver("2", "Charles", "Difference engine", "Please send money.");
        var places = Places.under(home);
        config =
                ConfigReader.standard(
                        places, new ConfigReader.Person("", new Address("", "me", "localhost")));
        var clock = Clock.fixed(NOON, ZoneOffset.UTC);
        var setting =
                new Reader.Setting(config, places, Map.of(), clock, home.resolve("relay.sock"));
        reader = new PaperReader(setting, INBOX);
    }

    @AfterEach
    void close() {
        reader.close();
    }

    private void deliver(String name, String from, String subject, String body) throws IOException {
        Files.writeString(
                mail.resolve("cur/" + name + ".host:2,"),
                "From: "
                        + from
                        + " <x@example.org>\nDate: Mon, 4 May 2026 0"
                        + name
                        + ":00:00 +0000\nSubject: "
                        + subject
                        + "\nMessage-ID: <"
                        + name
                        + "@example.org>\n\n"
                        + body
                        + "\n");
    }

    private List<String> files(String dir) throws IOException {
        try (Stream<Path> files = Files.list(mail.resolve(dir))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void openingAMailboxShowsItsMessages() {
        assertThat(reader.shown()).contains("Analytical engine", "Difference engine", "2 new");
    }

    @Test
    void readingAMessageShowsItAndMarksItSeen() throws Exception {
        reader.press("<Home>", "<Enter>");
        assertThat(reader.shown()).contains("It weaves algebraic patterns.");
        assertThat(files("cur")).containsExactly("1.host:2,S", "2.host:2,");
    }

    @Test
    void aDeletionIsMarkedOnDiskAndTakenBack() throws Exception {
        reader.press("<Home>", "d");
        assertThat(files("cur")).containsExactly("1.host:2,T", "2.host:2,");
        reader.perform(new Effect.Undo());
        assertThat(files("cur")).containsExactly("1.host:2,", "2.host:2,");
    }

    @Test
    void aMoveIsTakenBack() throws Exception {
        var archive = new MailboxRef("local", new MailboxName("Archive"));
        reader.perform(new Effect.Move(INBOX, List.of(uid("1")), archive));
        assertThat(files("cur")).hasSize(1);
        assertThat(archived()).hasSize(1);
        assertThat(reader.perform(new Effect.Undo()))
                .contains(Msg.Noticed.of("taken back: 1 message moved to local/Archive"));
        assertThat(files("cur")).hasSize(2);
        assertThat(archived()).isEmpty();
    }

    @Test
    void whatIsToldIsWhatWasDone() throws Exception {
        var archive = new MailboxRef("local", new MailboxName("Archive"));
        assertThat(reader.perform(new Effect.Move(INBOX, List.of(uid("1"), uid("9")), archive)))
                .contains(Msg.Noticed.undoable("1 of 2 messages moved to local/Archive"));
        var flagged = FlagChange.adding(Flag.FLAGGED);
        assertThat(reader.perform(new Effect.ChangeFlags(INBOX, List.of(uid("9")), flagged)))
                .contains(Msg.Noticed.of("0 of 1 message marked important"));
        assertThat(reader.perform(new Effect.Undo()))
                .contains(Msg.Noticed.of("taken back: 1 of 2 messages moved to local/Archive"));
        assertThat(files("cur")).hasSize(2);
    }

    /// The second message has a name that has no room for another flag.
    @Test
    void whatWasDoneBeforeAFailureIsToldAndTakenBack() throws Exception {
        String longest = "2".repeat(252);
        Files.move(mail.resolve("cur/2.host:2,"), mail.resolve("cur/" + longest + ":2,"));
        var flagged = FlagChange.adding(Flag.FLAGGED);

        List<Msg> told =
                reader.perform(
                        new Effect.ChangeFlags(
                                INBOX, List.of(uid("1"), new Uid(longest)), flagged));

        assertThat(told)
                .anyMatch(Msg.Failed.class::isInstance)
                .contains(Msg.Noticed.undoable("1 of 2 messages marked important, 1 not"));
        assertThat(files("cur")).containsExactly("1.host:2,F", longest + ":2,");
        assertThat(reader.perform(new Effect.Undo()))
                .contains(Msg.Noticed.of("taken back: 1 of 2 messages marked important"));
        assertThat(files("cur")).containsExactly("1.host:2,", longest + ":2,");
    }

    @Test
    void aCopyIsTakenBack() throws Exception {
        var archive = new MailboxRef("", new MailboxName("Archive"));
        reader.perform(new Effect.Copy(INBOX, List.of(uid("1"), uid("2")), archive));
        assertThat(archived()).hasSize(2);
        reader.perform(new Effect.Undo());
        assertThat(archived()).isEmpty();
        assertThat(files("cur")).hasSize(2);
    }

    private List<String> archived() throws IOException {
        return Stream.concat(files(".Archive/new").stream(), files(".Archive/cur").stream())
                .toList();
    }

    private Uid uid(String name) {
        return new Uid(name + ".host");
    }

    @Test
    void whereNothingWasDoneNothingIsTakenBack() {
        assertThat(reader.perform(new Effect.Undo()))
                .containsExactly(Msg.Noticed.of("there is nothing to take back"));
    }

    @Test
    void expungeRemovesOnlyWhatIsMarked() throws Exception {
        reader.perform(
                new Effect.ChangeFlags(
                        INBOX, List.of(uid("2")), hazel.store.FlagChange.adding(Flag.DELETED)));
        assertThat(reader.perform(new Effect.Expunge(INBOX)))
                .contains(Msg.Noticed.of("1 message removed for good"));
        assertThat(files("cur")).containsExactly("1.host:2,");
    }

    @Test
    void mailDeliveredMeanwhileIsTold() throws Exception {
        deliver("3", "Grace", "A moth in the relay", "");
        assertThat(reader.perform(new Effect.CheckMailbox(INBOX)))
                .contains(new Msg.NewMail(INBOX, 1))
                .hasSize(3);
    }

    @Test
    void aSearchFindsWordsOfTheBody() {
        assertThat(
                        reader.perform(
                                new Effect.Find(
                                        INBOX, "~b algebraic", 1, Effect.Direction.FORWARD)))
                .containsExactly(new Msg.Found(INBOX, 0));
    }

    @Test
    void aLimitForTextAsksTheIndexAndReadsWhatIsNotIndexed() throws Exception {
        Effect limit =
                new Effect.Arrange(
                        INBOX,
                        hazel.store.Sort.DEFAULT,
                        "body:algebraic",
                        hazel.index.KeptUids.NONE,
                        hazel.index.KeptUids.NONE);
        assertThat(reader.perform(limit))
                .contains(Msg.Noticed.of("2 messages not indexed yet: scanned"));

        new Indexing(
                        SearchedAccounts.indexed(
                                config,
                                Stores.unheard(config, Places.under(home), Clock.systemUTC())),
                        Places.under(home).cache(),
                        () -> false,
                        _ -> {})
                .pass();
        deliver("1", "Ada", "Analytical engine", "Changed behind the index's back.");

        assertThat(reader.perform(limit))
                .singleElement()
                .isInstanceOfSatisfying(
                        Msg.ViewChanged.class, c -> assertThat(c.view().size()).isOne());
    }

    @Test
    void aLimitThatCannotBeReadChangesNothing() {
        assertThat(
                        reader.perform(
                                new Effect.Arrange(
                                        INBOX,
                                        hazel.store.Sort.DEFAULT,
                                        "~j(",
                                        KeptUids.NONE,
                                        KeptUids.NONE)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Msg.Failed.class,
                        f -> assertThat(f.problem()).isInstanceOf(Problem.Malformed.class));
    }

    @Test
    void aMessageIsNeverSavedOverAFile() throws Exception {
        Path file = Files.writeString(home.resolve("kept.eml"), "mine");
        var message = new hazel.store.MessageRef(INBOX, uid("1"));
        assertThat(reader.perform(new Effect.SaveParts(message, List.of(), "~/kept.eml")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Msg.Failed.class,
                        f -> assertThat(f.problem()).isInstanceOf(Problem.CannotWrite.class));
        assertThat(file).hasContent("mine");
        reader.perform(new Effect.SaveParts(message, List.of(), "~/new.eml"));
        assertThat(home.resolve("new.eml")).exists();
    }

    @Test
    void aPipeGetsTheMessageAndItsAnswerIsShown() {
        var message = new hazel.store.MessageRef(INBOX, uid("2"));
        assertThat(reader.perform(new Effect.Pipe(message, "", "grep -c money")))
                .containsExactly(new Msg.Printed("grep -c money", List.of("1")));
    }

    @Test
    void aReplyBeginsWithALineToWriteOn() {
        var answer =
                new ComposeRequest.Answer(
                        new MessageRef(INBOX, uid("1")), ComposeRequest.Kind.REPLY);
        assertThat(reader.perform(new Effect.Compose(answer)))
                .filteredOn(Msg.Composing.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Msg.Composing.class,
                        composing ->
                                assertThat(composing.draft().body())
                                        .startsWith("\n\n")
                                        .contains(" wrote:"));
    }

    @Test
    void aMailboxThatIsNotThereIsOneClearAnswer() {
        var nowhere = new MailboxRef("local", new MailboxName("Nowhere"));
        var effect = new Effect.OpenMailbox(nowhere);
        assertThat(reader.perform(effect))
                .containsExactly(new Msg.Failed(effect, new Problem.NoSuchMailbox("Nowhere")));
    }

    @Test
    void anAccountThatIsNotThereIsOneClearAnswer() {
        var effect = new Effect.OpenMailbox(new MailboxRef("work", MailboxName.INBOX));
        assertThat(reader.perform(effect))
                .containsExactly(new Msg.Failed(effect, new Problem.NoSuchAccount("work")));
    }

    private AccountWorkers accounts() {
        return new AccountWorkers(
                new Accounts(config),
                Workers.atOnce(),
                Caches.in(home.resolve("cache")),
                Stores.unheard(config, Places.under(home), Clock.systemUTC()),
                new QueryReader(Clock.systemUTC(), QueueIds.NONE));
    }

    @Test
    void whatComesIntoAMailboxThatIsListedIsCountedAnew() throws Exception {
        var told = new ArrayList<Msg>();
        AccountWorkers accounts = accounts();
        accounts.checkChanged(Set.of("local"), told::add);
        assertThat(told).as("nobody asked for a list").isEmpty();
        accounts.list(new Effect.ListMailboxes(), told::add);
        accounts.checkChanged(Set.of("local"), told::add);
        assertThat(told).as("only the list that was asked for").hasSize(1);

        Files.writeString(mail.resolve(".Archive/new/7.host"), "Subject: Seven\n\n");
        accounts.checkChanged(Set.of("local"), told::add);

        assertThat(told).hasSize(2);
        assertThat(told.getLast())
                .isInstanceOfSatisfying(
                        Msg.MailboxesListed.class,
                        listed ->
                                assertThat(listed.accounts().getFirst().mailboxes())
                                        .extracting(m -> m.name() + " " + m.unseen())
                                        .containsExactly("INBOX 2", "Archive 1"));
    }

    @Test
    void whatMayBeWatchedIsWhatIsOpenAndWhatIsListed() throws Exception {
        var followed = new HashMap<String, Set<Path>>();
        AccountWorkers accounts = accounts();
        accounts.tell(followed::put);

        accounts.checkAll(_ -> {});
        assertThat(followed.get("local")).isEmpty();
        accounts.on(
                INBOX,
                new AccountWorkers.Job(new Effect.OpenMailbox(INBOX), "opening", _ -> {}),
                (worker, work) -> worker.openMailbox(INBOX, _ -> {}, work));
        accounts.checkAll(_ -> {});
        assertThat(followed.get("local"))
                .containsExactlyInAnyOrder(mail.resolve("new"), mail.resolve("cur"));
        accounts.list(new Effect.ListMailboxes(), _ -> {});
        accounts.checkAll(_ -> {});
        assertThat(followed.get("local"))
                .containsExactlyInAnyOrder(
                        mail.resolve("new"),
                        mail.resolve("cur"),
                        mail.resolve(".Archive/new"),
                        mail.resolve(".Archive/cur"));
    }

    @Test
    void mailboxesAreMadeRenamedListedAndRemoved() {
        var made = new MailboxRef("local", new MailboxName("Letters"));
        reader.perform(new Effect.CreateMailbox(made));
        reader.perform(new Effect.RenameMailbox(made, new MailboxName("Post")));
        assertThat(names()).containsExactly("INBOX", "Archive", "Post");
        reader.perform(new Effect.DeleteMailbox(new MailboxRef("local", new MailboxName("Post"))));
        assertThat(names()).containsExactly("INBOX", "Archive");
    }

    private List<String> names() {
        return reader.perform(new Effect.ListMailboxes()).stream()
                .map(Msg.MailboxesListed.class::cast)
                .flatMap(m -> m.accounts().stream())
                .flatMap(a -> a.mailboxes().stream())
                .map(m -> m.name().value())
                .toList();
    }
}
