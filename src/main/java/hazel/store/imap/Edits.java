package hazel.store.imap;

import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.Marks;

import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.Literal;
import org.eclipse.angus.mail.iap.Response;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What changes messages at a server: of the mailbox that is selected, or of one that is named.
///
/// @param commands over whose connection it is said
record Edits(Commands commands) {

    private static final DateTimeFormatter INTERNAL_DATE =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss xx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// What the server calls the next message that comes into a mailbox, and which numbering that
    /// is in.
    record Next(long uidValidity, long uidNext) {}

    Next next(String mailbox) throws MailException {
        Response[] answers =
                commands.connection()
                        .run(
                                "STATUS",
                                commands.name(mailbox)
                                        .writeArgument(
                                                new Argument()
                                                        .writeAtom("UIDNEXT")
                                                        .writeAtom("UIDVALIDITY")),
                                Connection.USUAL);
        Map<String, Long> items = Lists.statusItems(answers);
        return new Next(items.getOrDefault("UIDVALIDITY", 0L), items.getOrDefault("UIDNEXT", 1L));
    }

    /// Where messages came to be.
    ///
    /// @param uids the new ones by the old ones; of one that was appended, by 0
    record Placed(long uidValidity, Map<Long, Long> uids) {

        static final Placed UNKNOWN = new Placed(0, Map.of());
    }

    /// APPEND (RFC 9051 section 6.3.12).
    Placed append(String mailbox, Marks marks, Instant arrival, byte[] octets)
            throws MailException {
        var words = commands.name(mailbox);
        words.writeAtom("(" + names(marks.flags(), marks.keywords()) + ")");
        words.writeAtom("\"" + INTERNAL_DATE.format(arrival) + "\"");
        words.writeBytes(new Octets(octets));
        var cost = new Connection.Cost(1 << 20, 1 << 16, Duration.ofMinutes(30));
        Response[] answers = commands.connection().run("APPEND", words, cost);
        String[] said =
                Answers.codeWords(answers[answers.length - 1], "APPENDUID").orElse("").split(" ");
        boolean isSaid =
                said.length == 2 && Stream.of(said).allMatch(w -> w.matches("[0-9]{1,10}"));
        return isSaid
                ? new Placed(Long.parseLong(said[0]), Map.of(0L, Long.valueOf(said[1])))
                : Placed.UNKNOWN;
    }

    private record Octets(byte[] octets) implements Literal {
        @Override
        public int size() {
            return octets.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(octets);
        }
    }

    private static String names(Set<Flag> flags, Set<String> keywords) {
        return Stream.concat(
                        flags.stream().flatMap(f -> Names.of(f).stream()),
                        keywords.stream().filter(Names::isKeyword))
                .collect(Collectors.joining(" "));
    }

    void store(Collection<Long> uids, FlagChange change) throws MailException {
        store(uids, "+FLAGS.SILENT", names(change.add(), change.addKeywords()));
        store(uids, "-FLAGS.SILENT", names(change.remove(), change.removeKeywords()));
    }

    private void store(Collection<Long> uids, String how, String names) throws MailException {
        if (!names.isEmpty()) {
            commands.connection()
                    .run("UID STORE " + Uids.text(uids) + " " + how + " (" + names + ")");
        }
    }

    Placed copy(Collection<Long> uids, String target) throws MailException {
        return placed("UID COPY", uids, target);
    }

    /// MOVE (RFC 6851); only where it is offered.
    Placed move(Collection<Long> uids, String target) throws MailException {
        return placed("UID MOVE", uids, target);
    }

    private Placed placed(String command, Collection<Long> uids, String target)
            throws MailException {
        var words = new Argument().writeAtom(Uids.text(uids)).append(commands.name(target));
        Response[] answers = commands.connection().run(command, words, Connection.USUAL);
        for (Response each : answers) {
            Optional<String> said = Answers.codeWords(each, "COPYUID");
            if (said.isPresent()) {
                return placed(said.get());
            }
        }
        return Placed.UNKNOWN;
    }

    /// `38505 304,319:320 3956:3958`
    private static Placed placed(String said) {
        String[] words = said.split(" ");
        if (words.length != 3 || !words[0].matches("[0-9]{1,10}")) {
            return Placed.UNKNOWN;
        }
        Optional<long[]> from = Uids.all(words[1]);
        Optional<long[]> to = Uids.all(words[2]);
        if (from.isEmpty() || to.isEmpty() || from.get().length != to.get().length) {
            return Placed.UNKNOWN;
        }
        Map<Long, Long> uids = new HashMap<>();
        for (int i = 0; i < from.get().length; i++) {
            uids.put(from.get()[i], to.get()[i]);
        }
        return new Placed(Long.parseLong(words[0]), uids);
    }

    /// Marks messages deleted and removes exactly these (RFC 4315). Where the server cannot remove
    /// only some, and others are marked deleted too, they stay there, marked.
    void expunge(Collection<Long> uids) throws MailException {
        commands.connection().run("UID STORE " + Uids.text(uids) + " +FLAGS.SILENT (\\Deleted)");
        if (commands.offers("UIDPLUS") || commands.offers("IMAP4rev2")) {
            commands.connection().run("UID EXPUNGE " + Uids.text(uids));
            return;
        }
        Set<Long> ours = Set.copyOf(uids);
        if (Arrays.stream(commands.deleted()).allMatch(ours::contains)) {
            commands.connection().run("EXPUNGE");
        }
    }
}
