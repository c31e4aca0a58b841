package hazel.app;

import hazel.index.Facts;
import hazel.index.KeptUids;
import hazel.index.PackedSnapshot;
import hazel.index.Query;
import hazel.index.QueryReader;
import hazel.index.RowSet;
import hazel.index.Snapshot;
import hazel.index.UidSet;
import hazel.index.View;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Zone;
import hazel.search.Missed;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.store.Sort;
import hazel.store.Uid;
import hazel.ui.Effect;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// A mailbox that a screen shows: the store's mailbox, what it holds, and how it is arranged.
///
/// Confined to its account's worker.
final class OpenMailbox implements AutoCloseable {

    /// The first rows are shown this early; after that each time there are twice as many.
    private static final int FIRST_ROWS = 100;

    private static final long A_DAY = 86_400;

    private final MailboxRef name;
    private final Mailbox mailbox;
    private final Caches.Known known;
    private final Set<String> mine;
    private final QueryReader queries;
    private Snapshot snapshot = Snapshot.EMPTY;
    private Sort sort;
    private Query limit = Query.all();
    private UidSet folded = KeptUids.NONE;
    private UidSet tagged = KeptUids.NONE;
    private View view = View.EMPTY;

    /// Whether what is remembered of the mailbox is what it holds.
    private boolean isRemembered = true;

    /// Whether, when it was last looked at, nothing was missing of what a server has.
    private boolean wasWhole = true;

    /// A mailbox, and the order in which it is shown at first.
    record Shown(MailboxRef name, Sort sort) {}

