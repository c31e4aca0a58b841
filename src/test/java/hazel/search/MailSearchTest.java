package hazel.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.cache.text.IndexLock;
import hazel.cache.text.Reading;
import hazel.index.Query;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Change;
import hazel.store.FoundUid;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.maildir.MaildirStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

class MailSearchTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-08T12:00:00Z"), ZoneOffset.UTC);

    @TempDir Path home;

    private List<SearchedAccount> accounts;
    private MailSearch search;

    @BeforeEach
    void twoAccounts() throws IOException {
        deliver("work", 1, 1, "Lunch", "at the inn");
        deliver("work", 2, 3, "Supper", "the harvest supper");
        deliver("home", 3, 2, "Harvest", "it was a good harvest");
        accounts = List.of(account("work"), account("home"));
        search = new MailSearch(accounts, home.resolve("cache"), CLOCK);
    }

    private SearchedAccount account(String name) {
        return new SearchedAccount(
                name,
                "maildir:" + name,
                Set.of("me@example.org"),
                () -> MaildirStore.open(home.resolve(name), CLOCK));
    }

    private void deliver(String account, int number, int day, String subject, String body)
            throws IOException {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(home.resolve(account).resolve(sub));
        }
        Files.writeString(
                home.resolve(account + "/cur/" + number + ".host:2,"),
                """
                From: Ada <ada@example.org>
                Subject: %s
                Date: Sun, %d Nov 2026 12:00:00 +0000
                Message-ID: <%d@example.org>

                %s
                """
                        .formatted(subject, day, number, body));
    }

    private void index() throws MailException {
        try (Reading reading = Reading.quietly()) {
            assertThat(pass().run(accounts, reading)).contains(List.of());
        }
    }

    private IndexPass pass() {
        return new IndexPass(home.resolve("cache"), _ -> Progress.UNWATCHED);
    }

    private static SearchRequest request(String query) {
        return SearchRequest.of(Query.of(Query.parse(query, LocalDate.now(CLOCK))).orElseThrow());
    }

    private final List<String> found = new ArrayList<>();

    private Optional<String> find(SearchRequest request) throws MailException {
        found.clear();
        return search.find(
                        request,
                        each -> found.add(each.mailbox() + " " + each.entry().subject()),
                        Progress.UNWATCHED)
                .note();
    }

    @Test
    void allAccountsAreAnsweredByTheIndexTheNewestFirst() throws Exception {
        index();

        assertThat(find(request("body:harvest"))).isEmpty();
        assertThat(found).containsExactly("work/INBOX Supper", "home/INBOX Harvest");
        assertThat(search.count(request("from:ada"), Progress.UNWATCHED).messages()).isEqualTo(3);
    }

    @Test
    void whatTheIndexFindsIsNotReadOnWhereItIsNoLongerWanted() throws Exception {
        index();
        var messages = found("from:ada");

        assertThatThrownBy(() ->
                        messages.scan(
                                entry -> found.add(entry.subject()),
                                (_, _) -> {
                                    throw new CancellationException();
                                }))
                .isInstanceOf(CancellationException.class);
        assertThat(found).isEmpty();
    }

    private FoundMessages found(String query) throws Exception {
        return new FoundMessages(search.finder(request(query)), new OwnMailboxes(accounts), CLOCK);
    }

    @Test
    void whatAServerFoundStaysUntilItIsGone() throws Exception {
        index();
        List<Found> all = new ArrayList<>();
        search.find(request("subject:lunch"), all::add, Progress.UNWATCHED);
        IndexEntry lunch = all.getFirst().named();
        Uid gone = FoundUid.of(new MailboxRef("work", MailboxName.INBOX), new Uid("77"));
        var shown = Snapshot.builder();
        shown.add(lunch);
        shown.add(lunch.withUid(gone));

        assertThat(found("body:harvest").changes(shown.build()))
                .contains(new Change.Gone(gone))
                .doesNotContain(new Change.Gone(lunch.uid()))
                .hasSize(3);
    }

    @Test
    void whatIsNotIndexedIsReadAndTheAnswerSaysSo() throws Exception {
        assertThat(find(request("body:harvest")))
                .contains("2 of 2 mailboxes not indexed yet: scanned");
        assertThat(found).containsExactly("work/INBOX Supper", "home/INBOX Harvest");

        try (Reading reading = Reading.quietly()) {
            assertThat(pass().run(accounts.subList(1, 2), reading)).isPresent();
        }
        assertThat(find(request("body:harvest")))
                .contains("1 of 2 mailboxes not indexed yet: scanned");
        assertThat(found).containsExactly("home/INBOX Harvest", "work/INBOX Supper");
        assertThat(search.count(request("body:harvest"), Progress.UNWATCHED).messages())
                .isEqualTo(2);
    }

    @Test
    void whatOnlyNeedsHeadersIsInOneOrder() throws Exception {
        try (Reading reading = Reading.quietly()) {
            assertThat(pass().run(accounts.subList(1, 2), reading)).isPresent();
        }
        find(request("from:ada"));

        assertThat(found)
                .containsExactly("work/INBOX Supper", "home/INBOX Harvest", "work/INBOX Lunch");
    }

    @Test
    void whatCameAndWentSinceIsKnown() throws Exception {
        index();
        Files.delete(home.resolve("work/cur/2.host:2,"));
        Files.move(home.resolve("home/cur/3.host:2,"), home.resolve("home/cur/3.host:2,F"));
        deliver("home", 4, 5, "Tea", "no harvest today");

        assertThat(find(request("body:harvest"))).isEmpty();
        assertThat(found).containsExactly("home/INBOX Tea", "home/INBOX Harvest");
        find(request("is:flagged"));
        assertThat(found).containsExactly("home/INBOX Harvest");
    }

    @Test
    void oneAccountCanBeAskedAlone() throws Exception {
        index();

        find(request("from:ada").in("home"));
        assertThat(found).containsExactly("home/INBOX Harvest");
        assertThatThrownBy(() -> find(request("from:ada").in("nobody")))
                .isInstanceOfSatisfying(
                        MailException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(new Problem.NoSuchAccount("nobody")));
    }

    @Test
    void oneMailboxCanBeAskedAloneInTheQuery() throws Exception {
        find(request("in:home/INBOX from:ada"));
        assertThat(found).containsExactly("home/INBOX Harvest");

        index();
        found.clear();
        find(request("from:ada in:home"));
        assertThat(found).containsExactly("home/INBOX Harvest");
    }

    @Test
    void nothingIsLookedForThatNobodyWants() throws Exception {
        index();
        var handed = new AtomicInteger();
        search.find(request("from:ada"), _ -> handed.incrementAndGet() < 2, Progress.UNWATCHED);

        assertThat(handed).hasValue(2);
    }

    @Test
    void readingCanBeStopped() {
        assertThatThrownBy(() ->
                        search.find(
                                request("body:harvest"),
                                _ -> true,
                                (_, _) -> {
                                    throw new CancellationException("searching");
                                }))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void withADamagedIndexEverythingIsRead() throws Exception {
        index();
        Path file = home.resolve("cache/text.sqlite");
        byte[] octets = Files.readAllBytes(file);
        java.util.Arrays.fill(octets, 8192, octets.length, (byte) 0x55);
        Files.write(file, octets);

        assertThat(find(request("body:harvest")))
                .contains("2 of 2 mailboxes not indexed yet: scanned");
        assertThat(found).hasSize(2);
    }

    @Test
    void onePassAtATime() throws Exception {
        Files.createDirectories(home.resolve("cache"));
        try (IndexLock _ = IndexLock.take(home.resolve("cache")).orElseThrow();
                Reading reading = Reading.quietly()) {
            assertThat(pass().run(accounts, reading)).isEmpty();
        }
    }

    @Test
    void aMailboxThatCannotBeReadKeepsNoOtherWaiting() throws Exception {
        var broken =
                new SearchedAccount(
                        "broken",
                        "maildir:broken",
                        Set.of(),
                        () -> {
                            throw new MailException(new Problem.Failed("broken", "it is broken"));
                        });
        try (Reading reading = Reading.quietly()) {
            assertThat(pass().run(List.of(broken, accounts.getFirst()), reading).orElseThrow())
                    .singleElement()
                    .satisfies(t ->
                            assertThat(t.problem())
                                    .isEqualTo(new Problem.Failed("broken", "it is broken")));
        }
        assertThat(find(request("body:harvest").in("work"))).isEmpty();
        assertThat(found).containsExactly("work/INBOX Supper");
    }

    @Test
    void aMailboxThatWasRenamedIsFoundUnderItsNewName() throws Exception {
        var letters = new MailboxName("Letters");
        MaildirStore store = MaildirStore.open(home.resolve("home"), CLOCK);
        store.create(letters);
        try (Mailbox to = store.open(letters)) {
            to.append(
                    "Subject: Old\nMessage-ID: <o@example.org>\n\nmemories\n".getBytes(),
                    Set.of(),
                    Set.of(),
                    CLOCK.instant());
        }
        index();
        store.rename(letters, new MailboxName("Archive"));
        index();

        find(request("body:memories"));
        assertThat(found).containsExactly("home/Archive Old");
    }
}
