package hazel.store.mh;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.local.Counts;
import hazel.store.local.Stamp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The MH folders beneath one root, nmh's `Path`: every directory is one, and may hold others.
/// INBOX is nmh's `inbox`.
public final class MhStore implements MessageStore {

    private static final int DEEPEST = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path root;
    private final Clock clock;
    private final Duration patience;
    private final Counts counts = new Counts();

    private MhStore(Path root, Clock clock, Duration patience) {
        this.root = root;
        this.clock = clock;
        this.patience = patience;
    }

    /// Nothing is created until something is written or INBOX is opened.
    public static MhStore open(Path root, Clock clock) {
        return open(root, clock, PATIENCE);
    }

    /// @param patience how long another program's lock is waited for
    public static MhStore open(Path root, Clock clock, Duration patience) {
        return new MhStore(root.toAbsolutePath().normalize(), clock, patience);
    }

    @Override
    public List<MailboxInfo> list() throws MailException {
        List<Path> folders = new ArrayList<>();
        find(root, 0, folders);
        List<MailboxInfo> infos = new ArrayList<>();
        if (!folders.contains(inbox())) {
            infos.add(new MailboxInfo(MailboxName.INBOX, true, 0, 0));
        }
        for (Path folder : folders) {
            infos.add(info(folder));
        }
        infos.sort(Comparator.comparing(MailboxInfo::name, MailboxName.ORDER));
        return infos;
    }

    @Override
    public List<Path> watchable() throws MailException {
        List<Path> folders = new ArrayList<>();
        find(root, 0, folders);
        return folders;
    }

    @Override
    public List<MailboxName> names() throws MailException {
        List<Path> folders = new ArrayList<>();
        find(root, 0, folders);
        return Stream.concat(Stream.of(MailboxName.INBOX), folders.stream().map(this::nameOf))
                .distinct()
                .sorted(MailboxName.ORDER)
                .toList();
    }

