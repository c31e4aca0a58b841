package hazel.app;

import hazel.config.Config;
import hazel.index.QueryReader;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.search.SearchedAccount;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.InPart;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Purpose;
import hazel.store.Uid;
import hazel.ui.Msg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// All work on one account's mail, one task after another. Every method runs on the account's
/// worker.
final class AccountWorker {

    private final SearchedAccount account;
    private final Shared shared;
    private final Map<MailboxName, OpenMailbox> open = new HashMap<>();
    private Optional<MessageStore> store = Optional.empty();

    /// What was told last of all mailboxes, and what shows that it may be another.
    private List<MailboxInfo> listed = List.of();

    private List<Path> listedPaths = List.of();

    /// What the workers of all accounts have in common.
    ///
    /// @param meanwhile what is wanted of a mailbox before all of it is read
    record Shared(
            Accounts accounts,
            Caches caches,
            Stores stores,
            QueryReader queries,
            Meanwhile meanwhile) {}

    AccountWorker(SearchedAccount account, Shared shared) {
        this.account = account;
        this.shared = shared;
    }

    /// The name of the account.
    String name() {
        return account.name();
    }

    void openMailbox(MailboxRef ref, Consumer<Msg> report, Progress progress) throws MailException {
        OpenMailbox mailbox = opened(ref);
        boolean readOnly = mailbox.mailbox().isReadOnly();
        boolean isRead = false;
        try {
            mailbox.read(
                    early -> report.accept(new Msg.MailboxOpened(ref, early, readOnly, false)),
                    shared.meanwhile()
                            .amid(shared.accounts().full(ref), mailbox.mailbox(), progress));
            isRead = true;
        } finally {
            if (!isRead) {
                close(ref); // half read, it would tell its own mail as new
            }
        }
        report.accept(new Msg.MailboxOpened(ref, mailbox.view(), readOnly, true));
    }

    void close(MailboxRef ref) throws MailException {
        OpenMailbox mailbox = open.remove(ref.name());
        if (mailbox != null) {
            mailbox.close();
        }
    }

    /// What is shown, or nothing where the mailbox is not open.
    Optional<OpenMailbox> shown(MailboxRef ref) {
        return Optional.ofNullable(open.get(ref.name()));
    }

    /// Looks for what other programs did in every open mailbox.
    void checkAll(Consumer<Msg> report) throws MailException {
        for (OpenMailbox mailbox : List.copyOf(open.values())) {
            check(mailbox, report);
        }
    }

    void check(OpenMailbox mailbox, Consumer<Msg> report) throws MailException {
        Optional<List<IndexEntry>> arrived = mailbox.check();
        if (arrived.isPresent()) {
            report.accept(new Msg.ViewChanged(mailbox.name(), mailbox.view()));
        }
        if (arrived.filter(messages -> !messages.isEmpty()).isPresent()) {
            report.accept(new Msg.NewMail(mailbox.name(), arrived.get().size()));
            report.accept(new Msg.Arrived(mailbox.name(), arrived.get()));
        }
    }

    /// Takes into a mailbox what was found elsewhere to belong in it.
    void found(OpenMailbox mailbox, List<IndexEntry> entries, Consumer<Msg> report) {
        List<Change> fresh =
                entries.stream()
                        .filter(entry -> mailbox.snapshot().marks(entry.uid()).isEmpty())
                        .<Change>map(Change.Arrived::new)
                        .toList();
        apply(mailbox, fresh, report);
    }

    /// The message, where no other machine has to be asked for it.
    Optional<byte[]> atHand(MessageRef message) throws MailException {
        return in(
                message.mailbox(),
                mailbox ->
                        mailbox.isAtHand(message.uid())
                                ? Optional.of(mailbox.fetch(message.uid()))
                                : Optional.empty());
    }

    /// The header of a message that is not at hand, as far as it is here.
    Optional<byte[]> header(MessageRef message) throws MailException {
        return in(message.mailbox(), mailbox -> mailbox.header(message.uid()));
    }

    byte[] fetch(MessageRef message, Progress progress) throws MailException {
        return in(message.mailbox(), mailbox -> mailbox.fetch(message.uid(), progress));
    }

