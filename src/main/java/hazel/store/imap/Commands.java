package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Flag;
import hazel.store.Marks;

import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is said to a server about the messages of one mailbox, and what its answers mean.
/// Everything goes by UIDs; the numbers of messages in their order, which shift, are never used.
final class Commands {

    /// Of several pieces, so many may be as long as was asked for: who asks for more knows that
    /// they are short.
    private static final int MOST_WHOLE = 16;

    private final Connection connection;

    /// Which mailbox is selected, as the server writes it.
    private Optional<String> selected = Optional.empty();

    Commands(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    boolean offers(String capability) {
        return connection.offers(capability);
    }

    /// Whether changes can be asked for by what was last known of them (RFC 7162).
    boolean knowsChanges() {
        return offers("CONDSTORE") || offers("QRESYNC");
    }

    /// Whether it also tells what is gone (RFC 7162 section 3.2).
    boolean tellsGone() {
        return offers("QRESYNC") && offers("ENABLE");
    }

    Argument name(String server) {
        return connection.name(server);
    }

    /// What SELECT says.
    ///
    /// @param modSeq 0 where the mailbox keeps none
    /// @param marks of messages that changed, where that was asked
    /// @param gone UIDs that are no more, where that was asked
    record Selected(
            long uidValidity,
            long uidNext,
            long exists,
            long modSeq,
            Map<Long, Marks> marks,
            List<Uids.Range> gone) {}

    Selected select(String mailbox) throws MailException {
        return select(mailbox, new Argument());
    }

    /// With what happened since a state that is known.
    Selected selectSince(String mailbox, long uidValidity, long modSeq) throws MailException {
        var known = new Argument().writeNumber(uidValidity).writeNumber(modSeq);
        return select(
                mailbox,
                new Argument()
                        .writeArgument(new Argument().writeAtom("QRESYNC").writeArgument(known)));
    }

    private Selected select(String mailbox, Argument how) throws MailException {
        selected = Optional.empty();
        var cost = new Connection.Cost(64 << 20, 1 << 16, Duration.ofMinutes(3));
        Response[] answers = connection.run("SELECT", name(mailbox).append(how), cost);
        selected = Optional.of(mailbox);
        long uidValidity = 1;
        long uidNext = 0;
        long exists = 0;
        long modSeq = 0;
        for (Response each : answers) {
            if (each instanceof IMAPResponse imap && imap.keyEquals("EXISTS")) {
                exists = imap.getNumber();
            }
            uidValidity = codeNumber(each, "UIDVALIDITY").orElse(uidValidity);
            uidNext = codeNumber(each, "UIDNEXT").orElse(uidNext);
            modSeq = codeNumber(each, "HIGHESTMODSEQ").orElse(modSeq);
        }
        return new Selected(
                uidValidity, uidNext, exists, modSeq, marks(answers), vanished(answers));
    }

    private static Optional<Long> codeNumber(Response answer, String code) {
        return Answers.codeWords(answer, code)
                .filter(words -> words.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    /// Makes a mailbox the selected one, where it is not.
    ///
    /// @return what SELECT said, where it was needed
    Optional<Selected> ensureSelected(String mailbox) throws MailException {
        return selected.equals(Optional.of(mailbox))
                ? Optional.empty()
                : Optional.of(select(mailbox));
    }

    void forgetSelected() {
        selected = Optional.empty();
    }

    /// Selects none, where one is selected that is to be removed or renamed: there are servers that
    /// do neither with the one that is selected.
    ///
    /// Where no UNSELECT (RFC 3691) is offered, CLOSE is said of it as of one that is only read,
    /// which removes nothing (RFC 3501 section 6.4.2).
    void leave() throws MailException {
        if (selected.isPresent() && (offers("UNSELECT") || offers("IMAP4rev2"))) {
            connection.run("UNSELECT");
        } else if (selected.isPresent()) {
            connection.run("EXAMINE", name(selected.get()), Connection.USUAL);
            connection.run("CLOSE");
        }
        selected = Optional.empty();
    }

    private static List<Uids.Range> vanished(Response[] answers) {
        List<Uids.Range> gone = new ArrayList<>();
        for (Response each : answers) {
            if (each instanceof IMAPResponse imap && imap.keyEquals("VANISHED")) {
                String rest = String.valueOf(imap.getRest()).replaceFirst("^\\(EARLIER\\) ", "");
                Uids.ranges(rest).ifPresent(gone::addAll);
            }
        }
        return gone;
    }

    private static Map<Long, Marks> marks(Response[] answers) {
        Map<Long, Marks> marks = new HashMap<>();
        for (Response each : answers) {
            if (each instanceof FetchResponse fetch) {
                UID uid = fetch.getItem(UID.class);
                FLAGS flags = fetch.getItem(FLAGS.class);
                if (uid != null && flags != null) {
                    marks.put(uid.uid, marks(flags));
                }
            }
        }
        return marks;
    }

    private static Marks marks(FLAGS flags) {
        Set<Flag> system = EnumSet.noneOf(Flag.class);
        Names.FLAGS.forEach((flag, name) -> {
            if (flags.contains(name.angus())) {
                system.add(flag);
            }
        });
        Set<String> keywords = new TreeSet<>();
        for (String word : flags.getUserFlags()) {
            if (word.equalsIgnoreCase(Names.FORWARDED)) {
                system.add(Flag.FORWARDED);
            } else if (word.matches("[!-~]{1,200}")) {
                keywords.add(word);
            }
        }
        return new Marks(system, keywords);
    }

    /// Every UID of the selected mailbox, ascending.
    long[] uids() throws MailException {
        return search("ALL");
    }

    /// Those that fit; `criteria` holds nothing of the user's.
    private long[] search(String criteria) throws MailException {
        return found(connection.run(searching() + criteria));
    }

    /// With as short an answer as the server knows (RFC 4731).
    private String searching() {
        boolean isExtended = offers("ESEARCH") || offers("IMAP4rev2");
        return "UID SEARCH " + (isExtended ? "RETURN (ALL) " : "");
    }

    /// Those of a range that have a text in their bodies. UTF-8 is only named where there is need,
    /// and not where it is understood anyway: that would be a mistake (RFC 6855 section 3).
    long[] withBody(String text, Uids.Range range) throws MailException {
        boolean isAscii = text.chars().allMatch(c -> c < 0x80);
        return found(
                connection.run(
                        searching()
                                + (isAscii || connection.isUtf8() ? "" : "CHARSET UTF-8 ")
                                + "UID "
                                + range.first()
                                + ":"
                                + range.last()
                                + " BODY",
                        new Argument().writeString(text, StandardCharsets.UTF_8),
                        Connection.USUAL));
    }

    private long[] found(Response[] answers) throws MailException {
        long[] all = {};
        for (Response each : answers) {
            if (!(each instanceof IMAPResponse imap)) {
                continue;
            }
            Optional<long[]> some = Optional.empty();
            if (imap.keyEquals("SEARCH")) {
                some = Uids.numbers(String.valueOf(imap.getRest()).replaceFirst("\\(.*", ""));
            } else if (imap.keyEquals("ESEARCH")) {
                String rest = String.valueOf(imap.getRest());
                int at = rest.indexOf(" ALL ");
                some =
                        at < 0
                                ? Optional.of(new long[0])
                                : Uids.all(
                                        rest.substring(at + " ALL ".length())
                                                .replaceFirst(" .*", ""));
            } else {
                continue;
            }
            all = some.orElseThrow(() -> malformed("a search"));
        }
        Arrays.sort(all);
        return all;
    }

    /// Which of these are there.
    long[] among(Collection<Long> uids) throws MailException {
        return search("UID " + Uids.text(uids));
    }

    /// Those that are marked deleted.
    long[] deleted() throws MailException {
        return search("DELETED");
    }

    /// Those of at least a UID.
    long[] from(long uid) throws MailException {
        return Arrays.stream(search("UID " + uid + ":*")).filter(u -> u >= uid).toArray();
    }

    private MailException malformed(String what) {
        return new MailException(
                new Problem.Protocol(
                        connection.host(),
                        connection.host()
                                + " answers "
                                + what
                                + " with"
                                + " nothing that can be understood"));
    }

    /// What an index needs of messages.
    List<Messages.Fresh> headers(Collection<Long> uids) throws MailException {
        long octets = (1L << 20) + uids.size() * (Headers.LONGEST + 1024L);
        var cost = new Connection.Cost(octets, Headers.LONGEST, Duration.ofMinutes(10));
        Response[] answers =
                connection.run(
                        "UID FETCH "
                                + Uids.text(uids)
                                + " (UID FLAGS INTERNALDATE RFC822.SIZE "
                                + Headers.section()
                                + ")",
                        Connection.NO_WORDS,
                        cost);
        Set<Long> wanted = Set.copyOf(uids);
        Map<Long, Messages.Fresh> found = new HashMap<>();
        for (Response each : answers) {
            if (each instanceof FetchResponse fetch) {
                fresh(fetch)
                        .filter(f -> wanted.contains(f.uid()))
                        .ifPresent(f -> found.put(f.uid(), f));
            }
        }
        return found.values().stream()
                .sorted(java.util.Comparator.comparingLong(Messages.Fresh::uid))
                .toList();
    }

    private static Optional<Messages.Fresh> fresh(FetchResponse fetch) {
        UID uid = fetch.getItem(UID.class);
        FLAGS flags = fetch.getItem(FLAGS.class);
        RFC822SIZE size = fetch.getItem(RFC822SIZE.class);
        INTERNALDATE date = fetch.getItem(INTERNALDATE.class);
        BODY body = fetch.getItem(BODY.class);
        if (uid == null || flags == null || size == null || body == null) {
            return Optional.empty(); // of flags alone, told between the answers
        }
        boolean isDated = date != null && date.getDate() != null;
        return Optional.of(
                new Messages.Fresh(
                        uid.uid,
                        isDated ? date.getDate().toInstant() : Instant.EPOCH,
                        Math.max(0, size.size),
                        marks(flags),
                        octets(body),
                        false));
    }

    private static byte[] octets(BODY body) {
        ByteArray octets = body.getByteArray();
        return octets == null ? new byte[0] : octets.getNewBytes();
    }

    /// The marks of messages, all or those that changed since a state that is known (RFC 7162
    /// section 3.1.4).
    ///
    /// @param modSeq 0 for all
    Map<Long, Marks> marks(String uids, long modSeq) throws MailException {
        var cost = new Connection.Cost(256L << 20, 1 << 16, Duration.ofMinutes(10));
        return marks(
                connection.run(
                        "UID FETCH "
                                + uids
                                + " (UID FLAGS)"
                                + (modSeq > 0 ? " (CHANGEDSINCE " + modSeq + ")" : ""),
                        Connection.NO_WORDS,
                        cost));
    }

    /// A piece of a message (RFC 9051 section 6.4.5); a shorter one where it ends.
    ///
    /// @return empty where there is no such message
    Optional<byte[]> piece(long uid, long from, int length, Guard.Watch watch)
            throws MailException {
        return Optional.ofNullable(bodies(Set.of(uid), from, length, watch).get(uid));
    }

    /// The beginnings of messages, of each at most so much, by their UIDs; of some there may be
    /// nothing.
    Map<Long, byte[]> beginnings(Set<Long> uids, int length) throws MailException {
        return bodies(uids, 0, length, Guard.Watch.NONE);
    }

    private Map<Long, byte[]> bodies(Set<Long> uids, long from, int length, Guard.Watch watch)
            throws MailException {
        long octets = Math.min(uids.size(), MOST_WHOLE) * (long) length + (1L << 20);
        var cost = new Connection.Cost(octets, length, Duration.ofMinutes(10));
        Response[] answers =
                connection.watched(
                        "UID FETCH "
                                + Uids.text(uids)
                                + " (UID BODY.PEEK[]<"
                                + from
                                + "."
                                + length
                                + ">)",
                        cost,
                        watch);
        Map<Long, byte[]> bodies = new HashMap<>();
        for (Response each : answers) {
            if (each instanceof FetchResponse fetch) {
                UID named = fetch.getItem(UID.class);
                BODY body = fetch.getItem(BODY.class);
                if (named != null && uids.contains(named.uid) && body != null) {
                    bodies.put(named.uid, octets(body));
                }
            }
        }
        return bodies;
    }
}