    private void find(Path directory, int depth, List<Path> found) throws MailException {
        if (depth >= DEEPEST || !Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.filter(MhStore::mayBeFolder).toList()) {
                found.add(child);
                find(child, depth + 1, found);
            }
        } catch (IOException e) {
            if (depth == 0) {
                throw Trouble.reading(directory, e);
            }
            System.getLogger("hazel.store")
                    .log(System.Logger.Level.WARNING, "cannot list " + directory, e);
        }
    }

    private static boolean mayBeFolder(Path path) {
        return isName(String.valueOf(path.getFileName())) && Files.isDirectory(path);
    }

    /// A number is a message's name; a dot hides, and a comma marks what nmh removed.
    private static boolean isName(String level) {
        return !level.isEmpty()
                && level.length() <= 200
                && !level.startsWith(".")
                && !level.startsWith(",")
                && !level.chars().allMatch(c -> c >= '0' && c <= '9')
                && level.chars().noneMatch(Character::isISOControl);
    }

    /// Whether a directory is a folder with messages in it.
    public static boolean isFolder(Path directory) {
        return Files.exists(directory.resolve(Sequences.FILE))
                || isAny(directory, name -> Numbers.number(name) > 0);
    }

    /// Whether there are folders in a directory, one of which has messages.
    public static boolean hasFolders(Path directory) {
        return isAny(directory, name -> isName(name) && isFolder(directory.resolve(name)));
    }

    private static boolean isAny(Path directory, Predicate<String> name) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.anyMatch(child -> name.test(String.valueOf(child.getFileName())));
        } catch (IOException | UncheckedIOException e) {
            return false; // what cannot be listed is none
        }
    }

    /// What a folder beneath a root is called.
    public static MailboxName nameOf(Path root, Path folder) {
        return folder.equals(root.resolve("inbox"))
                ? MailboxName.INBOX
                : new MailboxName(root.relativize(folder).toString());
    }

    private MailboxName nameOf(Path folder) {
        return nameOf(root, folder);
    }

    private MailboxInfo info(Path folder) {
        MailboxName name = nameOf(folder);
        try {
            Stamp now = new Numbers(folder, clock).stampNow();
            return counts.of(name, now, _ -> counted(name, folder));
        } catch (IOException e) {
            return new MailboxInfo(name, true, -1, -1);
        }
    }

    /// From the names alone.
    private static MailboxInfo counted(MailboxName name, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Sequences sequences = Sequences.read(folder);
            int[] numbers =
                    files.mapToInt(f -> Numbers.number(String.valueOf(f.getFileName())))
                            .filter(n -> n > 0)
                            .toArray();
            long unseen = java.util.Arrays.stream(numbers).filter(sequences::isUnseen).count();
            return new MailboxInfo(name, true, numbers.length, unseen);
        }
    }

    @Override
    public Mailbox open(MailboxName name) throws MailException {
        Path folder = folder(name);
        if (!Files.exists(folder) && name.equals(MailboxName.INBOX)) {
            create(name);
        }
        return MhFolder.open(folder, name, clock, patience);
    }

    @Override
    public void create(MailboxName name) throws MailException {
        Path folder = folder(name);
        refuseIfThere(folder, name);
        try {
            DurableFiles.createPrivateDirectories(folder);
            DurableFiles.syncDirectory(directoryOf(folder));
        } catch (IOException e) {
            throw Trouble.writing(folder, e);
        }
    }

    /// The folders beneath it come along.
    @Override
    public void rename(MailboxName from, MailboxName to) throws MailException {
        Path old = existing(from);
        Path target = folder(to);
        refuseIfThere(target, to);
        if (target.startsWith(old)) {
            throw refused(to, "it would be within itself");
        }
        try {
            DurableFiles.createPrivateDirectories(directoryOf(target));
            DurableFiles.move(old, target);
        } catch (IOException e) {
            throw Trouble.writing(target, e);
        }
    }

    /// The folders beneath it stay, and then so does its directory.
    @Override
    public void delete(MailboxName name) throws MailException {
        Path folder = existing(name);
        if (name.equals(MailboxName.INBOX)) {
            throw new MailException(new Problem.NotPermitted("INBOX", "INBOX cannot be removed"));
        }
        try (Stream<Path> children = Files.list(folder)) {
            boolean isEmpty = true;
            for (Path child : children.toList()) {
                if (Files.isDirectory(child)) {
                    isEmpty = false;
                } else {
                    Files.delete(child);
                }
            }
            if (isEmpty) {
                Files.delete(folder);
            }
            DurableFiles.syncDirectory(directoryOf(folder));
        } catch (IOException e) {
            throw Trouble.writing(folder, e);
        }
    }

    @Override
    public void close() {}

    private Path existing(MailboxName name) throws MailException {
        Path folder = folder(name);
        if (!Files.isDirectory(folder)) {
            throw new MailException(new Problem.NoSuchMailbox(name.value()));
        }
        return folder;
    }

    private static void refuseIfThere(Path folder, MailboxName name) throws MailException {
        if (Files.exists(folder)) {
            throw new MailException(
                    new Problem.CannotWrite(
                            name.value(), "there is a mailbox " + name + " already"));
        }
    }

    /// Where a folder is or would be; never outside the root.
    private Path folder(MailboxName name) throws MailException {
        if (name.equals(MailboxName.INBOX)) {
            return inbox();
        }
        for (String level : name.value().split("/", -1)) {
            if (!isName(level)) {
                throw refused(
                        name,
                        "no part of it may be empty, a number, or begin with a dot or a comma");
            }
        }
        return root.resolve(name.value());
    }

    private static MailException refused(MailboxName name, String why) {
        return new MailException(
                new Problem.Malformed(
                        name.value(), "'" + name + "' cannot be the name of a mailbox: " + why));
    }

    private Path inbox() {
        for (String spelling : List.of("inbox", "INBOX", "Inbox")) {
            if (Files.isDirectory(root.resolve(spelling))) {
                return root.resolve(spelling);
            }
        }
        return root.resolve("inbox");
    }

    private static Path directoryOf(Path folder) {
        return folder.resolveSibling(".").normalize();
    }
}
