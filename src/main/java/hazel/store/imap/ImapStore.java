package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MessageStore;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// An account's mailboxes, as the replica has them.
final class ImapStore implements MessageStore {

    private static final Set<String> PURPOSES =
            Set.of("\\sent", "\\trash", "\\archive", "\\drafts", "\\junk");

    private final Replica replica;
    private final Remote remote;
    private final Predicate<Messages.Message> shown;

    /// @param shown which messages are to be seen
    ImapStore(Replica replica, Remote remote, Predicate<Messages.Message> shown) {
        this.replica = replica;
        this.remote = remote;
        this.shown = shown;
    }

    @Override
    public List<MailboxInfo> list() throws MailException {
        remote.listed();
        return replica.ask(() -> {
            List<MailboxInfo> all = new java.util.ArrayList<>();
            for (Mailboxes.Box box : replica.mailboxes().all()) {
                all.add(info(box));
            }
            all.sort(Comparator.comparing(MailboxInfo::name, MailboxName.ORDER));
            return all;
        });
    }

    /// Our own count where every message is known, else the server's.
    private MailboxInfo info(Mailboxes.Box box) throws java.sql.SQLException {
        return box.isWhole()
                ? new MailboxInfo(
                        box.name(),
                        box.isSelectable(),
                        replica.messages().count(box.id()),
                        replica.messages().unseen(box.id()))
                : new MailboxInfo(box.name(), box.isSelectable(), box.total(), box.unseen());
    }

    @Override
    public List<Path> watchable() {
        return replica.watchable();
    }

    @Override
    public List<MailboxName> names() throws MailException {
        remote.listed();
        return replica.ask(() ->
                replica.mailboxes().all().stream()
                        .filter(Mailboxes.Box::isSelectable)
                        .map(Mailboxes.Box::name)
                        .sorted(MailboxName.ORDER)
                        .toList());
    }

    /// QUIRK: before the first connection nothing is listed; the inbox is there all the same, as
    /// RFC 9051 section 5.1 has it.
    @Override
    public Mailbox open(MailboxName name) throws MailException {
        if (name.equals(MailboxName.INBOX) && box(name).isEmpty()) {
            replica.change(() ->
                    replica.update(
                            "INSERT INTO mailbox (name, server, attributes)"
                                    + " VALUES ('INBOX', 'INBOX', '') ON CONFLICT DO NOTHING"));
        }
        if (box(name).isEmpty()) {
            remote.listed();
        }
        Mailboxes.Box box =
                box(name)
                        .filter(Mailboxes.Box::isSelectable)
                        .orElseThrow(
                                () -> new MailException(new Problem.NoSuchMailbox(name.value())));
        remote.opened(box.id());
        return new ImapMailbox(replica, remote, box, shown);
    }

    /// A mailbox by its name; of the usual names for a purpose, the one that the server says is for
    /// that (RFC 6154), where none is called so.
    private Optional<Mailboxes.Box> box(MailboxName name) throws MailException {
        Optional<Mailboxes.Box> named = replica.ask(() -> replica.mailboxes().named(name));
        String purpose = "\\" + name.value().toLowerCase(Locale.ROOT);
        return named.isPresent() || !PURPOSES.contains(purpose)
                ? named
                : replica.ask(() -> replica.mailboxes().all()).stream()
                        .filter(b -> b.attributes().contains(purpose))
                        .findFirst();
    }

    @Override
    public void create(MailboxName name) throws MailException {
        Optional<Mailboxes.Box> there = box(name).filter(Mailboxes.Box::isSelectable);
        if (there.isPresent() && !there.get().name().equals(name)) {
            return; // under another name
        }
        if (there.isPresent()) {
            throw new MailException(
                    new Problem.CannotWrite(name.value(), name + " is there already"));
        }
        remote.manage(new Remote.Create(name));
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws MailException {
        remote.manage(new Remote.Rename(known(from), to));
    }

    @Override
    public void delete(MailboxName name) throws MailException {
        remote.manage(new Remote.Delete(known(name)));
    }

    private Mailboxes.Box known(MailboxName name) throws MailException {
        return box(name)
                .orElseThrow(() -> new MailException(new Problem.NoSuchMailbox(name.value())));
    }

    @Override
    public void close() throws MailException {
        try {
            remote.left();
        } finally {
            replica.close();
        }
    }
}