    /// @param known what is remembered of it
    /// @param mine the reader's own addr-specs, in lower case
    OpenMailbox(
            Shown shown,
            Mailbox mailbox,
            Caches.Known known,
            Set<String> mine,
            QueryReader queries) {
        this.name = shown.name();
        this.mailbox = mailbox;
        this.known = known;
        this.mine = Set.copyOf(mine);
        this.queries = queries;
        this.sort = shown.sort();
        mailbox.prefer(sort);
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    View view() {
        return view;
    }

    /// Reads the mailbox: what is remembered of it and what happened since, or all from its
    /// beginning.
    ///
    /// @param early hears views of what was known or read so far
    void read(Consumer<View> early, Progress progress) throws MailException {
        wasWhole = mailbox.isWhole();
        Optional<PackedSnapshot> before =
                known.headers()
                        .recall(kept -> {
                            show(kept);
                            early.accept(view);
                        });
        if (before.isPresent()) {
            check();
        } else {
            scan(early, progress);
        }
        remember();
    }

    private void show(PackedSnapshot kept) {
        snapshot = kept.snapshot();
        kept.view()
                .filter(v -> v.sort().equals(sort))
                .ifPresentOrElse(v -> view = v, this::arrange);
    }

    private void scan(Consumer<View> early, Progress progress) throws MailException {
        var builder = Snapshot.builder();
        int[] next = {FIRST_ROWS};
        mailbox.scan(
                entry -> {
                    builder.add(entry);
                    if (builder.size() == next[0]) {
                        next[0] *= 2;
                        snapshot = builder.build();
                        arrange();
                        early.accept(view);
                    }
                },
                progress);
        snapshot = builder.build();
        isRemembered = false;
        arrange();
    }

    /// Keeps what is known for the next start. Another order than the usual one is made anew then.
    private void remember() {
        if (!isRemembered) {
            boolean isWhole = limit.isAll() && folded.isEmpty();
            known.headers()
                    .remember(
                            new PackedSnapshot(
                                    snapshot, isWhole ? Optional.of(view) : Optional.empty()));
            isRemembered = true;
        }
    }

    /// Arranges the view as asked.
    ///
    /// @throws MailException with [Problem.Malformed] where the limit cannot be read
    void arrange(Effect.Arrange wanted, Progress progress) throws MailException {
        Query newLimit = query(wanted.limit());
        View arranged =
                arranged(wanted.sort(), newLimit, wanted.folded(), wanted.tagged(), progress);
        limit = newLimit;
        sort = wanted.sort();
        mailbox.prefer(sort);
        folded = wanted.folded();
        tagged = wanted.tagged();
        view = arranged;
    }

    /// Looks for what other programs did.
    ///
    /// @return the unseen messages that came; empty where nothing changed
    Optional<List<IndexEntry>> check() throws MailException {
        boolean isNews = wasWhole;
        wasWhole = mailbox.isWhole(); // before what is still to be told now
        List<Change> changes = mailbox.changes(snapshot);
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        long newest = newestArrival();
        apply(changes);
        return Optional.of(
                changes.stream()
                        .filter(change -> isNews && isNewMail(change, newest))
                        .map(Change.Arrived.class::cast)
                        .map(Change.Arrived::entry)
                        .toList());
    }

    /// What a server tells of older mail, behind the newest, is no news.
    private static boolean isNewMail(Change change, long newest) {
        return change instanceof Change.Arrived(var entry)
                && entry.isUnseen()
                && entry.arrival().getEpochSecond() >= newest - A_DAY;
    }

    /// In seconds since 1970.
    private long newestArrival() {
        long newest = 0;
        for (int row = 0; row < snapshot.rows(); row++) {
            newest = Math.max(newest, snapshot.isHere(row) ? snapshot.arrival(row) : newest);
        }
        return newest;
    }

    /// Takes changes into the view. One that only touches flags leaves every line where it is, even
    /// one that a limit would no longer show.
    void apply(List<Change> changes) {
        snapshot = snapshot.apply(changes);
        isRemembered = false;
        folded = folded.in(snapshot);
        tagged = tagged.in(snapshot);
        if (changes.stream().allMatch(Change.Flagged.class::isInstance)) {
            view = view.withFlagsOf(snapshot);
        } else {
            arrange();
        }
    }

    private void arrange() {
        view = arranged(sort, limit, folded, tagged, Progress.UNWATCHED);
    }

    private View arranged(Sort by, Query shown, UidSet closed, UidSet marked, Progress progress) {
        return asked(
                shown,
                marked,
                facts -> View.of(snapshot, by, shown.rows(snapshot, facts, progress), closed));
    }

    /// The position of the next line that fits, going round at the end; -1 where none does.
    int find(Effect.Find wanted, Progress progress) throws MailException {
        Query query = query(wanted.query());
        int step = wanted.direction() == Effect.Direction.FORWARD ? 1 : -1;
        int size = view.size();
        return asked(
                query,
                tagged,
                facts -> {
                    IntPredicate fits = query.on(snapshot, facts);
                    for (int i = 1; i <= size; i++) {
                        int position = Math.floorMod(wanted.from() + i * step, size);
                        progress.report(i, size);
                        if (fits.test(view.row(position))) {
                            return position;
                        }
                    }
                    return -1;
                });
    }

    /// Every line of the view that fits.
    UidSet matching(String text, Progress progress) throws MailException {
        Query query = query(text);
        return asked(
                query, tagged, facts -> query.rows(snapshot, facts, progress).among(view.lines()));
    }

    /// Every message marked deleted.
    List<Uid> deleted() {
        return RowSet.where(snapshot, row -> snapshot.has(row, Flag.DELETED)).uids();
    }

    private Query query(String text) throws MailException {
        return queries.read(text);
    }

    /// Does work that tests messages of the snapshot.
    private <T> T asked(Query query, UidSet marked, Function<Facts, T> work) {
        var facts = new Facts(marked, mine, name, Zone.here(), _ -> "");
        return known.texts().asked(query, snapshot, texts -> work.apply(facts.withTexts(texts)));
    }

    /// Messages that were read for what was asked last, because the index does not know them.
    int messagesRead() {
        return known.texts().read();
    }

    /// Messages that the server did not say of whether they fit what was asked last.
    Missed messagesMissed() {
        return known.texts().missed();
    }

    MailboxRef name() {
        return name;
    }

    @Override
    public void close() throws MailException {
        remember();
        mailbox.close();
    }
}
