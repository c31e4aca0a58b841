package hazel.store.mbox;

import static java.util.Objects.requireNonNull;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.local.LockedFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The mboxes in a directory and the directories beneath it, or one file alone, which is INBOX
/// then. Where there is neither yet, it is one file: a mail spool that nobody has written to.
///
/// In a directory INBOX is the file `INBOX`, `inbox` or `mbox`, the first there is.
public final class MboxStore implements MessageStore {

    private static final int DEEPEST = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path root;
    private final Duration patience;

    private MboxStore(Path root, Duration patience) {
        this.root = root;
        this.patience = patience;
    }

    /// Nothing is created until something is written.
    public static MboxStore open(Path root) {
        return open(root, PATIENCE);
    }

    /// @param patience how long another program's lock is waited for
    public static MboxStore open(Path root, Duration patience) {
        return new MboxStore(root.toAbsolutePath().normalize(), patience);
    }

    /// Counts nothing: that would mean to read every file.
    @Override
    public List<MailboxInfo> list() throws MailException {
        return names().stream().map(name -> new MailboxInfo(name, true, -1, -1)).toList();
    }

    @Override
    public List<MailboxName> names() throws MailException {
        List<MailboxName> names = new ArrayList<>(List.of(MailboxName.INBOX));
        if (Files.isDirectory(root)) {
            try (Stream<Path> files = Files.walk(root, DEEPEST)) {
                files.filter(this::isMbox).map(this::nameOf).forEach(names::add);
            } catch (IOException e) {
                throw Trouble.reading(root, e);
            }
        }
        return names.stream().distinct().sorted(MailboxName.ORDER).toList();
    }

    private MailboxName nameOf(Path file) {
        return file.equals(inbox())
                ? MailboxName.INBOX
                : new MailboxName(root.relativize(file).toString());
    }

    private boolean isMbox(Path file) {
        String relative = root.relativize(file).toString();
        boolean isNamed =
                !relative.isEmpty()
                        && !relative.startsWith(".")
                        && !relative.contains("/.")
                        && !relative.endsWith(".lock")
                        && relative.chars().noneMatch(Character::isISOControl);
        return isNamed && Files.isRegularFile(file) && beginsWithFrom(file);
    }

    private static boolean beginsWithFrom(Path file) {
        try {
            return MboxReader.mayBeMbox(file);
        } catch (IOException e) {
            return false; // not ours to read
        }
    }

    @Override
    public Mailbox open(MailboxName name) throws MailException {
        Path file = file(name);
        if (!Files.isRegularFile(file) && !name.equals(MailboxName.INBOX)) {
            throw new MailException(new Problem.NoSuchMailbox(name.value()));
        }
        try {
            // A rename must replace the file, not the link to it.
            Path real = Files.exists(file) ? file.toRealPath() : file;
            return Mbox.open(real, name, patience);
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
    }

    @Override
    public void create(MailboxName name) throws MailException {
        Path file = file(name);
        refuseIfThere(file, name);
        try {
            DurableFiles.createPrivateDirectories(directoryOf(file));
            DurableFiles.write(file, new byte[0]);
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws MailException {
        Path old = existing(from);
        Path target = file(to);
        refuseIfThere(target, to);
        try (LockedFile _ = LockedFile.forWriting(old, patience)) {
            DurableFiles.createPrivateDirectories(directoryOf(target));
            DurableFiles.move(old, target);
        } catch (IOException e) {
            throw Trouble.writing(target, e);
        }
    }

    @Override
    public void delete(MailboxName name) throws MailException {
        Path file = existing(name);
        if (name.equals(MailboxName.INBOX)) {
            throw new MailException(new Problem.NotPermitted("INBOX", "INBOX cannot be removed"));
        }
        try (LockedFile _ = LockedFile.forWriting(file, patience)) {
            Files.delete(file);
            DurableFiles.syncDirectory(directoryOf(file));
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    @Override
    public void close() {}

    private Path existing(MailboxName name) throws MailException {
        Path file = file(name);
        if (!Files.isRegularFile(file)) {
            throw new MailException(new Problem.NoSuchMailbox(name.value()));
        }
        return file;
    }

    private static void refuseIfThere(Path file, MailboxName name) throws MailException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new MailException(
                    new Problem.CannotWrite(
                            name.value(), "there is a mailbox " + name + " already"));
        }
    }

    /// Where a mailbox is or would be; never outside the root.
    private Path file(MailboxName name) throws MailException {
        if (name.equals(MailboxName.INBOX)) {
            return inbox();
        }
        if (!Files.isDirectory(root)) {
            throw refused(name, root + " is one mailbox, not a directory of them");
        }
        for (String level : name.value().split("/", -1)) {
            if (level.isEmpty()
                    || level.startsWith(".")
                    || level.endsWith(".lock")
                    || level.length() > 200) {
                throw refused(name, "no part of it may be empty, begin with a dot or end in .lock");
            }
        }
        return root.resolve(name.value());
    }

    private static MailException refused(MailboxName name, String why) {
        return new MailException(
                new Problem.Malformed(
                        name.value(), "'" + name + "' cannot be the name of a mailbox: " + why));
    }

    private static Path directoryOf(Path file) {
        return requireNonNull(file.getParent(), "the root is a whole path");
    }

    private Path inbox() {
        if (!Files.isDirectory(root)) {
            return root;
        }
        for (String spelling : List.of("INBOX", "inbox", "mbox")) {
            if (Files.isRegularFile(root.resolve(spelling))) {
                return root.resolve(spelling);
            }
        }
        return root.resolve("INBOX");
    }
}
