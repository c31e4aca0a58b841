package hazel.search;

import hazel.cache.HeaderCache;
import hazel.cache.text.TextIndex;
import hazel.index.Facts;
import hazel.index.Query;
import hazel.index.RowEntry;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.mail.MailException;
import hazel.store.Mailbox;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Sort;
import hazel.store.Uid;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/// Searches a mailbox message by message, reading those that the index does not know.
final class Scan {

    private static final Sort NEWEST_FIRST = new Sort(Sort.Key.DATE, Sort.Direction.DESCENDING);

    private final Unindexed searched;
    private final Optional<TextIndex> index;
    private final HeaderCache headers;
    private final Clock clock;
    private int size;
    private Missed missed = Missed.NONE;

    Scan(Unindexed searched, Optional<TextIndex> index, HeaderCache headers, Clock clock) {
        this.searched = searched;
        this.index = index;
        this.headers = headers;
        this.clock = clock;
    }

    /// Messages in the mailbox, after [#run].
    int size() {
        return size;
    }

    /// Messages of which nobody knows whether they fit, after [#run].
    Missed missed() {
        return missed;
    }

    /// Which messages are looked at.
    enum Rows {
        ALL,
        /// Those whose bodies are not here.
        AWAY
    }

    /// Hands over what fits, the newest first.
    ///
    /// @return whether more is wanted
    boolean run(SearchRequest request, Rows rows, Predicate<Found> sink, Progress progress)
            throws MailException {
        Query query = request.query();
        try (MessageStore store = searched.account().opener().open();
                Mailbox mailbox = store.open(searched.name())) {
            Snapshot snapshot = headers.of(searched.account().store(), mailbox).snapshot(progress);
            size = snapshot.count();
            var opened = new Opened(searched.account(), mailbox);
            Facts facts = facts(opened, snapshot, query);
            Optional<AwayTexts> away = Optional.empty();
            if (request.asksServers()) {
                away = Optional.of(AwayTexts.of(mailbox, facts.texts()));
                facts = facts.withTexts(away.get());
            }
            View view = View.all(snapshot, NEWEST_FIRST);
            for (int at = 0; at < view.size(); at++) {
                progress.report(at, view.size());
                int row = view.row(at);
                if ((rows == Rows.ALL || isAway(away, snapshot.uid(row)))
                        && query.matches(snapshot, row, facts)
                        && !sink.test(new Found(opened.ref(), RowEntry.of(snapshot, row)))) {
                    return false;
                }
            }
            missed = away.map(AwayTexts::missed).orElse(Missed.NONE);
            return true;
        }
    }

    private static boolean isAway(Optional<AwayTexts> away, Uid uid) {
        return away.filter(texts -> texts.isAway(uid)).isPresent();
    }

    private Facts facts(Opened opened, Snapshot snapshot, Query query) throws MailException {
        Facts facts = opened.facts(clock);
        return index.isPresent() && searched.known().isPresent() && query.needsText()
                ? facts.withTexts(
                        index.get().texts(searched.known().get(), snapshot, facts.texts()))
                : facts;
    }
}
