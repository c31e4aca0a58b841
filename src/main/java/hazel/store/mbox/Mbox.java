package hazel.store.mbox;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.store.Change;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxState;
import hazel.store.Marks;
import hazel.store.NewMessage;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.local.Copying;
import hazel.store.local.Differences;
import hazel.store.local.LockedFile;
import hazel.store.local.Tops;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// One mbox file as a [Mailbox].
///
/// A change of flags, [#expunge] and [#move] (after all are safe in the target) write the whole
/// file anew, and cannot be stopped half-way: it pays to hand over many messages at once.
public final class Mbox implements Mailbox {

    private final Path file;
    private final MailboxName name;
    private final Duration patience;
    private final MboxView view;

    /// The [MboxView#version] that was told last.
    private int told = -1;

    /// The file, while it is scanned.
    private Optional<FileChannel> scanned = Optional.empty();

    private Mbox(Path file, MailboxName name, Duration patience) {
        this.file = file;
        this.name = name;
        this.patience = patience;
        this.view = new MboxView(file);
    }

    /// @param file the file itself, not a symbolic link to it; need not be there yet
    /// @param patience how long another program's lock is waited for
    static Mbox open(Path file, MailboxName name, Duration patience) throws MailException {
        try {
            if (Files.exists(file) && !MboxReader.mayBeMbox(file)) {
                throw MboxView.noMbox(file);
            }
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
        return new Mbox(file, name, patience);
    }

    @Override
    public MailboxName name() {
        return name;
    }

    /// Where only the file may be written, as in many a mail spool, mail can be added but nothing
    /// changed: that needs a new file beside it.
    @Override
    public boolean isReadOnly() {
        return isFileReadOnly() || Files.exists(file) && !Files.isWritable(view.directory());
    }

    private boolean isFileReadOnly() {
        return Files.exists(file) && !Files.isWritable(file);
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        if (!Files.exists(file)) {
            return;
        }
        try (LockedFile lock = LockedFile.forReading(file, patience)) {
            scanned = Optional.of(lock.channel());
            scan(lock.channel(), sink, progress);
            told = view.version();
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        } finally {
            scanned = Optional.empty();
        }
    }

    private void scan(FileChannel channel, Consumer<IndexEntry> sink, Progress progress)
            throws IOException, MailException {
        MboxEntries entries = entries(channel);
        try (Tops<Slot> tops = new Tops<>((slot, _) -> entries.shown(slot), sink)) {
            int[] early = {0};
            view.refresh(
                    channel,
                    found -> {
                        tops.put(found, Progress.UNWATCHED);
                        early[0] += found.size();
                        progress.report(early[0], -1);
                    });
            tops.put(view.slots().subList(early[0], view.slots().size()), progress);
            tops.finish();
        }
    }

    @Override
    public List<Change> changes(Known known) throws MailException {
        List<Change> changes = new ArrayList<>();
        if (!Files.exists(file)) {
            known.uids().forEach(uid -> changes.add(new Change.Gone(uid)));
            return changes;
        }
        bringStraysOver();
        if (!view.isStale() && told == view.version()) {
            return changes;
        }
        try (LockedFile lock = LockedFile.forReading(file, patience)) {
            view.refresh(lock.channel());
            Differences<Slot> differences =
                    Differences.of(
                            view.shown(),
                            new Differences.Held<>(
                                    Slot::uid,
                                    (slot, _) -> marks(slot.stated()),
                                    uid -> view.find(uid).isPresent()),
                            known);
            changes.addAll(differences.changes());
            MboxEntries entries = entries(lock.channel());
            Tops.read(
                    differences.arrived(),
                    (slot, _) -> entries.shown(slot),
                    entry -> changes.add(new Change.Arrived(entry)),
                    Progress.UNWATCHED);
            told = view.version();
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
        return changes;
    }

    @Override
    public List<Path> watchable() {
        return List.of(file);
    }

    @Override
    public Optional<MailboxState> state() {
        return told == view.version() ? view.state() : Optional.empty();
    }

    @Override
    public boolean resume(ByteBuffer state, List<ByteBuffer> since) {
        boolean isResumed = view.resume(state, since);
        if (isResumed) {
            told = view.version();
        }
        return isResumed;
    }

    private static Marks marks(Stated stated) {
        return new Marks(stated.flags(), stated.words());
    }

    @Override
    public Optional<IndexEntry> find(Uid uid) throws MailException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (LockedFile lock = LockedFile.forReading(file, patience)) {
            view.refresh(lock.channel());
            Optional<Slot> slot = view.find(uid);
            return slot.isEmpty()
                    ? Optional.empty()
                    : Optional.of(entries(lock.channel()).entry(slot.get()));
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
    }

    @Override
    public byte[] fetch(Uid uid) throws MailException {
        if (!Files.exists(file)) {
            throw gone(uid);
        }
        try (LockedFile lock = LockedFile.forReading(file, patience)) {
            view.refresh(lock.channel());
            Slot slot = view.find(uid).orElseThrow(() -> gone(uid));
            return view.message(lock.channel(), slot);
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
    }

    @Override
    public Optional<byte[]> fetchWhereSeen(Uid uid) throws MailException {
        Optional<Slot> slot = scanned.flatMap(_ -> view.find(uid));
        try {
            return slot.isEmpty()
                    ? Optional.empty()
                    : Optional.of(view.message(scanned.orElseThrow(), slot.get()));
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
    }

    @Override
    public List<Uid> appendAll(List<NewMessage> messages) throws MailException {
        if (isFileReadOnly()) {
            throw Trouble.readOnly(file);
        }
        for (NewMessage message : messages) {
            requireWords(message.marks().keywords());
        }
        create();
        try (LockedFile lock = LockedFile.forWriting(file, patience)) {
            view.refresh(lock.channel());
            return MboxWriter.append(lock.channel(), view, messages);
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    private void create() throws MailException {
        try {
            if (!Files.exists(file)) {
                DurableFiles.createPrivateDirectories(view.directory());
                DurableFiles.writeNew(file, new byte[0]);
                DurableFiles.syncDirectory(view.directory());
            }
        } catch (java.nio.file.FileAlreadyExistsException _) {
            // Another program was quicker.
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    @Override
    public List<Change> changeFlags(Collection<Uid> uids, FlagChange change, Progress progress)
            throws MailException {
        requireWords(change.addKeywords());
        if (Progress.isStopped(progress, 0, uids.size())) {
            return List.of();
        }
        Set<Uid> wanted = new HashSet<>(uids);
        rewrite(slot ->
                wanted.contains(slot.uid()) && !slot.isHidden()
                        ? Optional.of(slot.stated().changed(change))
                        : Optional.of(slot.stated()));
        List<Change> changes = new ArrayList<>();
        for (Uid uid : new LinkedHashSet<>(uids)) {
            view.find(uid).ifPresent(slot -> changes.add(flagged(slot)));
        }
        return changes;
    }

    @Override
    public List<Moved> copy(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        return Copying.copy(this, uids, target, progress);
    }

    @Override
    public List<Moved> move(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        refuseIfReadOnly();
        List<Moved> moved = new ArrayList<>();
        List<Moved> copied = new ArrayList<>();
        return Copying.toldOf(
                moved,
                () -> {
                    try {
                        var to = new Copying.To(target, copied::addAll);
                        Copying.copy(this, uids, to, progress);
                    } finally {
                        // Also where that failed: what is in the target is not to be here as well.
                        Copying.remove(this, copied, moved);
                    }
                });
    }

    @Override
    public List<Uid> expunge(Collection<Uid> uids, Progress progress) throws MailException {
        Set<Uid> unwanted = new HashSet<>(uids);
        if (unwanted.isEmpty() || Progress.isStopped(progress, 0, uids.size())) {
            return List.of();
        }
        Set<Uid> gone = new LinkedHashSet<>();
        rewrite(slot -> {
            boolean isGoing = unwanted.contains(slot.uid()) && !slot.isHidden();
            if (isGoing) {
                gone.add(slot.uid());
            }
            return isGoing ? Optional.empty() : Optional.of(slot.stated());
        });
        return List.copyOf(gone);
    }

    /// Writes the file anew where `fate` changes anything in it.
    ///
    /// @param fate what each message is to state from now on, or empty where it is to go
    private void rewrite(Function<Slot, Optional<Stated>> fate) throws MailException {
        refuseIfReadOnly();
        if (!Files.exists(file)) {
            return;
        }
        try (LockedFile lock = LockedFile.forWriting(file, patience)) {
            view.refresh(lock.channel());
            boolean isChanged =
                    view.slots().stream()
                            .anyMatch(slot ->
                                    !fate.apply(slot)
                                            .map(Mbox::marks)
                                            .equals(Optional.of(marks(slot.stated()))));
            if (isChanged) {
                MboxRewriter.rewrite(lock.channel(), view, fate);
            }
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    @Override
    public void close() throws MailException {
        bringStraysOver();
        try {
            view.close();
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    /// Where another program waited for the record lock of a file that was replaced meanwhile, and
    /// then added to the old one, its mail is brought over.
    private void bringStraysOver() throws MailException {
        if (view.hasStrays()) {
            try (LockedFile lock = LockedFile.forWriting(file, patience)) {
                view.bringStraysOver(lock.channel());
            } catch (IOException e) {
                throw Trouble.writing(file, e);
            }
        }
    }

    private MboxEntries entries(FileChannel channel) throws IOException {
        return new MboxEntries(channel, Files.getLastModifiedTime(file).toInstant());
    }

    private static Change flagged(Slot slot) {
        return new Change.Flagged(slot.uid(), slot.stated().flags(), slot.stated().words());
    }

    private MailException gone(Uid uid) {
        return new MailException(new Problem.NoSuchMessage(name + ":" + uid));
    }

    private void refuseIfReadOnly() throws MailException {
        if (isFileReadOnly()) {
            throw Trouble.readOnly(file);
        }
        if (isReadOnly()) {
            throw new MailException(
                    new Problem.NotPermitted(
                            file.toString(),
                            "to change mail in "
                                    + file
                                    + " needs a new file beside it, and "
                                    + view.directory()
                                    + " may not be written"));
        }
    }

    /// A keyword is a word of a header field here.
    private static void requireWords(Set<String> keywords) throws MailException {
        for (String keyword : keywords) {
            if (keyword.isEmpty() || keyword.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
                throw new MailException(
                        new Problem.Malformed("keyword", "a keyword holds no white space"));
            }
        }
    }
}
