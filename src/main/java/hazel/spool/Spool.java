package hazel.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.smtp.Dsn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A durable directory of messages on their way out.
///
/// ```
/// tmp/            being written; swept when a day old
/// q/ID.msg        the message, never changed
/// q/ID.env        its journal, only appended to
/// lock            held by the process that delivers
/// ```
///
/// A message is there from the moment its `.env` has its name in `q`; a `.msg` alone was never
/// accepted. All files are 0600 and the directories 0700. A spool object may be used by several
/// threads, and a directory by several processes: each change of a journal is made under a lock on
/// that journal.
///
/// Long because each step of a durable change is only safe in sight of the others.
public final class Spool {

    private static final System.Logger LOG = System.getLogger("hazel.spool");
    private static final Duration SWEEP_AGE = Duration.ofDays(1);

    /// Locks of files do not keep the threads of one process apart; these do. There are several, so
    /// that threads with different messages wait for the disk together.
    private static final List<Object> IN_PROCESS = Stream.generate(Object::new).limit(64).toList();

    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private final Path dir;
    private final Path queue;
    private final Path tmp;
    private final Limits limits;
    private final InstantSource clock;
    private final Fill fill;
    private final GroupCommit commits;

    private Spool(Path dir, Limits limits, InstantSource clock) {
        this.dir = dir;
        this.queue = dir.resolve("q");
        this.tmp = dir.resolve("tmp");
        this.limits = limits;
        this.fill = new Fill(queue);
        this.commits = new GroupCommit(() -> Durable.syncDirectory(queue));
        this.clock = clock;
    }

    public static Spool open(Path dir) throws MailException {
        return open(dir, Limits.DEFAULT, InstantSource.system());
    }

    /// Opens a spool, making its directories where they are missing. Reads no journal, so that to
    /// put one message beside a hundred thousand costs no more than to put it beside none; see
    /// [#sweep].
    public static Spool open(Path dir, Limits limits, InstantSource clock) throws MailException {
        var spool = new Spool(dir.toAbsolutePath().normalize(), limits, clock);
        try {
            Durable.makeDirectory(spool.dir);
            Durable.makeDirectory(spool.tmp);
            Durable.makeDirectory(spool.queue);
        } catch (IOException e) {
            throw cannotWrite(dir, e);
        }
        return spool;
    }

    /// Takes a message. When this returns, it survives a power cut; when it throws, nothing of it
    /// is left. It is due at once.
    ///
    /// @throws MailException with [Problem.NotPermitted] where the message can never be taken (too
    ///   large, too many recipients), with [Problem.CannotWrite] where it may be later (the spool
    ///   or the disk is full)
    public QueueId accept(Envelope envelope, byte[] message, Map<String, String> attributes)
            throws MailException {
        return accept(envelope, message, attributes, clock.instant());
    }

    /// Takes a message that is not to be delivered before a time.
    public QueueId accept(
            Envelope envelope, byte[] message, Map<String, String> attributes, Instant notBefore)
            throws MailException {
        return accept(new Deposit(newId(), envelope, Dsn.NONE, attributes, notBefore), message);
    }

    /// A name for a message that is about to be accepted, for one who wants to write it into the
    /// message.
    public QueueId newId() {
        return QueueId.next(clock.instant());
    }

    /// Takes a message with all that was said of it.
    public QueueId accept(Deposit deposit, byte[] message) throws MailException {
        checkLimits(deposit.envelope(), message);
        QueueId id = deposit.id();
        Item item = deposit.item(clock.instant(), message.length);
        Path newMsg = tmp.resolve(id + ".msg");
        Path newEnv = tmp.resolve(id + ".env");
        try {
            Durable.writeNew(newMsg, message);
            Durable.writeNew(newEnv, Journal.begin(item).getBytes(UTF_8));
            Durable.move(newMsg, msg(id));
            Durable.move(newEnv, env(id));
            commits.commit();
        } catch (IOException e) {
            for (Path file : List.of(newMsg, newEnv, env(id), msg(id))) {
                Durable.deleteQuietly(file);
            }
            throw cannotWrite(dir, e);
        }
        fill.add(1, message.length);
        return id;
    }

    /// How many messages there are, none of them read.
    public int count() throws MailException {
        return ids().size();
    }

    /// Every message, oldest first, each read when the stream comes to it. One that is removed
    /// meanwhile is passed over, and so is one whose journal has no beginning: see [#damaged].
    ///
    /// @throws MailException where the directory cannot be read
    public Stream<Item> items() throws MailException {
        return ids().stream().map(this::readIfPossible).flatMap(Optional::stream);
    }

    /// The names of messages whose journal cannot be read from its beginning. They are never
    /// delivered and never removed: a person has to look.
    public List<QueueId> damaged() throws MailException {
        return visit(_ -> {});
    }

