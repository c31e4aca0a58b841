package hazel.mime;

import hazel.mail.Address;
import hazel.mail.MessageId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what an index row needs in one pass over a header, making no object for fields that do not
/// matter.
///
/// Safe on every thread. What a hostile header can cost is bounded: an address list is read to its
/// first quarter mebibyte, References at both ends, a subject to its first 32 KiB.
public final class TopScanner {

    private static final int DATE = 0;
    private static final int FROM = 1;
    private static final int TO = 2;
    private static final int CC = 3;
    private static final int SUBJECT = 4;
    private static final int MESSAGE_ID = 5;
    private static final int REFERENCES = 6;
    private static final int IN_REPLY_TO = 7;
    private static final int LIST_ID = 8;
    private static final int CONTENT_TYPE = 9;
    private static final int CONTENT_DISPOSITION = 10;

    /// In lower case, at the index their constant says.
    private static final String[] NAMES = {
        "date",
        "from",
        "to",
        "cc",
        "subject",
        "message-id",
        "references",
        "in-reply-to",
        "list-id",
        "content-type",
        "content-disposition"
    };

    private static final int ADDRESSES = 256 << 10;
    private static final int TEXT = 32 << 10;
    private static final int RECIPIENTS = 1000;

    private final byte[] octets;
    private final int[] starts = new int[NAMES.length];
    private final int[] ends = new int[NAMES.length];

    private TopScanner(byte[] octets) {
        this.octets = octets;
    }

    /// The header that begins at `from` and ends at the empty line, or at `to`. Of a field that
    /// comes twice the first counts.
    public static TopOfMessage scan(byte[] octets, int from, int to) {
        var scanner = new TopScanner(octets);
        scanner.locate(from, to);
        return scanner.top();
    }

    private void locate(int from, int to) {
        int at = HeaderParser.start(octets, from, to);
        while (at < to) {
            byte first = octets[at];
            if (first == '\n' || first == '\r') {
                return;
            }
            int colon = HeaderParser.colon(octets, at, to);
            if (colon < 0) {
                at = HeaderParser.resume(octets, at, to);
                if (at < 0) {
                    return;
                }
                continue;
            }
            int next = HeaderParser.fieldEnd(octets, at, to);
            int field = field(at, colon);
            if (field >= 0 && ends[field] == 0) {
                starts[field] = colon + 1;
                ends[field] = next;
            }
            at = next;
        }
    }

    private int field(int at, int colon) {
        int end = colon;
        while (octets[end - 1] <= ' ') {
            end--;
        }
        int length = end - at;
        int candidate =
                switch (octets[at] | 0x20) {
                    case 'd' -> DATE;
                    case 'f' -> FROM;
                    case 't' -> TO;
                    case 's' -> SUBJECT;
                    case 'm' -> MESSAGE_ID;
                    case 'r' -> REFERENCES;
                    case 'i' -> IN_REPLY_TO;
                    case 'l' -> LIST_ID;
                    case 'c' ->
                            length == 2 ? CC : length == 12 ? CONTENT_TYPE : CONTENT_DISPOSITION;
                    default -> -1;
                };
        if (candidate < 0 || NAMES[candidate].length() != length) {
            return -1;
        }
        String name = NAMES[candidate];
        for (int i = 0; i < length; i++) {
            byte c = octets[at + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != name.charAt(i)) {
                return -1;
            }
        }
        return candidate;
    }

    private TopOfMessage top() {
        String from = body(FROM, ADDRESSES);
        List<Address> authors = AddressParser.parse(from);
        String to = body(TO, ADDRESSES);
        List<Address> recipients = AddressParser.parse(to);
        List<Address> copies = ends[CC] == 0 ? List.of() : AddressParser.parse(body(CC, ADDRESSES));
        String messageId = body(MESSAGE_ID, TEXT);
        return new TopOfMessage(
                Dates.parse(body(DATE, 998)).map(d -> d.toInstant()).filter(TopScanner::isSane),
                authors.isEmpty() ? Words.decode(from) : authors.getFirst().shortName(),
                authors.isEmpty() ? "" : authors.getFirst().addrSpec(),
                addrSpecs(recipients, copies),
                recipients.isEmpty() ? group(to) : recipients.getFirst().shortName(),
                Words.decode(body(SUBJECT, TEXT)),
                messageId.isEmpty() ? Optional.empty() : MessageIds.first(messageId),
                references(),
                listId(),
                hasAttachment());
    }

    private String body(int field, int most) {
        int start = starts[field];
        int end = ends[field];
        return end == 0 ? "" : HeaderParser.body(octets, start, Math.min(end, start + most));
    }

    private static boolean isSane(Instant date) {
        return date.getEpochSecond() > -2_208_988_800L; // 1900
    }

    private static String addrSpecs(List<Address> recipients, List<Address> copies) {
        if (recipients.size() == 1 && copies.isEmpty()) {
            return recipients.getFirst().addrSpec();
        }
        var specs = new StringBuilder();
        int count = 0;
        for (List<Address> list : List.of(recipients, copies)) {
            for (Address address : list) {
                if (count++ < RECIPIENTS) {
                    specs.append(specs.isEmpty() ? "" : " ").append(address.addrSpec());
                }
            }
        }
        return specs.toString();
    }

    /// What stands in a To field without addresses: `undisclosed-recipients:;`, mostly.
    private static String group(String to) {
        String text = Words.decode(to);
        int end = text.length();
        while (end > 0 && " ;:".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private List<MessageId> references() {
        if (ends[REFERENCES] == 0 && ends[IN_REPLY_TO] == 0) {
            return List.of();
        }
        List<MessageId> ids =
                ends[REFERENCES] == 0
                        ? new ArrayList<>()
                        : MessageIds.parse(body(REFERENCES, TEXT));
        if (ends[REFERENCES] - starts[REFERENCES] > TEXT) {
            int start = Math.max(starts[REFERENCES] + TEXT, ends[REFERENCES] - TEXT);
            String tail = HeaderParser.body(octets, start, ends[REFERENCES]);
            String rest = tail.substring(Math.max(0, tail.indexOf('<')));
            MessageIds.parse(rest).forEach(id -> MessageIds.addOnce(ids, id));
        }
        String parent = body(IN_REPLY_TO, TEXT);
        if (parent.indexOf('<') >= 0) {
            MessageIds.parse(parent).forEach(id -> MessageIds.addOnce(ids, id));
        }
        return MessageIds.ends(ids);
    }

    private String listId() {
        String body = body(LIST_ID, 998);
        int open = body.lastIndexOf('<');
        int close = body.indexOf('>', open + 1);
        return open >= 0 && close > open ? body.substring(open + 1, close).strip() : body;
    }

    private boolean hasAttachment() {
        if (ends[CONTENT_TYPE] == 0) {
            return false;
        }
        if (ends[CONTENT_DISPOSITION] != 0
                && Parameters.value(body(CONTENT_DISPOSITION, 998)).equals("attachment")) {
            return true;
        }
        String type = Parameters.value(body(CONTENT_TYPE, 998));
        return type.equals("multipart/mixed")
                || type.startsWith("application/")
                || type.startsWith("image/")
                || type.startsWith("audio/")
                || type.startsWith("video/");
    }
}