    Done changeFlags(MailboxRef ref, List<Uid> uids, FlagChange change, Transfer transfer)
            throws MailException {
        Progress progress = transfer.progress();
        return scanned(
                ref,
                mailbox -> {
                    Snapshot before = mailbox.snapshot();
                    Done.Some<Change> some =
                            Done.some(
                                    () -> mailbox.mailbox().changeFlags(uids, change, progress),
                                    InPart::changes);
                    apply(mailbox, some.done(), transfer.report());
                    List<Uid> changed = some.done().stream().map(Change::uid).toList();
                    return new Done(Undoable.Flagged.of(ref, before, changed), some.failure());
                });
    }

    /// Whoever may only read a mailbox can read a message in it and need not hear more.
    void markSeen(MessageRef message, Consumer<Msg> report) throws MailException {
        MailboxRef ref = message.mailbox();
        if (!in(ref, Mailbox::isReadOnly)) {
            var transfer = new Transfer(report, Progress.UNWATCHED);
            changeFlags(ref, List.of(message.uid()), FlagChange.adding(Flag.SEEN), transfer)
                    .orThrow();
        }
    }

    Done move(MailboxRef ref, List<Uid> uids, MailboxRef target, Transfer transfer)
            throws MailException {
        Progress progress = transfer.progress();
        Done.Some<Mailbox.Moved> some =
                Done.some(
                        () -> between(ref, target, (from, to) -> from.move(uids, to, progress)),
                        InPart::moved);
        gone(ref, some.done().stream().map(Mailbox.Moved::from).toList(), transfer.report());
        checkTarget(target, transfer.report());
        return new Done(new Undoable.Moved(target, ref, some.done()), some.failure());
    }

    /// The mailbox that an account has for a purpose, which is there then.
    MailboxRef made(String of, Purpose purpose) throws MailException {
        Config.Account owner = shared.accounts().named(of);
        if (of.equals(account.name())) {
            return made(owner, purpose, store());
        }
        try (MessageStore other = shared.stores().open(owner.incoming())) {
            return made(owner, purpose, other);
        }
    }

    private static MailboxRef made(Config.Account owner, Purpose purpose, MessageStore in)
            throws MailException {
        MailboxName name = Folders.of(owner, purpose, in);
        if (!in.names().contains(name)) {
            in.create(name);
        }
        return new MailboxRef(owner.name(), name);
    }

    /// How long work tells of itself.
    record Transfer(Consumer<Msg> report, Progress progress) {}

    Done copy(MailboxRef ref, List<Uid> uids, MailboxRef target, Transfer transfer)
            throws MailException {
        Progress progress = transfer.progress();
        Done.Some<Mailbox.Moved> some =
                Done.some(
                        () -> between(ref, target, (from, to) -> from.copy(uids, to, progress)),
                        InPart::moved);
        checkTarget(target, transfer.report());
        List<Uid> copies = some.done().stream().map(Mailbox.Moved::to).toList();
        return new Done(new Undoable.Copied(target, copies), some.failure());
    }

    private interface Work<M, T> {
        T in(M mailbox) throws MailException;
    }

    private <T> T between(MailboxRef source, MailboxRef target, Done.Between<T> work)
            throws MailException {
        return in(source, from -> in(target, to -> work.in(from, to)));
    }

    /// Opens a mailbox for a piece of work, where no screen has it open; one of another account
    /// through a store of its own, because the other account's is confined to its worker.
    private <T> T in(MailboxRef ref, Work<Mailbox, T> work) throws MailException {
        if (!ref.account().equals(account.name())) {
            try (MessageStore other =
                            shared.stores()
                                    .open(shared.accounts().named(ref.account()).incoming());
                    Mailbox mailbox = other.open(ref.name())) {
                return work.in(mailbox);
            }
        }
        Optional<OpenMailbox> shown = shown(ref);
        if (shown.isPresent()) {
            return work.in(shown.get().mailbox());
        }
        try (Mailbox mailbox = store().open(ref.name())) {
            return work.in(mailbox);
        }
    }

    /// The mailbox with what it holds, read for this alone where no screen has it open.
    private <T> T scanned(MailboxRef ref, Work<OpenMailbox, T> work) throws MailException {
        Optional<OpenMailbox> shown = shown(ref);
        if (shown.isPresent()) {
            return work.in(shown.get());
        }
        try (OpenMailbox mailbox = fresh(ref)) {
            mailbox.read(_ -> {}, Progress.UNWATCHED);
            return work.in(mailbox);
        }
    }

