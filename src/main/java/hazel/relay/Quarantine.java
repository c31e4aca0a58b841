package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.smtp.Dsn;
import hazel.spool.Deposit;
import hazel.spool.QueueId;
import hazel.spool.Spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where messages lie that were discarded, for a person who misses one. After a week they are gone.
///
/// Each is a file `ID.eml`: what was said of it in fields on top, one for each recipient, an empty
/// line, and the message as the queue would have had it.
///
/// @param directory of the queue; they lie in `quarantine` in it
public record Quarantine(Path directory, InstantSource clock) {

    private static final Duration KEPT = Duration.ofDays(7);
    private static final String SUFFIX = ".eml";

    private static final String WHY = "Why: ";
    private static final String FROM = "From: ";
    private static final String TO = "To: ";
    private static final String OVER_TLS = "Over-TLS: required";
    private static final String END = "\r\n";

    /// A message that was discarded.
    ///
    /// @param at when
    /// @param why as the log says it
    /// @param requiresTls it came with REQUIRETLS
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Kept(
            QueueId id,
            Instant at,
            Envelope envelope,
            String why,
            boolean requiresTls,
            byte[] message) {

        /// When it is gone.
        public Instant until() {
            return at.plus(KEPT);
        }
    }

    private Path place() {
        return directory.resolve("quarantine");
    }

    private Path file(QueueId id) {
        return place().resolve(id + SUFFIX);
    }

    /// On disk when the call returns.
    void keep(Kept kept) throws IOException {
        DurableFiles.createPrivateDirectories(place());
        sweep();
        var top = new StringBuilder();
        Envelope envelope = kept.envelope();
        top.append(WHY).append(RelayLog.harmless(kept.why())).append(END);
        top.append(FROM)
                .append(envelope.reversePath().map(Address::addrSpec).orElse(""))
                .append(END);
        envelope.forwardPaths().forEach(to -> top.append(TO).append(to.addrSpec()).append(END));
        top.append(kept.requiresTls() ? OVER_TLS + END : "").append(END);
        var file = new ByteArrayOutputStream(kept.message().length + top.length());
        file.writeBytes(top.toString().getBytes(UTF_8));
        file.writeBytes(kept.message());
        DurableFiles.write(file(kept.id()), file.toByteArray());
    }

    private void sweep() throws IOException {
        try (Stream<Path> files = Files.list(place())) {
            files.filter(this::isOld).forEach(DurableFiles::deleteQuietly);
        }
    }

    private boolean isOld(Path file) {
        Instant kept = Instant.ofEpochMilli(file.toFile().lastModified()); // 0 where it is gone
        return kept.plus(KEPT).isBefore(clock.instant());
    }

    /// The names of all that are there, oldest first.
    public List<QueueId> ids() throws MailException {
        try {
            if (!Files.isDirectory(place())) {
                return List.of();
            }
            sweep();
            try (Stream<Path> files = Files.list(place())) {
                return files.map(f -> f.getFileName().toString())
                        .filter(name -> name.endsWith(SUFFIX))
                        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                        .filter(QueueId::isOne)
                        .map(QueueId::new)
                        .sorted()
                        .toList();
            }
        } catch (IOException e) {
            throw Trouble.reading(place(), e);
        }
    }

    /// @return empty where no such message was discarded in the last week
    /// @throws MailException where it cannot be read, or its top was changed
    public Optional<Kept> find(QueueId id) throws MailException {
        Path file = file(id);
        try {
            byte[] octets = Files.readAllBytes(file);
            Instant at = Files.getLastModifiedTime(file).toInstant();
            return isOld(file) ? Optional.empty() : Optional.of(read(id, at, octets));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
    }

    private Kept read(QueueId id, Instant at, byte[] octets) throws MailException {
        int end = 0;
        String why = "";
        boolean requiresTls = false;
        Optional<Address> from = Optional.empty();
        List<Address> to = new ArrayList<>();
        while (true) {
            int next = lineEnd(octets, end);
            String line = new String(octets, end, Math.max(0, next - end), UTF_8);
            end = next + END.length();
            if (line.isEmpty() || end > octets.length) {
                break;
            }
            if (line.startsWith(WHY)) {
                why = line.substring(WHY.length());
            } else if (line.startsWith(FROM)) {
                from = Address.parse(line.substring(FROM.length()));
            } else if (line.startsWith(TO)) {
                Address.parse(line.substring(TO.length())).ifPresent(to::add);
            } else {
                requiresTls |= line.equals(OVER_TLS);
            }
        }
        if (to.isEmpty() || end > octets.length) {
            throw new MailException(
                    new Problem.Malformed(
                            file(id).toString(), file(id) + " does not say whom it is for"));
        }
        byte[] message = Arrays.copyOfRange(octets, end, octets.length);
        return new Kept(id, at, new Envelope(from, to), why, requiresTls, message);
    }

    private static int lineEnd(byte[] octets, int from) {
        int i = from;
        while (i < octets.length && octets[i] != '\r') {
            i++;
        }
        return i;
    }

    /// Puts a message into the queue after all, and takes it out of here. A crash in between leaves
    /// it in both.
    ///
    /// @throws MailException with [Problem.NoSuchMessage] where it is not there
    public void restore(QueueId id) throws MailException {
        Kept kept =
                find(id).orElseThrow(
                                () -> new MailException(new Problem.NoSuchMessage(id.value())));
        Spool spool = Spool.open(directory);
        if (spool.find(id).isEmpty()) {
            TlsDemand demand = kept.requiresTls() ? TlsDemand.REQUIRED : TlsDemand.USUAL;
            spool.accept(
                    new Deposit(
                            id, kept.envelope(), Dsn.NONE, demand.attributes(), clock.instant()),
                    kept.message());
        }
        DurableFiles.deleteQuietly(file(id));
        new RelayLog(directory, clock).add(id.value(), "--", "restored by hand");
        Bell.ring(directory);
    }
}
