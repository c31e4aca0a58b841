package hazel.search;

import hazel.cache.text.IndexedMailbox;
import hazel.cache.text.TextIndex;
import hazel.index.Facts;
import hazel.index.Query;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.mime.MessageText;
import hazel.store.Mailbox;
import hazel.store.Uid;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// What the messages of one mailbox say: what the index knows of them, or else the messages.
///
/// Used by the thread that the mailbox is used by.
public final class BodyTexts {

    private static final System.Logger LOG = System.getLogger("hazel.search");

    private final Path caches;
    private final String store;
    private final Mailbox mailbox;
    private int read;
    private Missed missed = Missed.NONE;

    /// @param caches where Hazel keeps what can be made again
    /// @param store names the store that the mailbox is in
    public BodyTexts(Path caches, String store, Mailbox mailbox) {
        this.caches = caches;
        this.store = store;
        this.mailbox = mailbox;
    }

    /// Does work that asks a query about the messages of a snapshot. Where the index fails, they
    /// are read.
    public <T> T asked(Query query, Snapshot snapshot, Function<Facts.Texts, T> work) {
        read = 0;
        missed = Missed.NONE;
        if (!query.needsText()) {
            return work.apply(this::text);
        }
        return known(
                snapshot,
                here -> {
                    try {
                        AwayTexts texts = AwayTexts.of(mailbox, here);
                        T done = work.apply(texts);
                        missed = texts.missed();
                        return done;
                    } catch (MailException e) {
                        LOG.log(System.Logger.Level.DEBUG, "what is not here", e);
                        return work.apply(here);
                    }
                });
    }

    private <T> T known(Snapshot snapshot, Function<Facts.Texts, T> work) {
        if (!TextIndex.isThere(caches)) {
            return work.apply(this::text);
        }
        try (TextIndex index = TextIndex.open(caches)) {
            Optional<IndexedMailbox> known = index.mailbox(store, mailbox.name());
            return work.apply(
                    known.isEmpty() ? this::text : index.texts(known.get(), snapshot, this::text));
        } catch (MailException e) {
            LOG.log(System.Logger.Level.DEBUG, "the full-text index", e);
            return work.apply(this::text);
        }
    }

    /// Messages that had to be read for what was asked last.
    public int read() {
        return read;
    }

    /// Messages of which nobody knows whether they fit what was asked last.
    public Missed missed() {
        return missed;
    }

    private String text(Uid uid) {
        read++;
        return text(mailbox, uid);
    }

    /// Header and body of a message that is read for it; nothing where it is gone meanwhile, or on
    /// another machine.
    static String text(Mailbox mailbox, Uid uid) {
        try {
            return mailbox.isAtHand(uid) ? MessageText.of(mailbox.fetch(uid)) : "";
        } catch (MailException e) {
            return "";
        }
    }
}
