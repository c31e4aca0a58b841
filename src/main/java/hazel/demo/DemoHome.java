package hazel.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.maildir.MaildirStore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;

/// A home directory for one demonstration, with mail and a configuration in it, of mode 700.
///
/// A lock in it is held as long as the process lives. What a killed process left behind is known by
/// a lock that nobody holds, and removed when the next home is made. Symbolic links are removed,
/// never followed.
public final class DemoHome implements AutoCloseable {

    public static final String YOU = "you@demo.example";

    private static final String PREFIX = "hazel-demo-";
    private static final String LOCK = "demo.lock";
    private static final int TRIES = 5;

    private final Path root;
    private final FileChannel lock;

    private DemoHome(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Removes what earlier ones left, and makes a new one.
    ///
    /// @param under usually the system's directory for temporary files
    public static DemoHome make(Path under, Clock clock) throws MailException {
        try {
            sweep(under);
            Path root = Files.createTempDirectory(under, PREFIX).toRealPath();
            FileChannel lock = lockOf(root, StandardOpenOption.CREATE_NEW);
            var home = new DemoHome(root, lock);
            try {
                lock.lock();
                home.fill(clock);
                return home;
            } catch (IOException | MailException e) {
                home.close();
                throw e;
            }
        } catch (IOException e) {
            throw new MailException(
                    new Problem.CannotWrite(
                            under.toString(),
                            "the demo cannot write to " + under + ": " + Reason.of(e)),
                    e);
        }
    }

    public Path root() {
        return root;
    }

    public Path mail() {
        return root.resolve("Mail");
    }

    private void fill(Clock clock) throws IOException, MailException {
        Path dotfile = root.resolve("config/hazel/config.toml");
        DurableFiles.createPrivateDirectories(root.resolve("config/hazel"));
        String mail = mail().toString().replace("\\", "\\\\").replace("\"", "\\\"");
        Files.write(dotfile, config(mail).getBytes(UTF_8));
        try (MessageStore store = MaildirStore.open(mail(), clock)) {
            store.open(MailboxName.INBOX).close();
            for (String name : List.of("Archive", "Drafts", "Lists/hazelnuts", "Sent", "Trash")) {
                store.create(new MailboxName(name));
            }
            for (Samples.Sample each : Samples.at(clock.instant(), clock.getZone())) {
                try (var mailbox = store.open(each.mailbox())) {
                    mailbox.append(each.message(), each.flags(), java.util.Set.of(), each.date());
                }
            }
        }
    }

    private static String config(String mail) {
        return """
        # The demo's own configuration; it goes when the demo ends.
        [account.demo]
        name = "You"
        address = "%s"
        incoming = "maildir:%s"
        outgoing = "relay:"

        [send]
        undo = 2

        [alias]
        robot = ["Robin the Robot <robot@demo.example>"]
        list = ["hazelnuts@lists.demo.example"]
        ada = ["Ada Filbert <ada@orchard.example>"]
        bo = ["Bo Cobnut <bo@orchard.example>"]
        supper = ["ada", "bo", "Cyra Almond <cyra@orchard.example>"]
        """
                .formatted(YOU, mail);
    }

    /// Removes everything. What is written meanwhile by threads that are being stopped is removed
    /// with it. Does nothing the second time.
    @Override
    public synchronized void close() {
        if (!lock.isOpen()) {
            return;
        }
        for (int i = 0; i < TRIES && Files.exists(root, LinkOption.NOFOLLOW_LINKS); i++) {
            remove(root);
        }
        try {
            lock.close();
        } catch (IOException _) {
            // The directory is gone, and the lock with it.
        }
    }

    private static void sweep(Path under) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(under, PREFIX + "*")) {
            for (Path each : found) {
                sweepOne(each);
            }
        }
    }

    private static void sweepOne(Path root) {
        Path file = root.resolve(LOCK);
        boolean looksOurs =
                Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (!looksOurs) {
            return;
        }
        try {
            Object mine = Files.getOwner(Path.of("/proc/self").toRealPath());
            if (!Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).equals(mine)) {
                return;
            }
            try (FileChannel channel = lockOf(root, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held != null) {
                    remove(root);
                }
            }
        } catch (IOException | OverlappingFileLockException _) {
            // Somebody else's, or alive: left alone.
        }
    }

    private static FileChannel lockOf(Path root, StandardOpenOption how) throws IOException {
        return FileChannel.open(
                root.resolve(LOCK), StandardOpenOption.WRITE, how, LinkOption.NOFOLLOW_LINKS);
    }

    private static void remove(Path root) {
        try {
            Files.walkFileTree(root, new Removing());
        } catch (IOException _) {
            // Tried again; and what stays is found by the next demo.
        }
    }

    private static final class Removing extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            boolean isLock = String.valueOf(file.getFileName()).equals(LOCK);
            if (!isLock) {
                Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        /// The lock goes last, so that a removal that was cut off is known for what it is.
        @Override
        public FileVisitResult postVisitDirectory(
                Path directory, @org.jspecify.annotations.Nullable IOException e)
                throws IOException {
            Files.deleteIfExists(directory.resolve(LOCK));
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
