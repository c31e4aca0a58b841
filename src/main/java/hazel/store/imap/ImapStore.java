package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Purpose;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// An account's mailboxes, as the replica has them.
final class ImapStore implements MessageStore {

    private final Replica replica;
    private final Remote remote;
    private final Choice choice;
    private final Function<MailboxName, Predicate<Messages.Message>> shown;

    /// @param shown which messages of each mailbox are to be seen
    ImapStore(
            Replica replica,
            Remote remote,
            Choice choice,
            Function<MailboxName, Predicate<Messages.Message>> shown) {
        this.replica = replica;
        this.remote = remote;
        this.choice = choice;
        this.shown = shown;
    }

    @Override
    public List<MailboxInfo> list() throws MailException {
        remote.listed();
        return replica.ask(() -> {
            List<MailboxInfo> all = new java.util.ArrayList<>();
            for (Mailboxes.Box box : replica.mailboxes().all()) {
                if (!box.isSelectable() || choice.isListed(box)) {
                    all.add(info(box));
                }
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
                        .filter(choice::isListed)
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
        return new ImapMailbox(replica, remote, box, shown.apply(box.name()));
    }

    private Optional<Mailboxes.Box> box(MailboxName name) throws MailException {
        return replica.ask(() -> replica.mailboxes().named(name));
    }

    /// As LIST told (RFC 6154); of several, the one that is called so.
    @Override
    public Optional<MailboxName> forPurpose(Purpose purpose) throws MailException {
        if (replica.ask(() -> replica.mailboxes().all()).size() <= 1) {
            remote.listed(); // the inbox may be there before anything was told
        }
        String word = purpose.name().toLowerCase(Locale.ROOT);
        return replica.ask(() ->
                replica.mailboxes().all().stream()
                        .filter(Mailboxes.Box::isSelectable)
                        .filter(b -> b.attributes().contains("\\" + word))
                        .map(Mailboxes.Box::name)
                        .min(
                                Comparator.comparing((MailboxName n) ->
                                                !n.value().equalsIgnoreCase(word))
                                        .thenComparing(MailboxName.ORDER)));
    }

    @Override
    public void create(MailboxName name) throws MailException {
        if (box(name).filter(Mailboxes.Box::isSelectable).isPresent()) {
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
