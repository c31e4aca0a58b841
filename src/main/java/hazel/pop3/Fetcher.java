package hazel.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Brings the mail of one server into a mailbox, once.
///
/// For each message: octets to a temporary file, a line in the journal that it is about to be put
/// into the mailbox, the message into the mailbox, a line that it is there. Only then, and only
/// after the days for which a copy is left on the server, it is deleted there. After a crash
/// between the two lines the mailbox itself is asked whether it has the message.
///
/// @param directory Hazel's own: for the journal, and for the temporary file
/// @param keep how long a copy stays on the server after it was fetched
/// @param longest octets of a message that is fetched; a longer one stays on the server
public record Fetcher(Path directory, Duration keep, InstantSource clock, long longest) {

    private static final long LONGEST = 256L << 20;

    /// Sessions that one message each may end, in one fetch.
    private static final int MOST_SESSIONS = 10;

    private static final long LONGEST_HEADER = 4L << 20;

    public Fetcher(Path directory, Duration keep, InstantSource clock) {
        this(directory, keep, clock, LONGEST);
    }

    /// What came of it.
    ///
    /// @param fetched put into the mailbox
    /// @param deleted on the server
    /// @param left what stays on the server and is not here, each with the reason
    public record Outcome(int fetched, int deleted, List<String> left) {
        public Outcome {
            left = List.copyOf(left);
        }
    }

    /// @param into where the mail goes: its `INBOX`
    /// @throws MailException where the session broke; what was fetched until then is here, and the
    ///   next call goes on behind it
    /// @throws java.util.concurrent.CancellationException where `progress` asks to stop; nothing is
    ///   deleted then
    public Outcome fetch(Pop3Server server, MessageStore into, Progress progress)
            throws MailException {
        String place = server.login().user() + "\0" + server.host() + "\0" + server.port();
        Path file = directory.resolve(sha256(place.getBytes(UTF_8)).substring(0, 32));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        int before = 0;
        try (Journal journal = Journal.open(file);
                Mailbox inbox = into.open(MailboxName.INBOX)) {
            for (int session = 1; session < MOST_SESSIONS; session++) {
                try (Pop3Client client = Pop3Client.open(server)) {
                    var run = new Run(journal, client, inbox, part);
                    Optional<Outcome> outcome = run.run(progress);
                    if (outcome.isPresent()) {
                        Outcome last = outcome.get();
                        return new Outcome(before + last.fetched(), last.deleted(), last.left());
                    }
                    before += run.fetched;
                }
            }
        }
        throw new MailException(
                new Problem.Protocol(
                        server.host(), server.host() + " sends too many messages without an end"));
    }

