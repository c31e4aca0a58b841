package hazel.cache.text;

import hazel.index.Facts;
import hazel.index.Query;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.mime.MessageText;
import hazel.store.Flag;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.maildir.MaildirStore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/// Maildirs with mail in them, an index of them, and how often a message was read for it.
final class Post {

    static final LocalDate TODAY = LocalDate.of(2026, 11, 8);
    private static final String STORE = "maildir:test";

    private final Path home;
    private final Path caches;
    private final MaildirStore store;
    private final AtomicInteger fetches = new AtomicInteger();
    private int delivered;

    Post(Path home) {
        this.home = home;
        caches = home.resolve("cache");
        store = MaildirStore.open(home.resolve("Mail"), Clock.systemUTC());
    }

    Path caches() {
        return caches;
    }

    int fetches() {
        return fetches.get();
    }

    Mailbox open(String name) throws MailException {
        var mailboxName = new MailboxName(name);
        if (store.list().stream().noneMatch(i -> i.name().equals(mailboxName))) {
            store.create(mailboxName);
        }
        Mailbox mailbox = store.open(mailboxName);
        return (Mailbox)
                Proxy.newProxyInstance(
                        Post.class.getClassLoader(),
                        new Class<?>[] {Mailbox.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("fetch")) {
                                fetches.incrementAndGet();
                            }
                            try {
                                return method.invoke(mailbox, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /// The mailbox itself, which moves to another by renaming.
    Mailbox bare(String name) throws MailException {
        return store.open(new MailboxName(name));
    }

    Uid deliver(String mailbox, String message, Flag... flags) throws Exception {
        open(mailbox).close();
        Path root = home.resolve("Mail" + (mailbox.equals("INBOX") ? "" : "/." + mailbox));
        String name = "%06d.host".formatted(++delivered);
        String letters = List.of(flags).contains(Flag.SEEN) ? "S" : "";
        Files.writeString(root.resolve("cur/" + name + ":2," + letters), message);
        return new Uid(name);
    }

    /// A whole pass.
    void index(String... mailboxes) throws MailException {
        try (TextIndex index = TextIndex.open(caches);
                Reading reading = Reading.quietly()) {
            var indexer = new Indexer(index, reading);
            List<Look> looks = new ArrayList<>();
            for (String name : mailboxes) {
                looks.add(indexer.look(STORE, open(name)));
            }
            for (Look look : looks) {
                switch (look) {
                    case Look.Current _ -> {}
                    case Look.Behind behind -> indexer.take(behind);
                    case Look.Partial(var mailbox) -> {
                        try (Mailbox fresh = open(mailbox.name().value())) {
                            indexer.build(mailbox, fresh, Progress.UNWATCHED);
                        }
                    }
                }
            }
            indexer.finish();
        }
    }

    Look look(String mailbox) throws MailException {
        try (TextIndex index = TextIndex.open(caches);
                Reading reading = Reading.quietly()) {
            return new Indexer(index, reading).look(STORE, open(mailbox));
        }
    }

    Facts facts(Mailbox mailbox) {
        return new Facts(
                Set.of(),
                Set.of("me@example.org"),
                new MailboxRef("work", MailboxName.INBOX),
                ZoneOffset.UTC,
                uid -> text(mailbox, uid));
    }

    private static String text(Mailbox mailbox, Uid uid) {
        try {
            return MessageText.of(mailbox.fetch(uid));
        } catch (MailException e) {
            return "";
        }
    }

    Wanted wanted(TextIndex index, String query, Wanted.Ranking ranking) throws MailException {
        Map<IndexedMailbox, Facts> mailboxes = new HashMap<>();
        for (Coverage each : index.coverage()) {
            mailboxes.put(each.mailbox(), facts(open(each.mailbox().name().value())));
        }
        return new Wanted(parsed(query).inWords(), ranking, mailboxes);
    }

    static Query parsed(String query) {
        return Query.of(Query.parse(query, TODAY)).orElseThrow();
    }

    /// What the index finds, as subjects.
    List<String> found(String query) throws MailException {
        return found(query, Wanted.Ranking.NEWEST);
    }

    List<String> found(String query, Wanted.Ranking ranking) throws MailException {
        List<String> found = new ArrayList<>();
        try (TextIndex index = TextIndex.open(caches);
                Hits hits = index.find(wanted(index, query, ranking))) {
            for (Optional<Hit> hit = hits.next(); hit.isPresent(); hit = hits.next()) {
                found.add(hit.get().entry().subject());
            }
        }
        return found;
    }

    long counted(String query) throws MailException {
        try (TextIndex index = TextIndex.open(caches)) {
            return index.count(wanted(index, query, Wanted.Ranking.NEWEST));
        }
    }

    /// What reading every message finds, in no order.
    Set<String> scanned(String query, String... mailboxes) throws MailException {
        Set<String> found = new TreeSet<>();
        for (String name : mailboxes) {
            try (Mailbox mailbox = open(name)) {
                var builder = Snapshot.builder();
                mailbox.scan(builder::add, Progress.UNWATCHED);
                Snapshot snapshot = builder.build();
                Query words = parsed(query).inWords();
                for (int row = 0; row < snapshot.rows(); row++) {
                    if (words.matches(snapshot, row, facts(mailbox))) {
                        found.add(snapshot.subject(row));
                    }
                }
            }
        }
        return found;
    }
}
