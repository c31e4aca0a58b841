package hazel.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text of RFC 3461 section 4 that a parameter of MAIL or RCPT can hold: printable ASCII, with
/// `+` and two hexadecimal digits for what would end the parameter.
public final class Xtext {

    private static final Pattern ENCODED =
            Pattern.compile("(?:[!-*,-<>-~]|\\+[0-9A-F]{2})*", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9-]{1,40}");

    /// RFC 6533 section 3: such an address is not written in xtext.
    private static final String INTERNATIONAL = "utf-8;";

    private Xtext() {}

    static String of(String text) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && b != '+' && b != '=';
            out.append(plain ? (char) b + "" : String.format(Locale.ROOT, "+%02X", b & 0xff));
        }
        return out.toString();
    }

    /// The value of ORCPT from a type and an address, `rfc822;ada@example.org`.
    static String ofOriginal(String original) {
        int end = original.indexOf(';') + 1;
        return original.startsWith(INTERNATIONAL)
                ? original
                : original.substring(0, end) + of(original.substring(end));
    }

    /// The text; empty where this is not xtext, or holds more than printable ASCII.
    public static Optional<String> read(String encoded) {
        if (!ENCODED.matcher(encoded).matches()) {
            return Optional.empty();
        }
        var out = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '+') {
                out.append((char) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.append(encoded.charAt(i));
            }
        }
        return Optional.of(out.toString()).filter(t -> t.chars().allMatch(Xtext::isPrintable));
    }

    /// The type in lower case and the address of an ORCPT; empty where it is none. An address of
    /// RFC 6533's type `utf-8` stays as it came.
    public static Optional<String> readOriginal(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon < 1 || semicolon == value.length() - 1) {
            return Optional.empty();
        }
        String type = value.substring(0, semicolon + 1).toLowerCase(Locale.ROOT);
        String address = value.substring(semicolon + 1);
        if (!TYPE.matcher(type.substring(0, semicolon)).matches()) {
            return Optional.empty();
        }
        if (type.equals(INTERNATIONAL)) {
            boolean plain = address.chars().allMatch(c -> isPrintable(c) && " +=".indexOf(c) < 0);
            return plain ? Optional.of(type + address) : Optional.empty();
        }
        return read(address).map(a -> type + a);
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c < 0x7f;
    }
}
