package hazel.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A message as the relay sees it: its header fields, each exactly as it stood, and the rest. What
/// is not changed comes out octet for octet as it went in.
///
/// Text here is ISO 8859-1, one character an octet, whatever the octets mean.
///
/// @param fields with their folding, each ending with CRLF
/// @param rest the empty line and the body; nothing where the message has only a header
@SuppressWarnings("ArrayRecordComponent") // never compared
record Letter(List<String> fields, byte[] rest) {

    Letter {
        fields = List.copyOf(fields);
    }

    /// Divides a message with CRLF line ends. Where it does not begin with a field, it has no
    /// header, and the empty line that was missing is put in.
    static Letter read(byte[] message) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at < message.length && !(message[at] == '\r')) {
            int end = lineEnd(message, at);
            String line = new String(message, at, end - at, ISO_8859_1);
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (folded && !fields.isEmpty()) {
                end = foldedEnd(message, end);
                String more = new String(message, at, end - at, ISO_8859_1);
                fields.add(fields.removeLast() + more);
            } else if (name(line).isEmpty()) {
                return new Letter(fields, withEmptyLine(message, at));
            } else {
                fields.add(line);
            }
            at = end;
        }
        return new Letter(fields, slice(message, at));
    }

    /// The message with a CRLF at its end: one that came in chunks need not have it.
    static byte[] ended(byte[] message) {
        int size = message.length;
        boolean isEnded = size >= 2 && message[size - 2] == '\r' && message[size - 1] == '\n';
        if (isEnded || size == 0) {
            return message;
        }
        byte[] more = Arrays.copyOf(message, size + 2);
        more[size] = '\r';
        more[size + 1] = '\n';
        return more;
    }

    byte[] toBytes() {
        var out = new ByteArrayOutputStream(rest.length + 1024);
        fields.forEach(f -> out.writeBytes(f.getBytes(ISO_8859_1)));
        out.writeBytes(rest);
        return out.toByteArray();
    }

    /// The fields from the top on, as many as fit.
    ///
    /// @param most octets
    String header(int most) {
        var out = new StringBuilder();
        for (String field : fields) {
            if (out.length() + field.length() > most) {
                break;
            }
            out.append(field);
        }
        return out.toString();
    }

    boolean has(String name) {
        return fields.stream().anyMatch(f -> isNamed(f, name));
    }

    long count(String name) {
        return fields.stream().filter(f -> isNamed(f, name)).count();
    }

    /// The bodies of the fields of that name, unfolded.
    List<String> bodies(String name) {
        return fields.stream().filter(f -> isNamed(f, name)).map(Letter::body).toList();
    }

    Optional<String> first(String name) {
        return bodies(name).stream().findFirst();
    }

    Letter without(String name) {
        return new Letter(fields.stream().filter(f -> !isNamed(f, name)).toList(), rest);
    }

    /// With a field at the top, where trace fields go (RFC 5321 section 4.4). Long bodies come
    /// folded already.
    Letter under(String name, String body) {
        List<String> more = new ArrayList<>();
        more.add(name + ": " + body + "\r\n");
        more.addAll(fields);
        return new Letter(more, rest);
    }

    /// With a field at the bottom, where a field that was missing goes.
    Letter over(String name, String body) {
        List<String> more = new ArrayList<>(fields);
        more.add(name + ": " + body + "\r\n");
        return new Letter(more, rest);
    }

    static boolean isNamed(String field, String name) {
        return name(field).equals(name.toLowerCase(Locale.ROOT));
    }

    /// In lower case; empty where the line is no field. White space before the colon is the
    /// obsolete syntax of RFC 5322 section 4.5.
    private static String name(String line) {
        int colon = line.indexOf(':');
        String name = colon < 1 ? "" : line.substring(0, colon).stripTrailing();
        return name.chars().allMatch(c -> c > ' ' && c < 0x7f) ? name.toLowerCase(Locale.ROOT) : "";
    }

    /// Unfolded.
    static String body(String field) {
        return field.substring(field.indexOf(':') + 1).replace("\r\n", "").strip();
    }

    private static int foldedEnd(byte[] message, int from) {
        int end = from;
        while (end < message.length && (message[end] == ' ' || message[end] == '\t')) {
            end = lineEnd(message, end);
        }
        return end;
    }

    private static int lineEnd(byte[] message, int from) {
        for (int i = from; i + 1 < message.length; i++) {
            if (message[i] == '\r' && message[i + 1] == '\n') {
                return i + 2;
            }
        }
        return message.length;
    }

    private static byte[] withEmptyLine(byte[] message, int from) {
        var out = new ByteArrayOutputStream(message.length - from + 2);
        out.writeBytes(new byte[] {'\r', '\n'});
        out.write(message, from, message.length - from);
        return out.toByteArray();
    }

    private static byte[] slice(byte[] message, int from) {
        byte[] rest = new byte[message.length - from];
        System.arraycopy(message, from, rest, 0, rest.length);
        return rest;
    }
}
