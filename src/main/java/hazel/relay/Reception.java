package hazel.relay;

import static java.util.stream.Collectors.toSet;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.relay.session.Command;
import hazel.relay.session.Policy;
import hazel.relay.session.Reach;
import hazel.relay.session.SessionState;
import hazel.relay.session.Standing;
import hazel.smtp.Dsn;
import hazel.smtp.Reply;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is done to a message between its last dot and the queue: a Received field always (RFC 5321
/// section 4.4), no [AuthenticationResults] but those that are ours, and for mail that starts here
/// the repairs of RFC 6409 section 8. Pure.
///
/// Everything else of the message stays octet for octet as it came.
///
/// @param policy of the way in
/// @param identities for each user of the system, in lower case, the addresses they may write as
record Reception(Policy policy, Map<String, Set<String>> identities) {

    /// More Received fields than this are a loop (RFC 5321 section 6.3).
    static final int MAX_HOPS = 100;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private static final Pattern ANGLE = Pattern.compile("<([^<>]*)>");

    /// Where and when a message came in.
    ///
    /// @param id that the queue gives it
    record Arrival(Client client, SessionState.Receiving session, String id, ZonedDateTime at) {}

    /// A message ready for the queue.
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    record Ready(Envelope envelope, Dsn dsn, byte[] message) {}

    /// Why this message goes no further; empty where it does.
    Optional<Reply> refusal(byte[] message) {
        return Letter.read(message).count("Received") >= MAX_HOPS
                ? Optional.of(Reply.enhanced(554, "5.4.6", "Too many hops: a mail loop"))
                : Optional.empty();
    }

    /// The message with its fields, and the envelope, each recipient once.
    Ready prepare(byte[] message, Arrival arrival) {
        Letter letter = Letter.read(message);
        if (!policy.isLmtp()) {
            letter = AuthenticationResults.withoutThoseOf(policy.hostName(), letter);
        }
        if (policy.reach(arrival.client().standing()) == Reach.ANYWHERE) {
            letter = repaired(letter, arrival);
        }
        var session = arrival.session();
        Map<Address, Dsn.OfRecipient> recipients = distinct(session.recipients());
        var parameters = session.mail().parameters();
        Optional<String> login = arrival.client().standing().login();
        if (login.isPresent()) {
            letter = AuthenticationResults.ofLogin(policy.hostName(), login.get(), letter);
        }
        return new Ready(
                session.envelope().to(new ArrayList<>(recipients.keySet())),
                new Dsn(Set.of(), parameters.returns(), parameters.envid(), recipients),
                letter.under("Received", received(arrival)).toBytes());
    }

    /// Each recipient once, with the reports that were asked for.
    private static Map<Address, Dsn.OfRecipient> distinct(List<Command.Rcpt> recipients) {
        Map<Address, Dsn.OfRecipient> all = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Command.Rcpt rcpt : recipients) {
            if (seen.add(rcpt.forwardPath().key())) {
                all.put(rcpt.forwardPath(), rcpt.reports());
            }
        }
        return all;
    }

    private Letter repaired(Letter letter, Arrival arrival) {
        Letter fixed = letter.without("Bcc").without("Return-Path");
        if (!fixed.has("Date")) {
            fixed = fixed.over("Date", DATE.format(arrival.at()));
        }
        if (!fixed.has("Message-ID")) {
            fixed = fixed.over("Message-ID", "<" + arrival.id() + "@" + policy.hostName() + ">");
        }
        Optional<Address> reversePath = arrival.session().envelope().reversePath();
        if (!fixed.has("From") && reversePath.isPresent() && isAscii(reversePath.get())) {
            fixed = fixed.over("From", "<" + reversePath.get().addrSpec() + ">");
        }
        return arrival.client().user().isPresent()
                ? withSender(fixed, arrival.client().user().get())
                : fixed;
    }

    /// The system knows who connected. Where the message says it is from somebody else, who really
    /// sent it is put beside (RFC 5322 section 3.6.2).
    private Letter withSender(Letter letter, String user) {
        Set<String> own = identities.getOrDefault(user.toLowerCase(Locale.ROOT), Set.of());
        Set<String> authors = addresses(letter, "From");
        Set<String> senders = addresses(letter, "Sender");
        boolean alone = authors.size() == 1;
        if (senders.isEmpty() ? alone && isAll(authors, user, own) : isAll(senders, user, own)) {
            return letter;
        }
        String sender = user.contains("@") ? user : atom(user) + "@" + policy.hostName();
        return letter.without("Sender").over("Sender", "<" + sender + ">");
    }

    private boolean isAll(Set<String> addresses, String user, Set<String> own) {
        return addresses.stream()
                .allMatch(
                        a -> own.contains(a) || user.equalsIgnoreCase(a) || isLocalNameOf(user, a));
    }

    private boolean isLocalNameOf(String user, String address) {
        return Address.parse(address)
                .filter(a -> policy.locals().isLocal(a) || isThisHost(a))
                .filter(a -> a.localPart().equalsIgnoreCase(user))
                .isPresent();
    }

    private boolean isThisHost(Address address) {
        return address.domain().equalsIgnoreCase(policy.hostName());
    }

    /// What stands in angle brackets, or the whole where there are none; in lower case. Enough to
    /// tell an identity from another: what cannot be read is nobody's identity.
    private static Set<String> addresses(Letter letter, String name) {
        return letter.bodies(name).stream()
                .flatMap(body -> {
                    Matcher angle = ANGLE.matcher(body);
                    List<String> found = new ArrayList<>();
                    while (angle.find()) {
                        found.add(angle.group(1));
                    }
                    return found.isEmpty() ? List.of(body).stream() : found.stream();
                })
                .map(a -> a.strip().toLowerCase(Locale.ROOT))
                .collect(toSet());
    }

    private String received(Arrival arrival) {
        var session = arrival.session();
        String by = arrival.client().user().map(u -> " (user " + atom(u) + ")").orElse("");
        List<Address> paths = session.envelope().forwardPaths();
        // RFC 5321 section 7.6: with several recipients, "for" would tell one of another.
        boolean tellFor = paths.size() == 1 && isAscii(paths.getFirst());
        String to = tellFor ? "\r\n\tfor <" + paths.getFirst().addrSpec() + ">" : "";
        return "from %s (%s)%s%n\tby %s with %s id %s%s;%n\t%s"
                .replace("%n", "\r\n")
                .formatted(
                        session.hello().name(),
                        arrival.client().from(),
                        by,
                        policy.hostName(),
                        protocol(session, arrival.client().standing()),
                        arrival.id(),
                        to,
                        DATE.format(arrival.at()));
    }

    /// RFC 3848, and RFC 6531 section 4.3 for UTF8SMTP.
    private static String protocol(SessionState.Receiving session, Standing standing) {
        boolean isUtf8 = session.mail().parameters().isInternational();
        String marks = (standing.isSecure() ? "S" : "") + (standing.login().isPresent() ? "A" : "");
        return switch (session.hello().dialect()) {
            case SMTP -> isUtf8 ? "UTF8SMTP" : "SMTP";
            case ESMTP -> (isUtf8 ? "UTF8SMTP" : "ESMTP") + marks;
            case LMTP -> (isUtf8 ? "UTF8LMTP" : "LMTP") + marks;
        };
    }

    private static String atom(String user) {
        return user.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static boolean isAscii(Address address) {
        return address.addrSpec().chars().allMatch(c -> c < 0x7f);
    }
}