    /// Passes on what [#items] has, and returns what [#damaged] does, each journal read once.
    public List<QueueId> visit(Consumer<Item> visitor) throws MailException {
        List<QueueId> damaged = new ArrayList<>();
        for (QueueId id : ids()) {
            try {
                Optional<Item> item = Journal.fold(Files.readAllBytes(env(id)));
                item.filter(i -> !i.removed()).ifPresent(visitor);
                if (item.isEmpty()) {
                    damaged.add(id);
                }
            } catch (NoSuchFileException _) {
                // removed meanwhile
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot read the journal of " + id, e);
                damaged.add(id);
            }
        }
        return damaged;
    }

    /// The message of that name as it is now; empty where it is not, or no longer, there.
    public Optional<Item> find(QueueId id) throws MailException {
        try {
            return read(id);
        } catch (IOException e) {
            throw failed(id, e);
        }
    }

    /// The octets of a message.
    public byte[] message(QueueId id) throws MailException {
        try {
            return Files.readAllBytes(msg(id));
        } catch (NoSuchFileException e) {
            throw new MailException(new Problem.NoSuchMessage(id.value()), e);
        } catch (IOException e) {
            throw failed(id, e);
        }
    }

    /// Appends entries to a message's journal. When this returns they are on disk, and either all
    /// of them happened or, after a crash, a first part.
    ///
    /// @return the message after them
    public Item record(QueueId id, Entry... entries) throws MailException {
        return recordIf(id, _ -> true, entries)
                .orElseThrow(() -> new MailException(new Problem.NoSuchMessage(id.value())));
    }

    /// Appends entries if the message is as it should be; nobody changes it in between. This is how
    /// one who cancels and one who begins to send agree.
    ///
    /// @return the message after them; empty where it is gone or the condition does not hold
    public Optional<Item> recordIf(QueueId id, Predicate<Item> condition, Entry... entries)
            throws MailException {
        return append(id, condition, FileChannel::force, entries);
    }

    /// The same where a power cut may take the entries back again, for many messages at once.
    public Optional<Item> suggest(QueueId id, Predicate<Item> condition, Entry... entries)
            throws MailException {
        return append(id, condition, (_, _) -> {}, entries);
    }

    /// How a journal that was written to comes to the disk.
    @FunctionalInterface
    private interface Force {
        void force(FileChannel journal, boolean withTimes) throws IOException;
    }

    private Optional<Item> append(
            QueueId id, Predicate<Item> condition, Force force, Entry... entries)
            throws MailException {
        synchronized (IN_PROCESS.get(Math.floorMod(id.hashCode(), IN_PROCESS.size()))) {
            try (FileChannel journal =
                            FileChannel.open(
                                    env(id), StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock _ = journal.lock()) {
                byte[] before = Durable.readAll(journal);
                Optional<Item> item = Journal.fold(before).filter(i -> !i.removed());
                if (item.isEmpty() || !condition.test(item.get())) {
                    return Optional.empty();
                }
                append(journal, before, force, entries);
                Item after = item.get();
                for (Entry entry : entries) {
                    after = after.after(entry);
                }
                return Optional.of(after);
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw cannotWrite(env(id), e);
            }
        }
    }

    /// Gives up responsibility: the message was delivered, bounced, or taken back. Harmless where
    /// it is gone already.
    public void remove(QueueId id) throws MailException {
        Optional<Item> item = recordIf(id, _ -> true, new Entry.Removed(clock.instant()));
        item.ifPresent(this::forget);
    }

    /// The same for a message with which nothing is to be done any more, as its journal on disk
    /// says: a power cut may bring it back, and then it is cleared away again.
    public void clear(QueueId id) throws MailException {
        Optional<Item> item = suggest(id, Item::isDone, new Entry.Removed(clock.instant()));
        item.ifPresent(this::forget);
    }

    /// Removes the message only where nobody has begun to deliver it.
    ///
    /// @return its octets; empty where it is too late or it is not there
    public Optional<byte[]> takeBack(QueueId id) throws MailException {
        if (find(id).isEmpty()) {
            return Optional.empty();
        }
        byte[] message = message(id);
        Optional<Item> item = recordIf(id, Item::isUntouched, new Entry.Removed(clock.instant()));
        item.ifPresent(this::forget);
        return item.map(_ -> message);
    }

    /// The right to deliver from this spool; empty where another holds it. Asked for by whoever
    /// wants to know, too, and so it costs nothing.
    public Optional<SpoolLock> tryLock() throws MailException {
        Path file = dir.resolve("lock");
        if (!LOCKED.add(file)) {
            return Optional.empty();
        }
        boolean held = false;
        try {
            Durable.createIfMissing(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            held = channel.tryLock() != null;
            if (!held) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new SpoolLock(channel, () -> LOCKED.remove(file)));
        } catch (IOException e) {
            throw cannotWrite(file, e);
        } finally {
            if (!held) {
                LOCKED.remove(file);
            }
        }
    }

    private static void append(FileChannel journal, byte[] before, Force force, Entry... entries)
            throws IOException {
        var text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(Journal.write(entry));
        }
        int whole = Journal.wholeLength(before);
        try {
            journal.truncate(whole); // a torn tail was never acknowledged
            journal.position(whole);
            ByteBuffer octets = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
            while (octets.hasRemaining()) {
                journal.write(octets);
            }
            force.force(journal, false);
        } catch (IOException e) {
            journal.truncate(whole);
            throw e;
        }
    }

