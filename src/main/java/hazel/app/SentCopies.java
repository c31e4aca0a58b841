package hazel.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.MessageId;
import hazel.mail.Problem;
import hazel.mime.TopScanner;
import hazel.outbox.Filing;
import hazel.outbox.SendOptions;
import hazel.spool.Item;
import hazel.store.Flag;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Purpose;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Files the copy of a sent message in its account's mailbox for that, once.
public final class SentCopies implements Filing {

    private final Accounts accounts;
    private final Stores stores;
    private final Clock clock;

    public SentCopies(Config config, Stores stores, Clock clock) {
        this.accounts = new Accounts(config);
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public void file(Item item, String into, byte[] message) throws MailException {
        String account = item.attributes().getOrDefault(SendOptions.ACCOUNT, "");
        boolean mayBeThere = item.attributes().containsKey(SendOptions.FILING);
        try (MessageStore store = store(account);
                Mailbox sent = opened(store, name(account, into, store))) {
            if (!mayBeThere || !holds(sent, message)) {
                append(sent, withBcc(item, message));
            }
        }
    }

    /// Files a copy that was never filed before.
    public void file(String account, String into, byte[] copy) throws MailException {
        try (MessageStore store = store(account);
                Mailbox sent = opened(store, name(account, into, store))) {
            append(sent, copy);
        }
    }

    private MessageStore store(String account) throws MailException {
        return stores.open(accounts.named(account).incoming());
    }

    /// What was sent some time ago, or by a command that names a mailbox, goes where that said.
    private MailboxName name(String account, String into, MessageStore store) throws MailException {
        Config.Account owner = accounts.named(account);
        return into.equals(owner.folders().sent().name())
                ? Folders.of(owner, Purpose.SENT, store)
                : new MailboxName(into);
    }

    private void append(Mailbox sent, byte[] copy) throws MailException {
        sent.append(copy, Set.of(Flag.SEEN), Set.of(), clock.instant());
    }

    /// Makes it where it is not there.
    static Mailbox opened(MessageStore store, MailboxName name) throws MailException {
        try {
            return store.open(name);
        } catch (MailException e) {
            if (e.problem() instanceof Problem.NoSuchMailbox) {
                store.create(name);
                return store.open(name);
            }
            throw e;
        }
    }

    /// Whether a message with the same Message-ID is there.
    static boolean holds(Mailbox sent, byte[] message) throws MailException {
        Optional<MessageId> id = TopScanner.scan(message, 0, message.length).messageId();
        var found = new AtomicBoolean();
        sent.scan(
                entry -> {
                    if (id.isPresent() && entry.messageId().equals(id)) {
                        found.set(true);
                    }
                },
                Progress.UNWATCHED);
        return found.get();
    }

    /// The writer's own copy says who was written to unseen; what went out does not.
    private static byte[] withBcc(Item item, byte[] message) {
        String bcc = item.attributes().getOrDefault(SentNotes.BCC, "");
        if (bcc.isEmpty()) {
            return message;
        }
        byte[] field = ("Bcc: " + bcc.replace(", ", ",\r\n ") + "\r\n").getBytes(US_ASCII);
        byte[] copy = new byte[field.length + message.length];
        System.arraycopy(field, 0, copy, 0, field.length);
        System.arraycopy(message, 0, copy, field.length, message.length);
        return copy;
    }
}
