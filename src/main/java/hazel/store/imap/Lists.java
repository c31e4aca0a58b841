package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Quota;
import hazel.store.MailboxName;

import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.Namespaces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a server says of its mailboxes: LIST with purposes (RFC 6154), subscriptions (RFC 5258) and
/// counts (RFC 5819) in one command where it can, else one after another.
final class Lists {

    /// More mailboxes than this are no person's.
    private static final int MOST = 20_000;

    private static final String COUNTS = "(MESSAGES UNSEEN UIDNEXT UIDVALIDITY";

    private final Connection connection;
    private Optional<Space> space = Optional.empty();

    Lists(Connection connection) {
        this.connection = connection;
    }

    /// Where a person's own mailboxes are (RFC 2342).
    record Space(String prefix, char delimiter) {}

    /// What STATUS says of a mailbox.
    ///
    /// @param modSeq 0 where it says nothing of that
    record Status(long total, long unseen, long uidNext, long uidValidity, long modSeq) {

        /// Whether something may have happened since. Where the server keeps no account of changes,
        /// their number may be the same all the same.
        boolean isOther(Mailboxes.Box box) {
            return !box.isWhole()
                    || modSeq == 0
                    || modSeq != box.modSeq()
                    || uidValidity != box.uidValidity()
                    || uidNext != box.uidNext();
        }
    }

    /// @param statuses by the server's names
    record Told(List<Mailboxes.Listed> mailboxes, Map<String, Status> statuses) {}

    Space space() throws MailException {
        if (space.isEmpty()) {
            space = Optional.of(asked());
        }
        return space.get();
    }

    private Space asked() throws MailException {
        if (connection.offers("NAMESPACE")) {
            for (Response each : connection.run("NAMESPACE")) {
                if (each instanceof IMAPResponse imap && imap.keyEquals("NAMESPACE")) {
                    Optional<Space> personal = personal(imap);
                    if (personal.isPresent()) {
                        return personal.get();
                    }
                }
            }
        }
        for (Info each : infos(connection.run("LIST \"\" \"\""), "LIST")) {
            return new Space("", each.separator());
        }
        return new Space("", '/');
    }

    private static Optional<Space> personal(IMAPResponse answer) {
        try {
            var personal = new Namespaces(answer).personal;
            return personal == null || personal.length == 0
                    ? Optional.empty()
                    : Optional.of(new Space(personal[0].prefix, personal[0].delimiter));
        } catch (ProtocolException | RuntimeException e) {
            return Optional.empty();
        }
    }

    Told all() throws MailException {
        String counts = COUNTS + (connection.offers("CONDSTORE") ? " HIGHESTMODSEQ" : "") + ")";
        List<String> options = new ArrayList<>();
        if (connection.offers("LIST-EXTENDED")) {
            options.add("SUBSCRIBED");
            if (connection.offers("SPECIAL-USE")) {
                options.add("SPECIAL-USE");
            }
            if (connection.offers("LIST-STATUS")) {
                options.add("STATUS " + counts);
            }
        }
        Response[] answers =
                connection.run(
                        "LIST \"\" \"*\""
                                + (options.isEmpty()
                                        ? ""
                                        : " RETURN (" + String.join(" ", options) + ")"));
        Map<MailboxName, Mailboxes.Listed> mailboxes = new LinkedHashMap<>();
        for (Info each : infos(answers, "LIST")) {
            listed(each).ifPresent(l -> mailboxes.putIfAbsent(l.name(), l));
        }
        if (!connection.offers("LIST-EXTENDED")) {
            subscribe(mailboxes);
        }
        Map<String, Status> statuses = statuses(connection, answers);
        if (!connection.offers("LIST-EXTENDED") || !connection.offers("LIST-STATUS")) {
            for (Mailboxes.Listed each : mailboxes.values()) {
                if (isSelectable(each)) {
                    statuses.putAll(status(each.server(), counts));
                }
            }
        }
        return new Told(List.copyOf(mailboxes.values()), statuses);
    }

    /// How much of what the server gives for the inbox is used (RFC 9208); nothing where it does
    /// not say.
    List<Quota> quotas() throws MailException {
        if (!connection.offers("QUOTA")) {
            return List.of();
        }
        try {
            List<Quota> all = new ArrayList<>();
            for (Response each : connection.run("GETQUOTAROOT INBOX")) {
                if (each instanceof IMAPResponse imap && imap.keyEquals("QUOTA")) {
                    all.addAll(Quota.parse(String.valueOf(imap.getRest())));
                }
            }
            return all;
        } catch (MailException e) {
            if (e.problem() instanceof Problem.Refused && !connection.isBroken()) {
                return List.of();
            }
            throw e;
        }
    }