    private void forget(Item item) {
        Durable.deleteQuietly(msg(item.id()));
        Durable.deleteQuietly(env(item.id()));
        fill.add(-1, -item.size());
    }

    /// Finishes removals a crash interrupted, and throws away what was never accepted once it is so
    /// old that nobody can still be writing it. Reads every journal: for the holder of the
    /// [SpoolLock], once, when it begins to deliver.
    ///
    /// @throws MailException where the directory cannot be read
    public void sweep() throws MailException {
        try {
            Durable.each(tmp, this::sweepOld);
            Durable.each(queue, this::sweepQueued);
        } catch (IOException e) {
            throw cannotWrite(dir, e);
        }
    }

    private void sweepQueued(Path file) {
        Path env = file.resolveSibling(base(file) + ".env");
        if (!Files.exists(env)) {
            sweepOld(file);
        } else if (file.equals(env) && isRemoved(new QueueId(base(file)))) {
            Durable.deleteQuietly(file.resolveSibling(base(file) + ".msg"));
            Durable.deleteQuietly(env);
        }
    }

    private void sweepOld(Path file) {
        Instant written = Instant.ofEpochMilli(file.toFile().lastModified()); // 0 where it is gone
        if (written.isBefore(clock.instant().minus(SWEEP_AGE))) {
            Durable.deleteQuietly(file);
        }
    }

    private boolean isRemoved(QueueId id) {
        try {
            return Journal.fold(Files.readAllBytes(env(id))).filter(Item::removed).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /// Every name there is, oldest first: of a hundred thousand messages no more than that at a
    /// time.
    List<QueueId> ids() throws MailException {
        try {
            return Durable.ids(queue);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(dir.toString(), "the spool cannot be read: " + Reason.of(e)),
                    e);
        }
    }

    long journalLength(QueueId id) throws IOException {
        return Files.size(env(id));
    }

    private Optional<Item> read(QueueId id) throws IOException {
        try {
            return Journal.fold(Files.readAllBytes(env(id))).filter(i -> !i.removed());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// One journal that cannot be read must not hide the others.
    private Optional<Item> readIfPossible(QueueId id) {
        try {
            return read(id);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot read the journal of " + id, e);
            return Optional.empty();
        }
    }

    private void checkLimits(Envelope envelope, byte[] message) throws MailException {
        int recipients = envelope.forwardPaths().size();
        if (message.length > limits.messageOctets()) {
            throw notPermitted(
                    "a message of " + message.length + " octets", limits.messageOctets());
        }
        if (recipients > limits.recipients()) {
            throw notPermitted("a message for " + recipients + " recipients", limits.recipients());
        }
        try {
            if (!fill.hasRoom(message.length, limits)) {
                throw full("the spool is full: it holds " + fill);
            }
            long free = Files.getFileStore(tmp).getUsableSpace();
            if (free - message.length < limits.diskFloor()) {
                throw full("the disk is nearly full: " + free + " octets are free");
            }
        } catch (IOException e) {
            throw cannotWrite(dir, e);
        }
    }

    private Path msg(QueueId id) {
        return queue.resolve(id + ".msg");
    }

    private Path env(QueueId id) {
        return queue.resolve(id + ".env");
    }

    private static String base(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private MailException full(String what) {
        return new MailException(new Problem.CannotWrite(dir.toString(), what));
    }

    private static MailException notPermitted(String what, long limit) {
        return new MailException(
                new Problem.NotPermitted(
                        what, what + " is more than the spool takes, which is " + limit));
    }

    private static MailException cannotWrite(Path what, IOException e) {
        return new MailException(
                new Problem.CannotWrite(
                        what.toString(), "cannot write in " + what + ": " + Reason.of(e)),
                e);
    }

    private static MailException failed(QueueId id, IOException e) {
        return new MailException(
                new Problem.Failed(id.value(), "cannot read message " + id + ": " + Reason.of(e)),
                e);
    }
}
