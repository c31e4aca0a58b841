package hazel.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.file.FileLocks;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Messages being written, kept on disk while they are typed.
///
/// ```
/// ID.eml         header fields and text, replaced whole at each save
/// ID.parts/HASH  what is attached and in no file of the user's
/// ID.lock        while it is put away
/// ```
///
/// A save is on the disk when [#save] returns; a crash leaves the save before. Used by one thread
/// of a process; two processes have different drafts open.
public final class DraftStore {

    private static final String ENDING = ".eml";
    private static final String PARTS = ".parts";
    private static final String LOCK = ".lock";
    private static final Pattern ID = Pattern.compile("[a-z0-9]{8,40}");

    private final Path dir;

    private DraftStore(Path dir) {
        this.dir = dir;
    }

    /// @param dir made, for its owner alone, with the first draft
    public static DraftStore in(Path dir) {
        return new DraftStore(dir.toAbsolutePath().normalize());
    }

    /// A draft that was kept.
    ///
    /// @param saved when it was saved last
    public record Kept(String id, Draft draft, Instant saved) {}

    /// A name that no draft has.
    public static String newId() {
        return "d" + new BigInteger(80, new SecureRandom()).setBit(80).toString(36);
    }

    /// Keeps a draft, over what was kept under its name before.
    public void save(String id, Draft draft) throws MailException {
        Path file = file(id);
        try {
            DurableFiles.createPrivateDirectories(dir);
            DurableFiles.write(file, DraftFile.write(stored(id, draft)).getBytes(UTF_8));
        } catch (IOException e) {
            throw new MailException(
                    new Problem.CannotWrite(
                            file.toString(),
                            "the draft cannot be kept in " + file + ": " + Reason.of(e)),
                    e);
        }
    }

    /// The newest first. A file that is no draft is passed over.
    public List<Kept> list() throws MailException {
        List<Kept> kept = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            load(name.substring(0, name.length() - ENDING.length())).ifPresent(kept::add);
        }
        kept.sort(Comparator.comparing(Kept::saved).reversed());
        return kept;
    }

    private List<Path> files() throws MailException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(f -> f.getFileName().toString().endsWith(ENDING))
                    .filter(f -> !f.getFileName().toString().startsWith("."))
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw failed(dir, e);
        }
    }

    /// Empty where none of that name is kept.
    public Optional<Kept> load(String id) throws MailException {
        Path file = file(id);
        try {
            Draft draft = DraftFile.read(Files.readString(file, UTF_8));
            return Optional.of(new Kept(id, draft, Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /// A draft that no other program puts away meanwhile; let go of by who holds it, and where that
    /// ends.
    ///
    /// @param file is there while it is held
    public record Hold(FileChannel channel, Path file) implements AutoCloseable {

        @Override
        public void close() {
            DurableFiles.deleteQuietly(file);
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger("hazel.compose").log(System.Logger.Level.DEBUG, "a draft", e);
            }
        }
    }

    /// Empty where somebody else holds it, or where no file can be made.
    public Optional<Hold> tryHold(String id) {
        Path file = dir.resolve(id + LOCK);
        try {
            DurableFiles.createPrivateDirectories(dir);
            FileChannel channel = DurableFiles.openToAppend(file);
            if (FileLocks.tryLock(channel)) {
                return Optional.of(new Hold(channel, file));
            }
            channel.close();
        } catch (IOException e) {
            System.getLogger("hazel.compose").log(System.Logger.Level.DEBUG, "a draft", e);
        }
        return Optional.empty();
    }

    /// Throws a draft away. Nothing happens where there is none.
    public void discard(String id) throws MailException {
        Path file = file(id);
        try {
            if (Files.deleteIfExists(file)) {
                DurableFiles.syncDirectory(dir);
            }
            Path parts = parts(id);
            if (Files.isDirectory(parts)) {
                try (Stream<Path> each = Files.list(parts)) {
                    for (Path part : each.toList()) {
                        Files.delete(part);
                    }
                }
                Files.delete(parts);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /// With every attachment in a file.
    private Draft stored(String id, Draft draft) throws IOException {
        List<Attachment> stored = new ArrayList<>();
        for (Attachment each : draft.attachments()) {
            stored.add(
                    each.content() instanceof Attachment.Content.Octets(byte[] octets)
                            ? each.in(kept(id, octets))
                            : each);
        }
        return draft.withAttachments(stored);
    }

    private Path kept(String id, byte[] octets) throws IOException {
        Path parts = parts(id);
        DurableFiles.createPrivateDirectories(parts);
        Path file = parts.resolve(hash(octets));
        if (!Files.exists(file)) {
            DurableFiles.write(file, octets);
        }
        return file;
    }

    private static String hash(byte[] octets) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
            return new BigInteger(1, hash).toString(36);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private Path parts(String id) {
        return dir.resolve(id + PARTS);
    }

    private Path file(String id) throws MailException {
        if (!ID.matcher(id).matches()) {
            throw new MailException(new Problem.NoSuchMessage("draft " + id));
        }
        return dir.resolve(id + ENDING);
    }

    private static MailException failed(Path file, IOException e) {
        return new MailException(
                new Problem.Failed(file.toString(), "the drafts in " + file + ": " + Reason.of(e)),
                e);
    }
}
