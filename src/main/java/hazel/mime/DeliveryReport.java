package hazel.mime;

import hazel.mail.Header;
import hazel.text.Harmless;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a server reports of the delivery of a message (RFC 3464, RFC 6533), and how to say it to a
/// person.
///
/// @param reporter the server that reports, as it names itself; may be empty
/// @param recipients at least none: a report may be empty or damaged
public record DeliveryReport(String reporter, List<Recipient> recipients) {

    /// More than these are counted and not told.
    private static final int MOST = 200;

    private static final int LONGEST = 500;

    /// What enhanced status codes mean (RFC 3463, and the registry that grew of it).
    private static final Map<String, String> MEANINGS =
            Map.ofEntries(
                    Map.entry("1.0", "there is something wrong with the address"),
                    Map.entry("1.1", "there is no such mailbox"),
                    Map.entry("1.2", "there is no such domain, or it takes no mail"),
                    Map.entry("1.3", "the address is not written as it should be"),
                    Map.entry("1.4", "the address stands for more than one mailbox"),
                    Map.entry("1.6", "the mailbox has moved and left no address"),
                    Map.entry("1.8", "your own address is not known there"),
                    Map.entry("1.10", "the domain takes no mail at all"),
                    Map.entry("2.0", "the mailbox is in trouble"),
                    Map.entry("2.1", "the mailbox is closed"),
                    Map.entry("2.2", "the mailbox is full"),
                    Map.entry("2.3", "the message is larger than the mailbox takes"),
                    Map.entry("2.4", "the mailing list could not be expanded"),
                    Map.entry("3.1", "the server has no room for mail"),
                    Map.entry("3.4", "the message is larger than the server takes"),
                    Map.entry("4.1", "the server did not answer"),
                    Map.entry("4.2", "the connection to the server broke"),
                    Map.entry("4.3", "the name servers could not be asked"),
                    Map.entry("4.4", "nobody knows where mail for it goes"),
                    Map.entry("4.5", "the server is overloaded"),
                    Map.entry("4.6", "the message went round in a circle"),
                    Map.entry("4.7", "it took too long: the server was tried until time was up"),
                    Map.entry("5.0", "the servers did not understand each other"),
                    Map.entry("5.3", "there are too many recipients"),
                    Map.entry("6.0", "something in the message cannot be taken"),
                    Map.entry("7.0", "a rule of the server forbids it"),
                    Map.entry("7.1", "a rule of the server forbids it: you may not send there"),
                    Map.entry("7.23", "the check of where the message comes from failed (SPF)"),
                    Map.entry("7.26", "the checks of where the message comes from failed"));

    private static final Map<Character, String> SUBJECTS =
            Map.of(
                    '1', "there is something wrong with the address",
                    '2', "the mailbox is in trouble",
                    '3', "the server is in trouble",
                    '4', "the way to the server is in trouble",
                    '5', "the servers did not understand each other",
                    '6', "something in the message cannot be taken",
                    '7', "a rule of the server forbids it");

    public DeliveryReport {
        recipients = List.copyOf(recipients);
    }

    /// One recipient of the message.
    ///
    /// @param address as far as it can be read
    /// @param status `5.1.1`; may be empty
    /// @param said the last server's own words; may be empty
    /// @param server that said it; may be empty
    public record Recipient(
            String address, Action action, String status, String said, String server) {

        /// A sentence or two, harmless for the screen.
        public String words() {
            var words = new StringBuilder(action.said.formatted(address));
            String meaning = meaning();
            if (!meaning.isEmpty() && action.isTrouble()) {
                words.append(": ").append(meaning);
            }
            if (!status.isEmpty()) {
                words.append(" (").append(status).append(')');
            }
            words.append('.');
            if (!said.isEmpty() && action.isTrouble()) {
                words.append(server.isEmpty() ? " It was said: " : " " + server + " said: ");
                words.append(said);
            }
            return words.toString();
        }

        private String meaning() {
            if (!status.matches("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
                return "";
            }
            return Optional.ofNullable(MEANINGS.get(status.substring(2)))
                    .or(() -> Optional.ofNullable(SUBJECTS.get(status.charAt(2))))
                    .orElse("");
        }
    }

    /// What became of it (RFC 3464 section 2.3.3).
    public enum Action {
        FAILED("Not delivered to %s"),
        DELAYED("Not delivered yet to %s, and still being tried"),
        DELIVERED("Delivered to %s"),
        RELAYED("Passed on for %s, to a server that does not report"),
        EXPANDED("Delivered to %s, which passed it on to others"),
        UNKNOWN("Reported about %s, it is not said what");

        private final String said;

        Action(String said) {
            this.said = said;
        }

        boolean isTrouble() {
            return this == FAILED || this == DELAYED || this == UNKNOWN;
        }

        private static Action of(String word) {
            return switch (word.strip().toLowerCase(Locale.ROOT)) {
                case "failed" -> FAILED;
                case "delayed" -> DELAYED;
                case "delivered" -> DELIVERED;
                case "relayed" -> RELAYED;
                case "expanded" -> EXPANDED;
                default -> UNKNOWN;
            };
        }
    }

    /// Reads what a `message/delivery-status` holds: groups of fields, an empty line between.
    public static DeliveryReport of(byte[] octets) {
        String reporter = "";
        List<Recipient> recipients = new ArrayList<>();
        int at = 0;
        while (at < octets.length && recipients.size() < MOST) {
            while (at < octets.length && (octets[at] == '\n' || octets[at] == '\r')) {
                at++;
            }
            int end = groupEnd(octets, at);
            Header group = HeaderParser.parse(octets, at, end);
            if (reporter.isEmpty()) {
                reporter = group.first("Reporting-MTA").map(DeliveryReport::value).orElse("");
            }
            recipient(group).ifPresent(recipients::add);
            at = Math.max(end, at + 1);
        }
        return new DeliveryReport(reporter, recipients);
    }

    private static int groupEnd(byte[] octets, int from) {
        int at = from;
        while (at < octets.length && octets[at] != '\n' && octets[at] != '\r') {
            at = Lines.next(octets, at, octets.length);
        }
        return at;
    }

    private static Optional<Recipient> recipient(Header group) {
        Optional<String> address =
                group.first("Original-Recipient").or(() -> group.first("Final-Recipient"));
        if (address.isEmpty()
                || group.first("Action").isEmpty() && group.first("Status").isEmpty()) {
            return Optional.empty();
        }
        String status =
                group.first("Status")
                        .map(s -> s.strip().replaceFirst("[ (].*", ""))
                        .filter(s -> s.matches("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}"))
                        .orElse("");
        return Optional.of(
                new Recipient(
                        value(address.get()),
                        Action.of(group.first("Action").orElse("")),
                        status,
                        group.first("Diagnostic-Code").map(DeliveryReport::value).orElse(""),
                        group.first("Remote-MTA").map(DeliveryReport::value).orElse("")));
    }

    /// Behind the type: `rfc822; bob@example.org`, `smtp; 550 no`.
    private static String value(String typed) {
        int semicolon = typed.indexOf(';');
        boolean hasType =
                semicolon > 0 && typed.substring(0, semicolon).strip().matches("[A-Za-z0-9-]+");
        String value = Harmless.line(hasType ? typed.substring(semicolon + 1) : typed).strip();
        return value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
    }
}
