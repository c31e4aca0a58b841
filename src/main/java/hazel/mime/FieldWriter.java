package hazel.mime;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.MessageId;
import hazel.mail.Problem;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Header fields as they go on the wire: encoded, folded at 76 columns, each ending in CR LF.
///
/// Nothing that is given to these methods can become a second field: control characters and the
/// line and paragraph separators become spaces, and a name that is no field name is refused. Each
/// method returns exactly one field.
public final class FieldWriter {

    /// Columns of a line, CR LF not counted: two fewer than RFC 5322 section 2.1.1 asks for,
    /// because a line with an encoded word in it may have no more (RFC 2047 section 2).
    private static final int COLUMNS = 76;

    /// A parameter with a longer name is left out; nobody reads one.
    private static final int LONGEST_PARAMETER_NAME = 40;

    /// Past this a word without a space is encoded, because encoded words can be folded.
    private static final int LONGEST_BARE_WORD = 66;

    private FieldWriter() {}

    /// Text that is one line and has no control characters: what stands for one is a space.
    public static String clean(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
            if (!control) {
                out.append(c);
            } else if (c != '\n' || i == 0 || text.charAt(i - 1) != '\r') {
                out.append(' ');
            }
        }
        return out.toString().strip();
    }

    /// A field of free text, such as Subject, encoded where it has to be (RFC 2047).
    public static String unstructured(String name, String text) throws MailException {
        String clean = clean(text);
        if (!isEncodingNeeded(clean)) {
            return fold(name, pieces(clean));
        }
        return fold(name, WordWriter.encode(clean, COLUMNS - 2 - Math.min(name.length(), 30)));
    }

    /// A field with a list of addresses; `name:` alone is never written, so an empty list gives the
    /// empty string.
    public static String addresses(String name, List<Address> addresses) throws MailException {
        if (addresses.isEmpty()) {
            return "";
        }
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            List<String> words = address(addresses.get(i));
            boolean last = i == addresses.size() - 1;
            pieces.addAll(words.subList(0, words.size() - 1));
            pieces.add(words.getLast() + (last ? "" : ","));
        }
        return fold(name, pieces);
    }

    /// A field with message identifiers, or the empty string for none.
    public static String ids(String name, List<MessageId> ids) throws MailException {
        return ids.isEmpty() ? "" : fold(name, ids.stream().map(MessageId::toString).toList());
    }

    /// A field with a body that is ASCII and already as it should be; folded at its spaces.
    public static String structured(String name, String body) throws MailException {
        return fold(name, pieces(clean(body)));
    }

    /// A media type or a disposition with its parameters, in RFC 2231's form where they need it. A
    /// parameter whose name is no token, as a damaged message may bring one along, is left out.
    public static String parameters(String name, String value, SortedMap<String, String> parameters)
            throws MailException {
        List<String> pieces = new ArrayList<>();
        pieces.add(value);
        parameters.forEach((key, text) -> {
            if (isToken(key) && key.length() <= LONGEST_PARAMETER_NAME) {
                pieces.addAll(parameter(key, clean(text)));
            }
        });
        for (int i = 0; i < pieces.size() - 1; i++) {
            pieces.set(i, pieces.get(i) + ";");
        }
        return fold(name, pieces);
    }

    static String contentType(MediaType type) throws MailException {
        boolean written =
                isToken(type.type()) && isToken(type.subtype()) && type.toString().length() <= 127;
        MediaType known = written ? type : MediaType.OCTETS;
        return parameters("Content-Type", known.toString(), new TreeMap<>(known.parameters()));
    }

    /// An address in words between which the field may be folded.
    private static List<String> address(Address address) throws MailException {
        String name = clean(address.displayName());
        String spec = AddrSpec.written(address);
        if (name.isEmpty()) {
            return List.of(spec);
        }
        List<String> words = new ArrayList<>(phrase(name));
        words.add("<" + spec + ">");
        return words;
    }

    private static List<String> phrase(String name) {
        if (isEncodingNeeded(name) || name.length() > LONGEST_BARE_WORD) {
            return WordWriter.encode(name, 60);
        }
        boolean atoms = name.chars().allMatch(c -> c == ' ' || isAtom(c)) && !name.contains("  ");
        return atoms
                ? List.of(name.split(" "))
                : List.of('"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }

    /// One parameter (RFC 2231): a token or quoted string where it is short ASCII, percent-encoded
    /// where it is not, in numbered pieces where it is long.
    private static List<String> parameter(String key, String value) {
        boolean ascii = value.chars().allMatch(c -> c >= ' ' && c <= '~') && !value.contains("=?");
        if (ascii && value.length() <= 60) {
            boolean token = isToken(value);
            return List.of(
                    key
                            + "="
                            + (token
                                    ? value
                                    : '"'
                                            + value.replace("\\", "\\\\").replace("\"", "\\\"")
                                            + '"'));
        }
        List<String> sections = percent(value, 50);
        if (sections.size() == 1) {
            return List.of(key + "*=utf-8''" + sections.getFirst());
        }
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            pieces.add(key + "*" + i + "*=" + (i == 0 ? "utf-8''" : "") + sections.get(i));
        }
        return pieces;
    }

    private static List<String> percent(String value, int columns) {
        List<String> sections = new ArrayList<>();
        var section = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            // a character is not divided: twelve columns hold any, and its first octet looks ahead
            boolean inside = (octet & 0xc0) == 0x80;
            if (!inside && section.length() + 12 > columns) {
                sections.add(section.toString());
                section.setLength(0);
            }
            if (octet > 0 && (Character.isLetterOrDigit(octet) || ".-_".indexOf(octet) >= 0)) {
                section.append((char) octet);
            } else {
                section.append('%')
                        .append(TransferWriter.hex(octet >> 4))
                        .append(TransferWriter.hex(octet));
            }
        }
        sections.add(section.toString());
        return sections;
    }

    private static boolean isEncodingNeeded(String text) {
        return WordWriter.isNeeded(text)
                || text.contains("   ")
                || pieces(text).stream().anyMatch(p -> p.length() > LONGEST_BARE_WORD);
    }

    /// The words of a text, the second of two spaces kept with the word it precedes.
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == ' ' && text.charAt(i - 1) != ' ') {
                pieces.add(text.substring(start, i));
                start = i + 1;
            }
        }
        pieces.add(text.substring(Math.min(start, text.length())));
        return pieces;
    }

    /// Name and pieces with one space or fold between each two.
    private static String fold(String name, List<String> pieces) throws MailException {
        if (!isName(name)) {
            throw new MailException(
                    new Problem.Malformed(
                            "header",
                            "'"
                                    + clean(name)
                                    + "' is not a header field name: letters, digits and"
                                    + " hyphens only"));
        }
        var out = new StringBuilder(name).append(':');
        int column = out.length();
        for (String piece : pieces) {
            if (column + 1 + piece.length() > COLUMNS && column > name.length() + 1) {
                out.append("\r\n");
                column = 0;
            }
            out.append(' ').append(piece);
            column += 1 + piece.length();
            if (column > TransferWriter.LONGEST_LINE) {
                throw new MailException(
                        new Problem.Malformed(
                                name,
                                "the "
                                        + name.toLowerCase(Locale.ROOT)
                                        + " field holds a word of "
                                        + piece.length()
                                        + " characters, more than a line of mail can carry"));
            }
        }
        return out.append("\r\n").toString();
    }

    /// RFC 5322 section 3.6.8, and short enough to leave room for a body.
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 70
                && name.chars().allMatch(c -> c > ' ' && c <= '~' && c != ':');
    }

    private static boolean isAtom(int c) {
        return Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    /// RFC 2045 section 5.1, without the signs RFC 2231 gives a meaning of their own.
    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(
                                c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?=*'%".indexOf(c) < 0);
    }
}