    private static boolean isSelectable(Mailboxes.Listed listed) {
        return listed.attributes().stream()
                .map(a -> a.toLowerCase(Locale.ROOT))
                .noneMatch(a -> a.equals("\\noselect") || a.equals("\\nonexistent"));
    }

    private void subscribe(Map<MailboxName, Mailboxes.Listed> mailboxes) throws MailException {
        for (Info each : infos(connection.run("LSUB \"\" \"*\""), "LSUB")) {
            Optional<Mailboxes.Listed> subscribed = listed(each);
            if (subscribed.isPresent() && mailboxes.containsKey(subscribed.get().name())) {
                Mailboxes.Listed known = mailboxes.get(subscribed.get().name());
                List<String> attributes = new ArrayList<>(known.attributes());
                attributes.add("\\Subscribed");
                mailboxes.put(
                        known.name(),
                        new Mailboxes.Listed(known.name(), known.server(), attributes));
            }
        }
    }

    /// A mailbox that cannot be counted just now has no counts.
    private Map<String, Status> status(String server, String counts) throws MailException {
        try {
            return statuses(
                    connection,
                    connection.run(
                            "STATUS",
                            connection.name(server).append(new Argument().writeAtom(counts)),
                            Connection.USUAL));
        } catch (MailException e) {
            if (e.problem() instanceof Problem.Refused && !connection.isBroken()) {
                return Map.of();
            }
            throw e;
        }
    }

    private Optional<Mailboxes.Listed> listed(Info info) throws MailException {
        Space own = space();
        char delimiter = info.separator() == 0 ? own.delimiter() : info.separator();
        List<String> attributes =
                info.attributes().stream()
                        .filter(a -> a.matches("\\\\?[A-Za-z0-9-]{1,40}"))
                        .toList();
        return Names.shown(info.name(), own.prefix(), delimiter)
                .map(name -> new Mailboxes.Listed(name, info.name(), attributes));
    }

    /// A line of LIST or LSUB.
    ///
    /// @param separator 0 for none
    /// @param name as the server writes it; empty where only the separator was asked for
    private record Info(List<String> attributes, char separator, String name) {}

    private List<Info> infos(Response[] answers, String key) {
        List<Info> all = new ArrayList<>();
        for (Response each : answers) {
            if (each instanceof IMAPResponse imap && imap.keyEquals(key) && all.size() < MOST) {
                info(imap).ifPresent(all::add);
            }
        }
        return all;
    }

    /// QUIRK: by hand, because Angus decodes the name, and not every name survives that.
    private Optional<Info> info(IMAPResponse line) {
        try {
            String[] attributes = line.readSimpleList();
            line.skipSpaces();
            boolean isQuoted = line.peekByte() == '"';
            String separator = isQuoted ? line.readString() : line.readAtom();
            String name = line.readAtomString();
            boolean isNone = !isQuoted || separator == null || separator.isEmpty();
            return name == null
                    ? Optional.empty()
                    : Optional.of(
                            new Info(
                                    attributes == null ? List.of() : List.of(attributes),
                                    isNone ? 0 : separator.charAt(0),
                                    connection.heard(name)));
        } catch (RuntimeException e) {
            System.getLogger("hazel.store")
                    .log(System.Logger.Level.DEBUG, "a line of LIST passed over", e);
            return Optional.empty();
        }
    }

    /// By the mailboxes' names, in modified UTF-7.
    static Map<String, Status> statuses(Connection connection, Response[] answers) {
        Map<String, Status> all = new HashMap<>();
        for (Response each : answers) {
            if (each instanceof IMAPResponse imap && imap.keyEquals("STATUS")) {
                String name = imap.readAtomString();
                Map<String, Long> items = items(String.valueOf(imap.getRest()));
                all.put(
                        connection.heard(String.valueOf(name)),
                        new Status(
                                items.getOrDefault("MESSAGES", -1L),
                                items.getOrDefault("UNSEEN", -1L),
                                items.getOrDefault("UIDNEXT", 0L),
                                items.getOrDefault("UIDVALIDITY", 0L),
                                items.getOrDefault("HIGHESTMODSEQ", 0L)));
            }
        }
        return all;
    }

    /// The items of the one STATUS among answers.
    static Map<String, Long> statusItems(Response[] answers) {
        for (Response each : answers) {
            if (each instanceof IMAPResponse imap && imap.keyEquals("STATUS")) {
                imap.readAtomString();
                return items(String.valueOf(imap.getRest()));
            }
        }
        return Map.of();
    }

    /// `(MESSAGES 231 UIDNEXT 44292)`
    private static Map<String, Long> items(String text) {
        String[] words = text.replaceAll("[()]", " ").strip().split(" +");
        Map<String, Long> items = new HashMap<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (words[i + 1].matches("[0-9]{1,18}")) {
                items.put(words[i].toUpperCase(Locale.ROOT), Long.valueOf(words[i + 1]));
            }
        }
        return items;
    }
}