    private static String sha256(byte[] octets) {
        return HexFormat.of().formatHex(digest().digest(octets));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// A message that is longer than any that is fetched, whatever the server says of its size.
    private static final class Endless extends Exception {

        private static final long serialVersionUID = 1;
    }

    /// One session.
    private final class Run {

        private final Journal journal;
        private final Pop3Client client;
        private final Mailbox inbox;
        private final Path part;
        private final List<String> left = new ArrayList<>();
        private final Map<String, Integer> times = new HashMap<>();
        private int fetched;
        private boolean isOver;

        Run(Journal journal, Pop3Client client, Mailbox inbox, Path part) {
            this.journal = journal;
            this.client = client;
            this.inbox = inbox;
            this.part = part;
        }

        /// @return empty where a message that had no end ended the session: it is known now
        Optional<Outcome> run(Progress progress) throws MailException {
            Map<Integer, Long> sizes = client.sizes();
            Map<Integer, String> names = named(sizes.keySet());
            Set<String> listed = Set.copyOf(names.values());
            boolean isWhole = names.size() == sizes.size();
            int done = 0;
            for (var message : sizes.entrySet()) {
                progress.report(done++, sizes.size());
                Optional<String> name = Optional.ofNullable(names.get(message.getKey()));
                if (name.isEmpty() || journal.here(name.get(), message.getValue()).isEmpty()) {
                    one(message.getKey(), message.getValue(), name, listed)
                            .ifPresent(got -> names.put(message.getKey(), got));
                    if (isOver) {
                        return Optional.empty();
                    }
                }
            }
            progress.report(sizes.size(), sizes.size());
            Instant now = clock.instant();
            if (isWhole) {
                journal.tidy(listed, now);
            }
            List<Journal.Entry> deleted = delete(names, sizes, now);
            client.quit();
            journal.gone(deleted);
            return Optional.of(new Outcome(fetched, deleted.size(), left));
        }

        /// @return the name of a message that is here now
        private Optional<String> one(
                int number, long size, Optional<String> name, Set<String> listed)
                throws MailException {
            if (size > longest) {
                left.add("message " + number + " has " + size + " octets, too many to fetch");
                return Optional.empty();
            }
            if (name.isPresent() && journal.isTooLong(name.get(), size)) {
                left.add(
                        "message " + number + " is longer than the server says, too long to fetch");
                return Optional.empty();
            }
            try {
                return Optional.of(fetch(number, size, name, listed));
            } catch (Endless _) {
                if (name.isEmpty()) {
                    throw tooLong("a message of, it says, " + size + " octets");
                }
                journal.tooLong(name.get(), size, clock.instant());
                isOver = true;
                return Optional.empty();
            } catch (MailException e) {
                if (e.problem() instanceof Problem.NotPermitted refused
                        && refused.what().equals(client.host())) {
                    left.add(refused.message());
                    return Optional.empty();
                }
                throw e;
            }
        }

        /// The lasting names of the messages: the server's, or made of their headers where it has
        /// none, or none yet where it cannot show those alone. What two messages are called is no
        /// name.
        private Map<Integer, String> named(Set<Integer> numbers) throws MailException {
            Map<Integer, String> names = new TreeMap<>();
            client.names()
                    .forEach((number, name) -> {
                        if (numbers.contains(number)) {
                            names.put(number, "u-" + sha256(name.getBytes(UTF_8)));
                        }
                    });
            onlyOnce(names);
            if (client.hasTop()) {
                Map<Integer, String> headers = new TreeMap<>();
                for (int number : numbers) {
                    if (!names.containsKey(number)) {
                        headers.put(number, "h-" + header(number));
                    }
                }
                onlyOnce(headers);
                names.putAll(headers);
            }
            return names;
        }

        private static void onlyOnce(Map<Integer, String> names) {
            Map<String, Integer> times = new HashMap<>();
            names.values().forEach(name -> times.merge(name, 1, Integer::sum));
            names.values().removeIf(name -> times.getOrDefault(name, 0) > 1);
        }

        private String header(int number) throws MailException {
            var header = new ByteArrayOutputStream();
            if (!client.top(number, header, LONGEST_HEADER)) {
                throw tooLong("a header");
            }
            return sha256(header.toByteArray());
        }

        /// @return the message's name
        private String fetch(int number, long size, Optional<String> known, Set<String> listed)
                throws MailException, Endless {
            String digest = download(number);
            String name = known.orElseGet(() -> numbered("c-" + digest));
            if (known.isEmpty() && journal.here(name, size).isPresent()) {
                return name;
            }
            Instant now = clock.instant();
            var entry = new Journal.Entry(name, digest, size, now);
            boolean isHere =
                    journal.isKnownOtherwise(digest, listed)
                            || (journal.begun(digest).isPresent() && isInMailbox(digest));
            if (!isHere) {
                journal.begin(entry);
                inbox.append(octets(), Set.of(), Set.of(), now);
                fetched++;
            }
            journal.done(entry);
            DurableFiles.deleteQuietly(part);
            return name;
        }

        /// The same octets twice in one list are two messages.
        private String numbered(String name) {
            int time = times.merge(name, 1, Integer::sum);
            return time == 1 ? name : name + "-" + time;
        }

        /// Streams a message to the temporary file.
        private String download(int number) throws MailException, Endless {
            MessageDigest digest = digest();
            try {
                Files.deleteIfExists(part);
                DurableFiles.writeNew(part, new byte[0]); // for its owner only
                try (OutputStream file =
                        new DigestOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(part), 64 << 10),
                                digest)) {
                    if (!client.retrieve(number, file, longest)) {
                        throw new Endless();
                    }
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (IOException e) {
                throw Trouble.writing(part, e);
            }
        }

        private byte[] octets() throws MailException {
            try {
                return Files.readAllBytes(part);
            } catch (IOException e) {
                throw Trouble.reading(part, e);
            }
        }

        /// Whether a message with these octets is in the mailbox: asked only after a crash.
        private boolean isInMailbox(String digest) throws MailException {
            long size;
            try {
                size = Files.size(part);
            } catch (IOException e) {
                throw Trouble.reading(part, e);
            }
            List<IndexEntry> alike = new ArrayList<>();
            inbox.scan(
                    entry -> {
                        // An mbox may count an escape or a line end more.
                        if (Math.abs(entry.size() - size) <= 4096) {
                            alike.add(entry);
                        }
                    },
                    Progress.UNWATCHED);
            byte[] wanted = octets();
            for (IndexEntry entry : alike) {
                try {
                    byte[] has = inbox.fetch(entry.uid());
                    if (sha256(has).equals(digest) || isSameText(has, wanted)) {
                        return true;
                    }
                } catch (MailException e) {
                    if (!(e.problem() instanceof Problem.NoSuchMessage)) {
                        throw e;
                    }
                }
            }
            return false;
        }

        /// But for line ends at the very end, which some formats add.
        private boolean isSameText(byte[] one, byte[] other) {
            return length(one) == length(other)
                    && java.util.Arrays.equals(one, 0, length(one), other, 0, length(other));
        }

        private int length(byte[] octets) {
            int length = octets.length;
            while (length > 0 && octets[length - 1] == '\n') {
                length--;
            }
            return length;
        }

        /// Everything that is here and was left long enough.
        private List<Journal.Entry> delete(
                Map<Integer, String> names, Map<Integer, Long> sizes, Instant now)
                throws MailException {
            List<Journal.Entry> deleted = new ArrayList<>();
            for (var message : names.entrySet()) {
                int number = message.getKey();
                Optional<Journal.Entry> old =
                        journal.here(message.getValue(), sizes.getOrDefault(number, 0L))
                                .filter(e -> !e.seen().plus(keep).isAfter(now));
                if (old.isPresent()) {
                    client.delete(number);
                    deleted.add(old.get());
                }
            }
            return deleted;
        }

        private MailException tooLong(String what) {
            return new MailException(
                    new Problem.Protocol("pop3", "the server sends " + what + " without an end"));
        }
    }
}
