package hazel.store;

import hazel.mail.MailException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A reader of a mailbox, which knows what it was told.
public final class Reader implements Known {

    private final Mailbox mailbox;
    private final Map<Uid, Marks> marks = new LinkedHashMap<>();

    private Reader(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /// A reader that has just read the whole mailbox.
    public static Reader of(Mailbox mailbox) throws MailException {
        var reader = new Reader(mailbox);
        mailbox.scan(reader::take, Progress.UNWATCHED);
        return reader;
    }

    /// What happened since, which the reader knows then.
    public List<Change> changes() throws MailException {
        List<Change> changes = mailbox.changes(this);
        changes.forEach(this::take);
        return changes;
    }

    /// Takes note of what it did itself.
    public void take(List<Change> changes) {
        changes.forEach(this::take);
    }

    private void take(IndexEntry entry) {
        marks.put(entry.uid(), new Marks(entry.flags(), entry.keywords()));
    }

    private void take(Change change) {
        switch (change) {
            case Change.Arrived(var entry) -> take(entry);
            case Change.Gone(var uid) -> marks.remove(uid);
            case Change.Flagged(var uid, var flags, var keywords) ->
                    marks.put(uid, new Marks(flags, keywords));
        }
    }

    @Override
    public int size() {
        return marks.size();
    }

    @Override
    public Optional<Marks> marks(Uid uid) {
        return Optional.ofNullable(marks.get(uid));
    }

    @Override
    public Iterable<Uid> uids() {
        return List.copyOf(marks.keySet());
    }
}