    private void gone(MailboxRef ref, List<Uid> uids, Consumer<Msg> report) {
        shown(ref)
                .ifPresent(m ->
                        apply(m, uids.stream().<Change>map(Change.Gone::new).toList(), report));
    }

    private void checkTarget(MailboxRef target, Consumer<Msg> report) throws MailException {
        Optional<OpenMailbox> shown = shown(target);
        if (target.account().equals(account.name()) && shown.isPresent()) {
            check(shown.get(), report);
        }
    }

    /// @return how many were removed
    int expunge(MailboxRef ref, Consumer<Msg> report, Progress progress) throws MailException {
        return scanned(
                ref,
                mailbox -> {
                    List<Uid> deleted = mailbox.deleted();
                    try {
                        List<Uid> removed = mailbox.mailbox().expunge(deleted, progress);
                        gone(ref, removed, report);
                        return removed.size();
                    } catch (InPart e) {
                        apply(mailbox, e.changes(), report);
                        throw e;
                    }
                });
    }

    /// Once more for what is left where it was stopped.
    void undo(Undoable.OnMail undoable, Transfer transfer) throws MailException {
        switch (undoable) {
            case Undoable.Flagged flagged ->
                    scanned(
                            flagged.mailbox(),
                            mailbox -> {
                                reverse(flagged, mailbox, transfer);
                                return flagged;
                            });
            case Undoable.Moved moved -> {
                List<Uid> back = moved.moved().stream().map(Mailbox.Moved::to).toList();
                move(moved.mailbox(), back, moved.origin(), transfer).orThrow();
            }
            case Undoable.Copied(var there, var copies) -> {
                var removed = in(there, m -> m.expunge(copies, transfer.progress()));
                gone(there, removed, transfer.report());
            }
        }
    }

    private void reverse(Undoable.Flagged flagged, OpenMailbox mailbox, Transfer transfer)
            throws MailException {
        for (var each : flagged.reversal(mailbox.snapshot()).entrySet()) {
            List<Uid> uids = each.getValue().uids();
            List<Change> changes =
                    mailbox.mailbox().changeFlags(uids, each.getKey(), transfer.progress());
            apply(mailbox, changes, transfer.report());
        }
    }

    private void apply(OpenMailbox mailbox, List<Change> changes, Consumer<Msg> report) {
        if (!changes.isEmpty()) {
            mailbox.apply(changes);
            if (shown(mailbox.name()).isPresent()) {
                report.accept(new Msg.ViewChanged(mailbox.name(), mailbox.view()));
            }
        }
    }

    List<MailboxInfo> list() throws MailException {
        listed = store().list();
        listedPaths = store().watchable();
        return listed;
    }

    /// Whether somebody asked for a list that would be another one now.
    boolean isListedOtherwise() throws MailException {
        return !listed.isEmpty() && !store().list().equals(listed);
    }

    /// What shows that a look is due at the mailboxes that are open, and at what was listed.
    Set<Path> watchable() {
        Set<Path> paths = new HashSet<>(listedPaths);
        open.values().forEach(mailbox -> paths.addAll(mailbox.mailbox().watchable()));
        return paths;
    }

    void create(MailboxName name) throws MailException {
        store().create(name);
    }

    void rename(MailboxName from, MailboxName to) throws MailException {
        store().rename(from, to);
    }

    void delete(MailboxName name) throws MailException {
        store().delete(name);
    }

    void closeAll() throws MailException {
        for (OpenMailbox mailbox : new ArrayList<>(open.values())) {
            mailbox.close();
        }
        open.clear();
        if (store.isPresent()) {
            store.get().close();
        }
        store = Optional.empty();
    }

    private OpenMailbox opened(MailboxRef ref) throws MailException {
        OpenMailbox known = open.get(ref.name());
        if (known != null) {
            return known;
        }
        OpenMailbox mailbox = fresh(ref);
        open.put(ref.name(), mailbox);
        return mailbox;
    }

    private OpenMailbox fresh(MailboxRef ref) throws MailException {
        Mailbox mailbox = store().open(ref.name());
        return new OpenMailbox(
                new OpenMailbox.Shown(ref, shared.accounts().sort(ref)),
                mailbox,
                shared.caches().of(account.store(), mailbox),
                account.mine(),
                shared.queries());
    }

    private MessageStore store() throws MailException {
        if (store.isEmpty()) {
            store = Optional.of(account.opener().open());
        }
        return store.get();
    }
}
