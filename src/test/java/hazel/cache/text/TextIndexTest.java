package hazel.cache.text;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.Mailbox;
import hazel.store.Progress;
import hazel.store.Uid;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

class TextIndexTest {

    @TempDir Path home;
    private Post post;

    @BeforeEach
    void aHome() {
        post = new Post(home);
    }

    private static String mail(String subject, String date, String body) {
        return """
        From: Ada Lovelace <ada@example.org>
        To: me@example.org, Grace <grace@example.net>
        Subject: %s
        Date: %s
        Message-ID: <%s@example.org>

        %s
        """
                .formatted(subject, date, subject.replaceAll("[^a-zA-Z0-9]", ""), body);
    }

    private void three() throws Exception {
        post.deliver("INBOX", mail("Lunch", "Sun, 1 Nov 2026 12:00:00 +0000", "At the inn."));
        post.deliver(
                "INBOX",
                mail("Supper", "Tue, 3 Nov 2026 12:00:00 +0000", "The harvest supper is at six."),
                Flag.SEEN);
        post.deliver(
                "Archive", mail("会議の件", "Mon, 2 Nov 2026 12:00:00 +0000", "来週の会議は中\n止です。Harvests"));
        post.index("INBOX", "Archive");
    }

    @Test
    void findsTheNewestFirstInEveryMailbox() throws Exception {
        three();

        assertThat(post.found("")).containsExactly("Supper", "会議の件", "Lunch");
        assertThat(post.found("body:harvest")).containsExactly("Supper", "会議の件");
        assertThat(post.found("body:中止")).containsExactly("会議の件");
        assertThat(post.counted("body:harvest is:unread")).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body:harvest",
                "body:\"harvest supper\"",
                "body:\"supper harvest\"",
                "body:harv",
                "body:arvest",
                "body:in",
                "body:in*",
                "~b the",
                "~b /the/",
                "~b h.rv",
                "text:lunch",
                "text:会",
                "text:ada",
                "会議",
                "subject:件",
                "from:ada",
                "from:lovelace@",
                "from:\"lovelace ada\"",
                "to:grace@example.net",
                "to:example",
                "to:me",
                "from:me",
                "-to:me",
                "to:me body:harvest",
                "with:ada",
                "header:message-id",
                "~h Lunch@example",
                "is:unread",
                "is:read body:harvest",
                "-is:read",
                "-body:harvest",
                "from:ada -body:harvest",
                "-body:harvest -body:inn",
                "body:harvest OR body:inn",
                "body:harvest OR is:read",
                "body:inn OR (subject:supper -is:read)",
                "(body:inn OR body:harvest) after:2026-11-02",
                "before:2026-11-02",
                "on:2026-11-02",
                "after:2026-11-03",
                "after:2026-11-04",
                "~d 2/11/2026-3/11/2026",
                "larger:1",
                "larger:10K",
                "has:attachment",
                "id:Lunch@example.org",
                "id:<not an id>",
                "list:x",
                "label:x",
                "is:tagged",
                "body:\"!?\"",
                "NOT (from:ada body:harvest)",
                "from:ada body:\"harvest supper\" after:2026-01-01",
            })
    void findsWhatReadingEveryMessageFinds(String query) throws Exception {
        three();

        assertThat(post.found(query))
                .containsExactlyInAnyOrderElementsOf(post.scanned(query, "INBOX", "Archive"));
        assertThat(post.counted(query)).isEqualTo(post.found(query).size());
    }

    @Test
    void relevanceIsTheSubjectBeforeTheBody() throws Exception {
        post.deliver("INBOX", mail("Other", "Sun, 8 Nov 2026 12:00:00 +0000", "a harvest, once"));
        post.deliver("INBOX", mail("Harvest", "Sun, 1 Nov 2026 12:00:00 +0000", "nothing"));
        post.index("INBOX");

        assertThat(post.found("text:harvest")).containsExactly("Other", "Harvest");
        assertThat(post.found("text:harvest", Wanted.Ranking.RELEVANCE))
                .containsExactly("Harvest", "Other");
    }

    @Test
    void messagesOfOneMinuteAreInTheOrderOfTheirDates() throws Exception {
        for (String second : List.of("07", "59", "31")) {
            post.deliver("INBOX", mail(second, "Sun, 1 Nov 2026 12:00:" + second + " +0000", ""));
        }
        for (int i = 0; i < 300; i++) {
            post.deliver("INBOX", mail("same", "Sun, 1 Nov 2026 13:00:00 +0000", ""));
        }
        post.deliver("INBOX", mail("old", "Sun, 1 Nov 1931 12:00:00 +0000", ""));
        post.index("INBOX");

        assertThat(post.found("after:2026-11-01").subList(300, 303))
                .containsExactly("59", "31", "07");
        assertThat(post.found("before:2026-11-02")).hasSize(303);
        assertThat(post.found("")).hasSize(304).endsWith("old");
        assertThat(post.found("on:1931-11-01")).containsExactly("old");
    }

    @Test
    void onlyWhatIsNewIsRead() throws Exception {
        three();
        Uid gone = post.deliver("INBOX", mail("Tea", "Wed, 4 Nov 2026 12:00:00 +0000", "tea"));
        post.index("INBOX", "Archive");
        assertThat(post.fetches()).isEqualTo(4);

        try (Mailbox inbox = post.open("INBOX")) {
            inbox.expunge(List.of(gone), Progress.UNWATCHED);
        }
        post.deliver("INBOX", mail("Coffee", "Thu, 5 Nov 2026 12:00:00 +0000", "coffee"));
        post.index("INBOX", "Archive");

        assertThat(post.fetches()).isEqualTo(5);
        assertThat(post.found("text:tea")).isEmpty();
        assertThat(post.found("text:coffee")).containsExactly("Coffee");
    }

    @Test
    void aMessageThatWasMovedIsNotReadAgain() throws Exception {
        three();
        try (Mailbox inbox = post.bare("INBOX");
                Mailbox archive = post.bare("Archive")) {
            Uid supper = uid(inbox, "Supper");
            inbox.move(List.of(supper), archive, Progress.UNWATCHED);
        }
        post.index("Archive", "INBOX");

        assertThat(post.fetches()).isEqualTo(3);
        try (TextIndex index = TextIndex.open(post.caches());
                Hits hits =
                        index.find(
                                post.wanted(
                                        index, "body:\"harvest supper\"", Wanted.Ranking.NEWEST))) {
            Hit hit = hits.next().orElseThrow();
            assertThat(hit.mailbox().name().value()).isEqualTo("Archive");
            assertThat(hit.entry().flags()).containsExactly(Flag.SEEN);
            assertThat(hits.next()).isEmpty();
        }
    }

    private static Uid uid(Mailbox mailbox, String subject) throws MailException {
        var found = new java.util.ArrayList<Uid>();
        mailbox.scan(
                e -> {
                    if (e.subject().equals(subject)) {
                        found.add(e.uid());
                    }
                },
                Progress.UNWATCHED);
        return found.getFirst();
    }

    @Test
    void aNameThatStandsForAnotherMessageIsReadAnew() throws Exception {
        Uid uid = post.deliver("INBOX", mail("Lunch", "Sun, 1 Nov 2026 12:00:00 +0000", "inn"));
        post.index("INBOX");
        Files.writeString(
                home.resolve("Mail/cur/" + uid + ":2,"),
                mail("Tea", "Wed, 4 Nov 2026 12:00:00 +0000", "kettle"));
        try (TextIndex index = TextIndex.open(post.caches())) {
            index.database()
                    .change(() -> {
                        index.database().update("UPDATE place SET state = NULL");
                        return 0;
                    });
        }
        post.index("INBOX");

        assertThat(post.found("body:kettle")).containsExactly("Tea");
        assertThat(post.found("body:inn")).isEmpty();
    }

    @Test
    void flagsFollowTheMailbox() throws Exception {
        three();
        try (Mailbox inbox = post.open("INBOX")) {
            inbox.changeFlags(
                    List.of(uid(inbox, "Lunch")), FlagChange.adding(Flag.SEEN, Flag.FLAGGED));
        }
        assertThat(post.look("INBOX")).isInstanceOf(Look.Current.class);

        assertThat(post.found("is:flagged")).containsExactly("Lunch");
        assertThat(post.found("is:unread")).containsExactly("会議の件");
        assertThat(post.fetches()).isEqualTo(3);
    }

    @Test
    void aMailboxIsCurrentBehindOrPartial() throws Exception {
        post.deliver("INBOX", mail("Lunch", "Sun, 1 Nov 2026 12:00:00 +0000", "x"));
        assertThat(post.look("INBOX")).isInstanceOf(Look.Partial.class);
        post.index("INBOX");
        assertThat(post.look("INBOX")).isInstanceOf(Look.Current.class);
        post.deliver("INBOX", mail("Tea", "Wed, 4 Nov 2026 12:00:00 +0000", "tea"));
        assertThat(post.look("INBOX"))
                .isInstanceOfSatisfying(Look.Behind.class, b -> assertThat(b.arrived()).hasSize(1));
    }

    @Test
    void anIndexThatWasStoppedGoesOnWhereItWas() throws Exception {
        for (int i = 0; i < 5; i++) {
            post.deliver("INBOX", mail("m" + i, "Sun, 1 Nov 2026 12:00:0" + i + " +0000", "word"));
        }
        try (TextIndex index = TextIndex.open(post.caches());
                Reading reading = Reading.onAllProcessors();
                Mailbox inbox = post.open("INBOX")) {
            var indexer = new Indexer(index, reading);
            var partial = indexer.look("maildir:test", inbox).mailbox();
            index.database()
                    .change(() -> {
                        try {
                            new Documents(index.database())
                                    .add(
                                            partial.number(),
                                            Document.of(
                                                    inbox.find(uid(inbox, "m4")).orElseThrow(),
                                                    inbox.fetch(uid(inbox, "m4"))));
                        } catch (MailException e) {
                            throw new AssertionError(e);
                        }
                        return 0;
                    });
        }
        assertThat(post.found("body:word")).containsExactly("m4");
        post.index("INBOX");

        assertThat(post.found("body:word")).containsExactly("m4", "m3", "m2", "m1", "m0");
        assertThat(post.fetches()).isEqualTo(5);
    }

    @Test
    void aDamagedFileIsThrownAwayWithoutAWord() throws Exception {
        three();
        Files.write(post.caches().resolve("text.sqlite"), new byte[100_000]);
        assertThat(post.found("")).isEmpty();
        post.index("INBOX", "Archive");
        assertThat(post.found("body:harvest")).hasSize(2);
    }

    @Test
    void damageThatShowsLateMakesTheNextBeginAnew() throws Exception {
        for (int i = 0; i < 50; i++) {
            post.deliver("INBOX", mail("m" + i, "Sun, 1 Nov 2026 12:00:00 +0000", "word w" + i));
        }
        post.index("INBOX");
        Path file = post.caches().resolve("text.sqlite");
        byte[] octets = Files.readAllBytes(file);
        java.util.Arrays.fill(octets, 8192, octets.length, (byte) 0x55);
        Files.write(file, octets);

        Optional<MailException> failure = Optional.empty();
        try {
            post.found("body:word");
        } catch (MailException e) {
            failure = Optional.of(e);
        }
        assertThat(failure).isPresent();
        post.index("INBOX");
        assertThat(post.found("body:word")).hasSize(50);
    }

    @Test
    void aFileOfAnotherVersionIsThrownAway() throws Exception {
        three();
        try (TextIndex index = TextIndex.open(post.caches())) {
            index.database()
                    .ask(() -> {
                        index.database().update("PRAGMA user_version = 99");
                        return 0;
                    });
        }
        assertThat(post.found("")).isEmpty();
    }

    @Test
    void nobodyElseCanReadIt() throws Exception {
        three();
        assertThat(Files.getPosixFilePermissions(post.caches()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(post.caches().resolve("text.sqlite")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void oneReadsWhileAnotherWrites() throws Exception {
        three();
        try (TextIndex index = TextIndex.open(post.caches());
                Hits hits = index.find(post.wanted(index, "", Wanted.Ranking.NEWEST))) {
            assertThat(hits.next()).isPresent();
            post.deliver("INBOX", mail("Tea", "Wed, 4 Nov 2026 12:00:00 +0000", "tea"));
            post.index("INBOX");
            assertThat(hits.next()).isPresent();
            assertThat(hits.next()).isPresent();
            assertThat(hits.next()).isEmpty();
        }
        assertThat(post.found("")).hasSize(4);
    }

    @Test
    void onlyOneHoldsTheLock() throws Exception {
        try (IndexLock held = IndexLock.take(home).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(IndexLock.take(home)).isEmpty();
        }
        try (IndexLock again = IndexLock.take(home).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void whatIsForgottenIsGoneAndItsSpaceGivenBack() throws Exception {
        three();
        try (TextIndex index = TextIndex.open(post.caches())) {
            IndexedMailbox archive =
                    index.coverage().stream()
                            .map(Coverage::mailbox)
                            .filter(m -> m.name().value().equals("Archive"))
                            .findFirst()
                            .orElseThrow();
            index.forget(archive);
            index.compact();
            assertThat(index.coverage()).hasSize(1);
        }
        assertThat(post.found("")).containsExactly("Supper", "Lunch");
        assertThat(post.found("body:harvest")).containsExactly("Supper");
    }
}
