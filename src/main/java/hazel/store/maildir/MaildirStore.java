package hazel.store.maildir;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.local.Counts;
import hazel.store.local.ModifiedUtf7;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The Maildirs beneath one root.
///
/// Two layouts are known. In Maildir++ the root itself is INBOX and `.lists.java` beneath it is
/// `lists/java`. In a plain tree the root only holds Maildirs: `inbox`, `lists/java`. Which one it
/// is, the root tells; an empty root becomes Maildir++.
public final class MaildirStore implements MessageStore {

    private static final int DEEPEST = 8;

    private static final Duration NEVER_DELIVERED = Duration.ofHours(36);

    private final Path root;
    private final Supplier<String> uniqueNames;
    private final Clock clock;
    private final Counts counts = new Counts();

    private MaildirStore(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
        this.uniqueNames = new UniqueNames(clock);
    }

    /// Nothing is created until something is written.
    public static MaildirStore open(Path root, Clock clock) {
        return new MaildirStore(root.toAbsolutePath().normalize(), clock);
    }

    private boolean isTree() {
        return !Maildir.isMaildir(root) && !beneath(/* withDots= */ false).isEmpty();
    }

    @Override
    public List<MailboxInfo> list() throws MailException {
        List<MailboxInfo> infos = new ArrayList<>();
        if (!isTree()) {
            infos.add(info(MailboxName.INBOX, root));
        }
        for (Path directory : maildirs()) {
            MailboxName name = nameOf(directory);
            infos.add(info(name, directory));
        }
        infos.sort(Comparator.comparing(MailboxInfo::name, MailboxName.ORDER));
        return infos;
    }

    @Override
    public List<Path> watchable() {
        return Stream.concat(Stream.of(root), maildirs().stream())
                .filter(Maildir::isMaildir)
                .flatMap(directory -> Names.directories(directory).stream())
                .toList();
    }

    @Override
    public List<MailboxName> names() {
        List<MailboxName> names = new ArrayList<>();
        if (!isTree()) {
            names.add(MailboxName.INBOX);
        }
        maildirs().forEach(directory -> names.add(nameOf(directory)));
        names.sort(MailboxName.ORDER);
        return names;
    }

    @Override
    public Mailbox open(MailboxName name) throws MailException {
        Path directory = directory(name);
        if (!Maildir.isMaildir(directory) && name.equals(MailboxName.INBOX)) {
            make(directory); // several may do so at once, none of which is late
        }
        sweep(directory.resolve("tmp"));
        return Maildir.open(directory, name, uniqueNames, clock);
    }

