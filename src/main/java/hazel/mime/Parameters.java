package hazel.mime;

import hazel.mail.MediaType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The body of a Content-Type or Content-Disposition field: a value and its parameters (RFC 2045
/// section 5.1), with charsets and continuations (RFC 2231), and what programs write in their
/// stead.
///
/// @param value in lower case, without comments
/// @param map decoded, names in lower case
record Parameters(String value, Map<String, String> map) {

    /// One piece of a parameter: RFC 2231's `name*2*=`.
    private record Piece(String text, boolean encoded) {}

    static Parameters parse(String body) {
        int semicolon = body.indexOf(';');
        return new Parameters(
                value(body), semicolon < 0 ? Map.of() : parameters(body, semicolon + 1));
    }

    /// The value alone.
    static String value(String body) {
        int semicolon = body.indexOf(';');
        String value = semicolon < 0 ? body : body.substring(0, semicolon);
        int comment = value.indexOf('(');
        return (comment < 0 ? value : value.substring(0, comment)).strip().toLowerCase(Locale.ROOT);
    }

    static Parameters ofType(MediaType type) {
        return new Parameters(type.toString(), type.parameters());
    }

    /// The media type, or what a part without one is where this is none (RFC 2045 section 5.2).
    MediaType mediaType(MediaType otherwise) {
        int slash = value.indexOf('/');
        if (slash < 0) {
            String subtype =
                    switch (value) {
                        case "text" -> "plain";
                        case "multipart" -> "mixed";
                        default -> "";
                    };
            return subtype.isEmpty()
                    ? new MediaType(otherwise.type(), otherwise.subtype(), map)
                    : new MediaType(value, subtype, map);
        }
        String type = value.substring(0, slash).strip();
        String subtype = value.substring(slash + 1).strip();
        return isToken(type) && isToken(subtype)
                ? new MediaType(type, subtype, map)
                : new MediaType("text", "plain", map);
    }

    /// A parameter that a person wrote, encoded words in it decoded although they should not be
    /// there.
    Optional<String> name(String parameter) {
        return Optional.ofNullable(map.get(parameter)).map(Words::decode).filter(n -> !n.isBlank());
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?=".indexOf(c) < 0);
    }

    private static Map<String, String> parameters(String body, int from) {
        var plain = new HashMap<String, String>();
        var pieces = new HashMap<String, TreeMap<Integer, Piece>>();
        int at = from;
        while (at < body.length()) {
            int equals = at;
            while (equals < body.length()
                    && body.charAt(equals) != '='
                    && body.charAt(equals) != ';') {
                equals++;
            }
            if (equals >= body.length() || body.charAt(equals) == ';') {
                at = equals + 1;
                continue;
            }
            String name = body.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            var value = new StringBuilder();
            at = value(body, equals + 1, value);
            take(name, value.toString(), plain, pieces);
        }
        pieces.forEach((name, parts) -> plain.put(name, joined(parts)));
        return plain;
    }

    private static void take(
            String name,
            String value,
            Map<String, String> plain,
            Map<String, TreeMap<Integer, Piece>> pieces) {
        int star = name.indexOf('*');
        if (star <= 0) {
            if (!name.isEmpty()) {
                plain.putIfAbsent(name, value);
            }
            return;
        }
        boolean encoded = name.endsWith("*");
        String index =
                name.substring(star + 1, Math.max(star + 1, name.length() - (encoded ? 1 : 0)));
        int number = index.isEmpty() ? 0 : index(index);
        if (number >= 0) {
            pieces.computeIfAbsent(name.substring(0, star), _ -> new TreeMap<>())
                    .putIfAbsent(number, new Piece(value, encoded));
        }
    }

    private static int index(String digits) {
        try {
            return digits.length() > 5 ? -1 : Integer.parseInt(digits);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /// Reads a value and gives the offset after its semicolon.
    private static int value(String body, int from, StringBuilder value) {
        int at = from;
        while (at < body.length() && body.charAt(at) <= ' ') {
            at++;
        }
        int close = at < body.length() && body.charAt(at) == '"' ? body.indexOf('"', at + 1) : -1;
        if (close < 0) {
            int end = body.indexOf(';', at);
            end = end < 0 ? body.length() : end;
            String text = body.substring(at, end).strip();
            int comment = text.indexOf(" (");
            value.append(comment > 0 && text.endsWith(")") ? text.substring(0, comment) : text);
            return end + 1;
        }
        for (at++; at < body.length() && body.charAt(at) != '"'; at++) {
            char c = body.charAt(at);
            char next = at + 1 < body.length() ? body.charAt(at + 1) : ' ';
            if (c == '\\' && (next == '"' || next == '\\')) {
                value.append(next);
                at++;
            } else {
                value.append(c);
            }
        }
        int end = body.indexOf(';', at);
        return end < 0 ? body.length() : end + 1;
    }

    private static String joined(TreeMap<Integer, Piece> pieces) {
        if (pieces.values().stream().noneMatch(Piece::encoded)) {
            var text = new StringBuilder();
            pieces.values().forEach(piece -> text.append(piece.text()));
            return text.toString();
        }
        var octets = new ByteArrayOutputStream();
        String charset = "";
        boolean first = true;
        for (Piece piece : pieces.values()) {
            String text = piece.text();
            if (first && piece.encoded()) {
                int quote = text.indexOf('\'');
                int second = quote < 0 ? -1 : text.indexOf('\'', quote + 1);
                if (second >= 0) {
                    charset = text.substring(0, quote);
                    text = text.substring(second + 1);
                }
            }
            first = false;
            percent(text, piece.encoded(), octets);
        }
        byte[] all = octets.toByteArray();
        return Charsets.decode(all, 0, all.length, charset);
    }

    private static void percent(String text, boolean encoded, ByteArrayOutputStream out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean room = i + 2 < text.length();
            int high = room ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = room ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (encoded && c == '%' && high >= 0 && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else if (c < 0x80) {
                out.write(c);
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
