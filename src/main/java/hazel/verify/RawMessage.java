package hazel.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/// A message as its octets are, because what is signed is octets. Line ends may be LF alone, as
/// files on this machine have them: they count as CRLF.
///
/// @param octets never changed
@SuppressWarnings("ArrayRecordComponent") // fifty megabytes are not copied, and never compared
record RawMessage(List<RawField> fields, byte[] octets, int bodyStart) {

    private static final int MOST = 2000;

    RawMessage {
        fields = List.copyOf(fields);
    }

    /// One field of the header.
    ///
    /// @param text with its name and folding, each octet a character, line ends CRLF, without the
    ///   last one
    record RawField(String text) {

        boolean isNamed(String name) {
            return name().equalsIgnoreCase(name);
        }

        String name() {
            int colon = text.indexOf(':');
            return (colon < 0 ? text : text.substring(0, colon)).stripTrailing();
        }

        String value() {
            return text.substring(text.indexOf(':') + 1);
        }
    }

    static RawMessage of(byte[] octets) {
        List<RawField> fields = new ArrayList<>();
        var field = new StringBuilder();
        int at = 0;
        while (at < octets.length) {
            int end = lineEnd(octets, at);
            int next = Math.min(octets.length, end + ending(octets, end));
            if (end == at) {
                at = next;
                break;
            }
            boolean isFolded = octets[at] == ' ' || octets[at] == '\t';
            if (!isFolded) {
                end(field, fields);
            }
            field.append(field.isEmpty() ? "" : "\r\n")
                    .append(new String(octets, at, end - at, ISO_8859_1));
            at = next;
        }
        end(field, fields);
        return new RawMessage(fields, octets, at);
    }

    private static void end(StringBuilder field, List<RawField> fields) {
        if (field.indexOf(":") > 0 && fields.size() < MOST) {
            fields.add(new RawField(field.toString()));
        }
        field.setLength(0);
    }

    /// Where the line that begins at `from` ends, before its line end.
    static int lineEnd(byte[] octets, int from) {
        int i = from;
        while (i < octets.length && octets[i] != '\n') {
            i++;
        }
        return i < octets.length && i > from && octets[i - 1] == '\r' ? i - 1 : i;
    }

    /// How many octets the line end at `at` has.
    static int ending(byte[] octets, int at) {
        return at < octets.length && octets[at] == '\r' ? 2 : 1;
    }

    List<RawField> named(String name) {
        return fields.stream().filter(f -> f.isNamed(name)).toList();
    }
}
