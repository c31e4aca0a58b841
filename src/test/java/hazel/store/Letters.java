package hazel.store;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hazel.mail.MailException;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Messages that a mailbox may find hard to keep, and what a mailbox holds, by the hash of each
/// whole message.
final class Letters {

    private Letters() {}

    static byte[] of(String subject, String body) {
        return ("From: Ada <ada@example.org>\nSubject: " + subject + "\n\n" + body)
                .getBytes(ISO_8859_1);
    }

    /// A message in a mailbox.
    ///
    /// @param flags those that last
    record Held(String subject, String hash, Set<Flag> flags, Set<String> keywords) {

        boolean isOneWith(Held other) {
            return subject.equals(other.subject) && hash.equals(other.hash);
        }

        @Override
        public String toString() {
            return subject + " " + flags + keywords;
        }
    }

    static void fill(Mailbox mailbox) throws MailException {
        append(mailbox, "stay plain", "hello\n");
        append(mailbox, "go lines", "From here\n>From there\n.\n\nFrom nowhere\n", Flag.SEEN);
        append(mailbox, "stay octets", "caf\u00e9\r\n\0\u0080\r\n", Flag.FLAGGED);
        append(mailbox, "go large", "0123456789abcdef\n".repeat(20_000), Flag.ANSWERED);
        append(mailbox, "stay without end", "no line end");
        append(mailbox, "stay last", "\n\n\n");
    }

    static void fillWithOne(Mailbox mailbox) throws MailException {
        append(mailbox, "there before", "hello\n", Flag.SEEN);
    }

    /// An mbox that keeps lines beginning with From as they are.
    static void unquoted(Path file) throws IOException {
        String body = "From me, not quoted\n";
        Files.writeString(
                file,
                "From ada@example.org Thu Jan  1 00:00:00 1970\nContent-Length: "
                        + body.length()
                        + "\nSubject: stay unquoted\n\n"
                        + body
                        + "\n");
    }

    private static void append(Mailbox mailbox, String subject, String body, Flag... flags)
            throws MailException {
        Set<String> keywords = subject.contains("large") ? Set.of("big") : Set.of();
        mailbox.append(of(subject, body), Set.of(flags), keywords, Instant.EPOCH);
    }

    static List<Held> in(Mailbox mailbox) throws MailException {
        List<Held> held = new ArrayList<>();
        for (IndexEntry entry : StoreWork.scan(mailbox).values()) {
            Set<Flag> flags = EnumSet.noneOf(Flag.class);
            flags.addAll(entry.flags());
            flags.remove(Flag.RECENT);
            String hash = hash(mailbox.fetch(entry.uid()));
            held.add(new Held(entry.subject(), hash, flags, new TreeSet<>(entry.keywords())));
        }
        return held;
    }

    static String hash(byte[] octets) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
            return new BigInteger(1, hash).toString(36);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What a process that was let down left behind and the next one did not need: a copy of a file
    /// as large as a mailbox must not be among it.
    static void requireTidy(Path dir) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.equals(".mh_sequences")) {
                    assertThat(Files.readAllLines(file))
                            .allMatch(l ->
                                    l.matches("(unseen|replied|flagged|big|later|fresh):[0-9 -]*"));
                } else if (name.startsWith(".from.") || name.startsWith(",")) {
                    assertThat(name).as("left behind").matches("\\.from\\.lock\\.[0-9.]+");
                }
            }
        }
    }
}
