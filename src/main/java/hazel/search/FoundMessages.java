package hazel.search;

import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.FoundUid;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Marks;
import hazel.store.MessageRef;
import hazel.store.Progress;
import hazel.store.Uid;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// What a search finds.
final class FoundMessages implements Source {

    /// Who finds more will ask for less; the newest are shown.
    private static final int MOST = 50_000;

    /// After so many it is asked whether they are still wanted.
    private static final int STEP = 50;

    /// To look for changes in all mailboxes is not next to nothing.
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final Finder finder;
    private final OwnMailboxes mailboxes;
    private final Clock clock;
    private OptionalLong seen = OptionalLong.empty();
    private Instant looked = Instant.MIN;

    /// What was found last. What else is shown was found at a server.
    private Set<Uid> here = Set.of();

    FoundMessages(Finder finder, OwnMailboxes mailboxes, Clock clock) {
        this.finder = finder;
        this.mailboxes = mailboxes;
        this.clock = clock;
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        looked = clock.instant();
        seen = finder.generation();
        Set<Uid> all = new HashSet<>();
        Searched _ =
                finder.find(
                        found -> {
                            if (all.size() % STEP == 0) {
                                progress.report(all.size(), -1);
                            }
                            IndexEntry entry = found.named();
                            sink.accept(entry);
                            all.add(entry.uid());
                            return all.size() < MOST;
                        },
                        progress);
        here = all;
    }

    /// Tells nothing as long as messages would have to be read for it.
    @Override
    public List<Change> changes(Known known) throws MailException {
        Instant now = clock.instant();
        if (now.isBefore(looked.plus(BETWEEN))) {
            return List.of();
        }
        looked = now;
        OptionalLong generation = finder.generation();
        if (generation.isEmpty() || generation.equals(seen)) {
            return List.of();
        }
        Set<Uid> before = here;
        List<IndexEntry> entries = new ArrayList<>();
        scan(entries::add, Progress.UNWATCHED);
        for (Uid uid : known.uids()) {
            if (!before.contains(uid) && !here.contains(uid)) {
                MessageRef own = FoundUid.own(uid);
                mailboxes
                        .at(own.mailbox())
                        .find(own.uid())
                        .ifPresent(entry -> entries.add(entry.withUid(uid)));
            }
        }
        return differences(known, entries);
    }

    private static List<Change> differences(Known known, List<IndexEntry> entries) {
        List<Change> changes = new ArrayList<>();
        Set<Uid> found = new HashSet<>();
        for (IndexEntry entry : entries) {
            found.add(entry.uid());
            Optional<Marks> before = known.marks(entry.uid());
            if (before.isEmpty()) {
                changes.add(new Change.Arrived(entry));
            } else if (!before.get().equals(new Marks(entry.flags(), entry.keywords()))) {
                changes.add(new Change.Flagged(entry.uid(), entry.flags(), entry.keywords()));
            }
        }
        for (Uid uid : known.uids()) {
            if (!found.contains(uid)) {
                changes.add(new Change.Gone(uid));
            }
        }
        return changes;
    }

    /// A search is looked at again and again: nobody could watch all mailboxes.
    @Override
    public List<Path> watchable() {
        return List.of();
    }
}
