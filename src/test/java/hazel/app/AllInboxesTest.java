package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.mail.Address;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The inboxes of two accounts as one mailbox.
class AllInboxesTest {

    private static final MailboxRef WORK = new MailboxRef("work", MailboxName.INBOX);

    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);

    @TempDir Path home;

    private PaperReader reader;

    @BeforeEach
    void open() throws Exception {
        deliver("work", "1", "Analytical engine");
        deliver("work/.Trash", "0", "Gone");
        deliver("home", "2", "Lunch");
        deliver("home/.Trash", "0", "Gone");
        var places = Places.under(home);
        var dotfile =
                """
                [account.work]
                address = "ada@work.example"
                incoming = "maildir:%1$s/work"

                [account.home]
                address = "ada@home.example"
                incoming = "maildir:%1$s/home"
                """
                        .formatted(home);
        var ada = new ConfigReader.Person("", new Address("", "ada", "localhost"));
        var config =
                ((ConfigReader.Read) ConfigReader.read("test", dotfile, List.of(), places, ada))
                        .config();
        var setting =
                new Reader.Setting(config, places, Map.of(), NOON, home.resolve("relay.sock"));
        reader = new PaperReader(setting, Searches.ALL_INBOXES);
    }

    @AfterEach
    void close() {
        reader.close();
    }

    private void deliver(String maildir, String name, String subject) throws IOException {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(home.resolve(maildir).resolve(sub));
        }
        Files.writeString(
                home.resolve(maildir + "/cur/" + name + ".host:2,"),
                """
                From: Charles <c@example.org>
                To: ada@%s.example
                Date: Mon, 4 May 2026 0%s:00:00 +0000
                Subject: %s
                Message-ID: <%s@example.org>

                Text.
                """
                        .formatted(maildir, name, subject, name));
    }

    private List<String> files(String maildir) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(maildir + "/cur"))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void showsTheMailOfBoth() {
        assertThat(reader.shown())
                .contains("all inboxes")
                .containsSubsequence("work", "Analytical engine", "home", "Lunch")
                .doesNotContain("Gone");
    }

    @Test
    void isReachedByItsNameFromAnyMailbox() {
        reader.press("g", "o");
        reader.type("work/INBOX");
        reader.press("<Enter>");
        assertThat(reader.shown()).contains("work / INBOX").doesNotContain("Lunch");

        reader.press("g", "o");
        reader.type("all:inbox");
        reader.press("<Enter>");
        assertThat(reader.shown()).contains("all inboxes").contains("Lunch");
    }

    @Test
    void whatIsDoneToAMessageIsDoneInItsAccount() throws IOException {
        reader.press("g", "g", "d");
        assertThat(files("work")).containsExactly("1.host:2,T");
        assertThat(files("home")).containsExactly("2.host:2,");

        reader.press("z");
        assertThat(files("work")).containsExactly("1.host:2,");
    }

    @Test
    void eachAccountHasAnArchiveOfItsOwn() throws IOException {
        reader.press("T");
        reader.type("~A");
        reader.press("<Enter>");
        reader.press(";", "<A-a>");
        assertThat(files("work/.Archive")).hasSize(1);
        assertThat(files("home/.Archive")).hasSize(1);
        assertThat(reader.shown()).contains("No messages here");

        reader.press("z");
        assertThat(files("home/.Archive")).isEmpty();
        assertThat(files("work/.Archive")).hasSize(1);
    }

    @Test
    void whatIsJunkAlreadyStaysThere() throws IOException {
        reader.press("g", "o");
        reader.type("work/INBOX");
        reader.press("<Enter>");
        reader.press("<A-j>");
        assertThat(reader.shown()).contains("moved to work/Junk");
        assertThat(files("work/.Junk")).hasSize(1);

        reader.press("g", "o");
        reader.type("work/Junk");
        reader.press("<Enter>");
        reader.press("<Enter>");
        reader.press("<A-j>");
        assertThat(files("work/.Junk")).hasSize(1);
        assertThat(reader.shown()).contains("in work/Junk already");
    }

    @Test
    void newMailOfEitherComesIn() throws IOException {
        deliver("home", "3", "Supper");

        assertThat(reader.perform(new Effect.CheckMailbox(Searches.ALL_INBOXES)))
                .contains(new Msg.NewMail(Searches.ALL_INBOXES, 1));
        assertThat(reader.perform(new Effect.CheckMailbox(Searches.ALL_INBOXES))).isEmpty();
    }

    @Test
    void whatAnotherProgramRemovedGoes() throws IOException {
        Files.delete(home.resolve("work/cur/1.host:2,"));
        reader.press("g", "o");
        reader.type("work/INBOX");
        reader.press("<Enter>", "g", "o");
        reader.type("all:inbox");
        reader.press("<Enter>");

        assertThat(reader.shown()).contains("Lunch").doesNotContain("Analytical engine");
    }

    @Test
    void isCountedFromTheInboxes() {
        List<MailboxInfo> searches =
                reader.perform(new Effect.ListMailboxes()).stream()
                        .filter(Msg.MailboxesListed.class::isInstance)
                        .flatMap(m -> ((Msg.MailboxesListed) m).accounts().stream())
                        .filter(a -> a.account().equals(Searches.ACCOUNT))
                        .flatMap(a -> a.mailboxes().stream())
                        .toList();

        assertThat(searches)
                .containsExactly(new MailboxInfo(Searches.ALL_INBOXES.name(), true, 2, 2));
    }

    @Test
    void aReplyIsFromTheAccountThatTheMessageCameTo() {
        for (String account : List.of("work", "home")) {
            var inbox = new MailboxRef(account, MailboxName.INBOX);
            String name = account.equals("work") ? "1.host" : "2.host";
            var message =
                    new MessageRef(
                            Searches.ALL_INBOXES,
                            FoundUid.of(new MessageRef(inbox, new Uid(name))));
            var answer = new ComposeRequest.Answer(message, ComposeRequest.Kind.REPLY);

            assertThat(reader.perform(new Effect.Compose(answer)))
                    .filteredOn(Msg.Composing.class::isInstance)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Msg.Composing.class,
                            c ->
                                    assertThat(c.draft().from().toString())
                                            .contains("ada@" + account + ".example"));
        }
    }

    @Test
    void mailCannotBePutIntoIt() {
        var move = new Effect.Move(WORK, List.of(new Uid("1.host")), Searches.ALL_INBOXES);

        assertThat(reader.perform(move)).singleElement().isInstanceOf(Msg.Failed.class);
    }
}
