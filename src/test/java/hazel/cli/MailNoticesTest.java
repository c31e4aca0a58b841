package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.config.Config.NotifyConfig;
import hazel.config.MailboxRules;
import hazel.store.FoundUid;
import hazel.store.IndexEntry;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Searches;
import hazel.store.Uid;
import hazel.ui.Msg;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class MailNoticesTest {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);

    @TempDir private Path root;

    private final LinkedBlockingQueue<String> shown = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Msg> passed = new LinkedBlockingQueue<>();

    private final MailNotices.Terminal terminal =
            new MailNotices.Terminal() {
                @Override
                public void osc9(String text) {
                    shown.add("9 " + text);
                }

                @Override
                public void osc777(String title, String text) {
                    shown.add("777 " + title + " | " + text);
                }
            };

    /// Nothing is told of new mail of one mailing list.
    private final MailboxRules quiet =
            new MailboxRules(
                    List.of(
                            new MailboxRules.Rule(
                                    "work/Lists/noise",
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(false),
                                    Optional.empty())));

    private MailNotices notices(List<String> by, String command) {
        return new MailNotices(new NotifyConfig(by, command), quiet, terminal, passed::add);
    }

    private static IndexEntry entry(Uid uid, String from, String subject) {
        return new IndexEntry(
                uid,
                Instant.EPOCH,
                Instant.EPOCH,
                from,
                "ada@example.org",
                "",
                "",
                subject,
                Optional.empty(),
                List.of(),
                "",
                Set.of(),
                Set.of(),
                10,
                false);
    }

    private String next() throws InterruptedException {
        return String.valueOf(shown.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void oneMessageIsToldWithSenderAndSubjectHarmless() throws Exception {
        try (var notices = notices(List.of("osc9", "osc777"), "")) {
            var arrived =
                    new Msg.Arrived(
                            INBOX,
                            List.of(entry(new Uid("1"), "Ada\u001b]0;x\u0007", "Lunch\u009c")));
            notices.accept(arrived);
            String first = next();
            assertThat(first).startsWith("9 New mail in work/INBOX - Ada").contains(": Lunch");
            assertThat(first + next()).doesNotContain("\u001b", "\u0007", "\u009c");
            assertThat(passed).containsExactly(arrived);
        }
    }

    @Test
    void manyAtOnceAreOneNoticeAndNoMessageIsToldTwice() throws Exception {
        try (var notices = notices(List.of("osc777"), "")) {
            var one = new Uid("1");
            notices.accept(
                    new Msg.Arrived(
                            INBOX,
                            List.of(entry(one, "Ada", "a"), entry(new Uid("2"), "Bob", "b"))));
            assertThat(next()).isEqualTo("777 2 new messages in work/INBOX | Ada, Bob");
            Uid found = FoundUid.of(new MessageRef(INBOX, one));
            notices.accept(
                    new Msg.Arrived(Searches.ALL_INBOXES, List.of(entry(found, "Ada", "a"))));
            notices.accept(new Msg.Arrived(INBOX, List.of(entry(new Uid("3"), "Eve", "c"))));
            assertThat(next()).isEqualTo("777 New mail in work/INBOX | Eve: c");
        }
    }

    @Test
    void aCommandGetsEachMessageAsJson() throws Exception {
        Path heard = root.resolve("heard");
        try (var notices = notices(List.of("osc9"), "cat >>'" + heard + "'")) {
            notices.accept(
                    new Msg.Arrived(
                            INBOX, List.of(entry(new Uid("7"), "Ada", "'; touch /tmp/x; '"))));
            notices.accept(new Msg.Arrived(INBOX, List.of(entry(new Uid("8"), "Ada", "b"))));
            next();
            next(); // the second is shown when the first command has ended
            assertThat(Files.readAllLines(heard).getFirst())
                    .contains(
                            "\"event\":\"new\"",
                            "\"account\":\"work\"",
                            "\"mailbox\":\"work/INBOX\"",
                            "\"subject\":\"'; touch /tmp/x; '\"",
                            "\"uid\":\"7\"");
        }
    }

    @Test
    void whatTheUserWantsNoNoticesOfIsPassedOnAlone() throws Exception {
        var noise = new MailboxRef("work", new MailboxName("Lists/noise"));
        try (var notices = notices(List.of("osc9"), "")) {
            notices.accept(new Msg.Arrived(noise, List.of(entry(new Uid("1"), "Eve", "a"))));
            notices.accept(new Msg.Arrived(INBOX, List.of(entry(new Uid("2"), "Ada", "b"))));
            assertThat(next()).contains("work/INBOX");
        }
        assertThat(shown).isEmpty();
        assertThat(passed).hasSize(2);
    }

    @Test
    void nothingIsToldUnasked() {
        var sent = new ArrayList<Msg>();
        try (var notices =
                new MailNotices(new NotifyConfig(List.of(), ""), quiet, terminal, sent::add)) {
            notices.accept(new Msg.Arrived(INBOX, List.of(entry(new Uid("1"), "Ada", "a"))));
        }
        assertThat(shown).isEmpty();
        assertThat(sent).hasSize(1);
    }
}
