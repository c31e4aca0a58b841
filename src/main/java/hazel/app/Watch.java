package hazel.app;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Hears from the operating system that files of an account changed, so that new mail is seen at
/// once and costs nothing until it comes.
///
/// It only makes sooner what the [Heartbeat] looks for anyway: where nothing can be heard, because
/// the mail lies on another machine or the system's limit of watches is reached, only that time is
/// lost.
final class Watch implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("hazel.app");

    /// Changes come in bursts, and a file system's clock must have gone on before a look at its
    /// times can be trusted.
    private static final Duration BURST = Duration.ofMillis(50);

    /// However fast changes come, they are not told more often than this.
    private static final Duration REST = Duration.ofMillis(300);

    private final WatchService service;
    private final Consumer<Set<String>> changed;

    /// What is followed for each account, and the directories that are watched for all of them.
    private final Map<String, Set<Path>> followed = new HashMap<>();

    private final Map<Path, WatchKey> keys = new HashMap<>();

    private Watch(WatchService service, Consumer<Set<String>> changed) {
        this.service = service;
        this.changed = changed;
    }

    /// Where accounts tell what is to be followed.
    @FunctionalInterface
    interface Followers {

        /// Nobody follows anything.
        Followers NONE = (_, _) -> {};

        /// From any thread, again whenever it may be different.
        void follow(String account, Set<Path> paths);
    }

    /// Starts listening.
    ///
    /// @param changed hears the accounts, on a thread of its own
    /// @throws IOException where there is nothing to hear. QUIRK: on other systems than Linux, Java
    ///   may read a watched directory with the facts of each file again and again, which costs more
    ///   than to look at its time
    static Watch start(Consumer<Set<String>> changed) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IOException("only Linux tells of changes without reading directories");
        }
        var watch = new Watch(FileSystems.getDefault().newWatchService(), changed);
        Thread.ofVirtual().name("watch").start(watch::run);
        return watch;
    }

    /// Follows these directories and files for an account, and what it followed before no longer.
    synchronized void follow(String account, Set<Path> paths) {
        boolean isSame = paths.equals(followed.getOrDefault(account, Set.of()));
        if (isSame && keys.values().stream().allMatch(WatchKey::isValid)) {
            return;
        }
        followed.put(account, Set.copyOf(paths));
        Set<Path> wanted = new HashSet<>();
        followed.values().forEach(all -> all.forEach(path -> wanted.add(directory(path))));
        keys.entrySet()
                .removeIf(each -> {
                    boolean isOver = !wanted.contains(each.getKey()) || !each.getValue().isValid();
                    if (isOver) {
                        each.getValue().cancel();
                    }
                    return isOver;
                });
        wanted.removeAll(keys.keySet());
        wanted.forEach(this::register);
    }

    private static Path directory(Path path) {
        return Files.isDirectory(path)
                ? path
                : Objects.requireNonNull(path.getParent(), "what is followed has a whole path");
    }

    private void register(Path directory) {
        try {
            keys.put(
                    directory,
                    directory.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY));
        } catch (IOException | ClosedWatchServiceException e) {
            LOG.log(System.Logger.Level.DEBUG, "not watched: " + directory, e);
        }
    }

    private void run() {
        try {
            while (true) {
                Set<String> accounts = accounts(service.take());
                Thread.sleep(BURST);
                for (WatchKey key = service.poll(); key != null; key = service.poll()) {
                    accounts.addAll(accounts(key));
                }
                if (!accounts.isEmpty()) {
                    changed.accept(accounts);
                }
                Thread.sleep(REST);
            }
        } catch (InterruptedException | ClosedWatchServiceException _) {
            // Closed.
        }
    }

    /// The accounts that follow what changed; the key is ready for more then.
    private synchronized Set<String> accounts(WatchKey key) {
        Set<String> accounts = new TreeSet<>();
        if (key.watchable() instanceof Path directory) {
            for (WatchEvent<?> event : key.pollEvents()) {
                followed.forEach((account, paths) -> {
                    if (concerns(event, directory, paths)) {
                        accounts.add(account);
                    }
                });
            }
        }
        key.reset();
        return accounts;
    }

    /// An event without a name says that there were too many to tell.
    private static boolean concerns(WatchEvent<?> event, Path directory, Set<Path> paths) {
        return paths.contains(directory)
                || (event.context() instanceof Path name
                        ? paths.contains(directory.resolve(name))
                        : paths.stream().anyMatch(path -> directory.equals(path.getParent())));
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the watch", e);
        }
    }
}