    /// What lies in `tmp` for so long was never delivered: whoever wrote it died (maildir(5)). The
    /// name tells when that was; the file may bear the time of an old message's arrival.
    private void sweep(Path tmp) {
        Instant old = clock.instant().minus(NEVER_DELIVERED);
        if (!Files.isWritable(tmp)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(tmp, "[0-9]*.*")) {
            for (Path file : files) {
                String begun = String.valueOf(file.getFileName()).replaceFirst("\\..*", "");
                boolean isOld =
                        begun.matches("[0-9]{9,10}")
                                && Instant.ofEpochSecond(Long.parseLong(begun)).isBefore(old)
                                && Files.getLastModifiedTime(file).toInstant().isBefore(old);
                if (isOld) {
                    DurableFiles.deleteQuietly(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger("hazel.store").log(System.Logger.Level.DEBUG, "cannot sweep", e);
        }
    }

    @Override
    public void create(MailboxName name) throws MailException {
        Path directory = directory(name);
        if (Maildir.isMaildir(directory)) {
            throw new MailException(
                    new Problem.CannotWrite(
                            name.value(), "there is a mailbox " + name + " already"));
        }
        make(directory);
    }

    private static void make(Path directory) throws MailException {
        try {
            // `cur` last: only a directory that has it is taken for a Maildir.
            for (String sub : List.of("tmp", "new", "cur")) {
                DurableFiles.createPrivateDirectories(directory.resolve(sub));
            }
            DurableFiles.syncDirectory(directory);
        } catch (IOException e) {
            throw Trouble.writing(directory, e);
        }
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws MailException {
        Path old = existing(from);
        Path target = directory(to);
        if (Files.exists(target)) {
            throw new MailException(
                    new Problem.CannotWrite(to.value(), "there is a mailbox " + to + " already"));
        }
        try {
            if (target.getParent() != null) {
                DurableFiles.createPrivateDirectories(target.getParent());
            }
            DurableFiles.move(old, target);
        } catch (IOException e) {
            throw Trouble.writing(target, e);
        }
    }

    @Override
    public void delete(MailboxName name) throws MailException {
        Path directory = existing(name);
        if (directory.equals(root)) {
            throw new MailException(new Problem.NotPermitted("INBOX", "INBOX cannot be removed"));
        }
        try {
            Files.walkFileTree(directory, new Deleting(directory));
        } catch (IOException e) {
            throw Trouble.writing(directory, e);
        }
    }

    @Override
    public void close() {}

    private Path existing(MailboxName name) throws MailException {
        Path directory = directory(name);
        if (!Maildir.isMaildir(directory)) {
            throw new MailException(new Problem.NoSuchMailbox(name.value()));
        }
        return directory;
    }

    /// Where a mailbox is or would be; never outside the root.
    private Path directory(MailboxName name) throws MailException {
        for (String level : name.value().split("/", -1)) {
            boolean isHidden = level.startsWith(".") || level.isEmpty();
            boolean isOurs = List.of("cur", "new", "tmp").contains(level);
            if (isHidden || isOurs || level.length() > 200) {
                throw refused(
                        name, "no part of it may be empty, begin with a dot or be cur, new or tmp");
            }
        }
        if (isTree()) {
            return name.equals(MailboxName.INBOX) ? treeInbox() : root.resolve(name.value());
        }
        if (name.equals(MailboxName.INBOX)) {
            return root;
        }
        if (name.value().indexOf('.') >= 0) {
            throw refused(name, "in a Maildir++ a dot divides the levels");
        }
        return root.resolve("." + ModifiedUtf7.encode(name.value().replace('/', '.')));
    }

    private Path treeInbox() {
        for (String spelling : List.of("INBOX", "inbox", "Inbox")) {
            if (Maildir.isMaildir(root.resolve(spelling))) {
                return root.resolve(spelling);
            }
        }
        return root.resolve("INBOX");
    }

    private static MailException refused(MailboxName name, String why) {
        return new MailException(
                new Problem.Malformed(
                        name.value(), "'" + name + "' cannot be the name of a mailbox: " + why));
    }

    private MailboxName nameOf(Path directory) {
        String relative = root.relativize(directory).toString();
        return new MailboxName(
                relative.startsWith(".")
                        ? ModifiedUtf7.decode(relative.substring(1)).replace('.', '/')
                        : relative);
    }

    /// Every Maildir beneath the root but the root itself. Where it is no tree it is a Maildir++,
    /// also before its own directories are made: say, when the first thing in it is a copy in Sent.
    private List<Path> maildirs() {
        List<Path> tree = Maildir.isMaildir(root) ? List.of() : beneath(/* withDots= */ false);
        return tree.isEmpty() ? beneath(/* withDots= */ true) : tree;
    }

    /// @param withDots those of a Maildir++, else those of a tree
    private List<Path> beneath(boolean withDots) {
        List<Path> found = new ArrayList<>();
        find(root, withDots, 0, found);
        return found;
    }

    private static void find(Path directory, boolean withDots, int depth, List<Path> found) {
        if (depth >= DEEPEST || !Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.filter(c -> isCandidate(c, withDots)).sorted().toList()) {
                if (Maildir.isMaildir(child)) {
                    found.add(child);
                }
                if (!withDots) {
                    find(child, withDots, depth + 1, found);
                }
            }
        } catch (IOException e) {
            System.getLogger("hazel.store")
                    .log(System.Logger.Level.WARNING, "cannot list " + directory, e);
        }
    }

    private static boolean isCandidate(Path child, boolean withDots) {
        String leaf = String.valueOf(child.getFileName());
        return Files.isDirectory(child)
                && !List.of("cur", "new", "tmp").contains(leaf)
                && (withDots ? leaf.startsWith(".") && leaf.length() > 1 : !leaf.startsWith("."))
                && leaf.chars().noneMatch(Character::isISOControl);
    }

    /// Counts from the names alone: cheap, and true as long as nobody delivers.
    private MailboxInfo info(MailboxName name, Path directory) {
        if (!Maildir.isMaildir(directory)) {
            return new MailboxInfo(name, name.equals(MailboxName.INBOX), 0, 0);
        }
        var names = new Names(directory, clock);
        try {
            return counts.of(name, names.stampNow(), _ -> counted(name, directory));
        } catch (IOException e) {
            return new MailboxInfo(name, true, -1, -1);
        }
    }

    /// From the names alone, which are not kept.
    private static MailboxInfo counted(MailboxName name, Path maildir) throws IOException {
        long total = 0;
        long unseen = 0;
        for (Path directory : Names.directories(maildir)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    String text = String.valueOf(file.getFileName());
                    if (!text.startsWith(".")) {
                        total++;
                        unseen += FileName.of(text).isSeen() ? 0 : 1;
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return new MailboxInfo(name, true, total, unseen);
    }

    /// Removes a Maildir's own directories and, of the rest, what is empty: a mailbox beneath it in
    /// a plain tree stays.
    private static final class Deleting extends SimpleFileVisitor<Path> {

        private final Path maildir;

        Deleting(Path maildir) {
            this.maildir = maildir;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes facts) {
            return !directory.equals(maildir)
                            && maildir.equals(directory.getParent())
                            && Maildir.isMaildir(directory)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(
                Path directory, java.io.@org.jspecify.annotations.Nullable IOException e)
                throws IOException {
            try (Stream<Path> left = Files.list(directory)) {
                if (left.findAny().isPresent()) {
                    return FileVisitResult.CONTINUE;
                }
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
