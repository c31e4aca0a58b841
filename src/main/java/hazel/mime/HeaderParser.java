package hazel.mime;

import hazel.mail.Field;
import hazel.mail.Header;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;

/// Reads a header section (RFC 5322 section 2.2) from octets.
///
/// Takes what it can: a line that is no field and continues none ends the header, as if the empty
/// line were there, unless the header plainly goes on; a space before the colon is allowed
/// (obsolete syntax). A `From ` line of a mailbox file at the top is passed over. Raw 8-bit text is
/// UTF-8 (RFC 6532) or what [Content#text] would make of it. At most the first 20,000 fields are
/// kept, and of a body the first four mebibytes.
public final class HeaderParser {

    static final int FIELDS = 20_000;

    static final int OCTETS = 4 << 20;

    /// How many lines after a bad one are looked at.
    private static final int NEAR = 20;

    private static final Set<String> KNOWN =
            Set.of(
                    "from",
                    "to",
                    "subject",
                    "date",
                    "message-id",
                    "mime-version",
                    "content-type",
                    "content-transfer-encoding",
                    "received",
                    "dkim-signature",
                    "authentication-results");

    private HeaderParser() {}

    /// The fields between `from` and the empty line, or `to`.
    public static Header parse(byte[] octets, int from, int to) {
        var fields = new ArrayList<Field>();
        int at = start(octets, from, to);
        while (at < to && fields.size() < FIELDS) {
            int colon = colon(octets, at, to);
            if (colon < 0) {
                at = resume(octets, at, to);
                if (at < 0) {
                    break;
                }
                continue;
            }
            int next = fieldEnd(octets, at, to);
            fields.add(new Field(name(octets, at, colon), body(octets, colon + 1, next)));
            at = next;
        }
        return new Header(fields);
    }

    /// Where the body of the message that begins at `from` begins: after the empty line, or where
    /// the first line is that cannot be of a header.
    static int bodyStart(byte[] octets, int from, int to) {
        int at = start(octets, from, to);
        while (at < to) {
            if (octets[at] == '\n' || octets[at] == '\r') {
                return Lines.next(octets, at, to);
            }
            if (colon(octets, at, to) >= 0) {
                at = fieldEnd(octets, at, to);
                continue;
            }
            int resumed = resume(octets, at, to);
            if (resumed < 0) {
                return at;
            }
            at = resumed;
        }
        return at;
    }

    /// Where the first field should be: after a byte order mark, after mbox's `From ` line, after
    /// folded lines that continue nothing.
    static int start(byte[] octets, int from, int to) {
        int at = from;
        if (to - at >= 3 && octets[at] == (byte) 0xef && octets[at + 1] == (byte) 0xbb) {
            at += 3;
        }
        if (Transfer.startsWith(octets, at, to, "From ")
                || Transfer.startsWith(octets, at, to, ">From ")) {
            at = Lines.next(octets, at, to);
        }
        int field = at;
        while (field < to
                && (octets[field] == ' ' || octets[field] == '\t')
                && Lines.end(octets, field, to) > field) {
            field = Lines.next(octets, field, to);
        }
        return field < to && colon(octets, field, to) >= 0 ? field : at;
    }

    /// The offset of the colon after the field name that begins at `at`, or -1 where none does.
    static int colon(byte[] octets, int at, int to) {
        int i = at;
        while (i < to && octets[i] > ' ' && octets[i] < 0x7f && octets[i] != ':') {
            i++;
        }
        if (i == at) {
            return -1;
        }
        while (i < to && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        return i < to && octets[i] == ':' ? i : -1;
    }

    /// Where to go on after a line that is no field, or -1 where the body begins with it.
    ///
    /// QUIRK: A field without a name or with NULs in it is passed over. So is any other line, such
    /// as one that lost the indent of its folding, when a field every message has follows in the
    /// same paragraph: else the rest of the header would be shown as the body.
    static int resume(byte[] octets, int at, int to) {
        int i = at;
        while (i < to
                && octets[i] != ':'
                && octets[i] != ' '
                && octets[i] != '\n'
                && i - at < 100) {
            i++;
        }
        int next = Lines.next(octets, at, to);
        if (i < to && octets[i] == ':') {
            return next;
        }
        int line = next;
        for (int count = 0; count < NEAR && line < to; count++) {
            if (octets[line] == '\n' || octets[line] == '\r') {
                return -1;
            }
            int colon = colon(octets, line, to);
            if (colon > 0 && KNOWN.contains(name(octets, line, colon).toLowerCase(Locale.ROOT))) {
                return next;
            }
            line = Lines.next(octets, line, to);
        }
        return -1;
    }

    /// Where the line after the field that begins at `at` begins: past all lines that continue it.
    static int fieldEnd(byte[] octets, int at, int to) {
        int next = Lines.next(octets, at, to);
        while (next < to && (octets[next] == ' ' || octets[next] == '\t')) {
            next = Lines.next(octets, next, to);
        }
        return next;
    }

    /// The unfolded text of a field's body: without line ends, without white space around.
    static String body(byte[] octets, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && octets[start] <= ' ' && octets[start] >= 0) {
            start++;
        }
        while (end > start && octets[end - 1] <= ' ' && octets[end - 1] >= 0) {
            end--;
        }
        end = Math.min(end, start + OCTETS);
        boolean folded = Lines.end(octets, start, end) < end;
        boolean ascii = Charsets.isAscii(octets, start, end);
        if (!folded && ascii) {
            return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
        }
        if (!folded) {
            return Charsets.decode(octets, start, end, "");
        }
        byte[] line = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            if (octets[i] != '\n' && octets[i] != '\r') {
                line[length++] = octets[i];
            }
        }
        return Charsets.decode(line, 0, length, "");
    }

    /// The name of the field that begins at `from`.
    static String name(byte[] octets, int from, int colon) {
        int end = colon;
        while (end > from && octets[end - 1] <= ' ') {
            end--;
        }
        return new String(octets, from, Math.min(end - from, 998), StandardCharsets.ISO_8859_1);
    }
}
