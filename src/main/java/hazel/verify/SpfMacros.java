package hazel.verify;

import hazel.dns.DomainName;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What stands for something of the message in an SPF record: `%{d2}` (RFC 7208 section 7).
///
/// @param sender whole, `postmaster@` its domain where it has no local part
/// @param validated the client's name by PTR, asked only where it is wanted
record SpfMacros(String sender, String helo, InetAddress client, Supplier<String> validated) {

    private static final Pattern MACRO =
            Pattern.compile(
                    "%\\{([A-Za-z])([0-9]*)(r?)([.+,/_=-]*)}|%%|%_|%-", Pattern.CASE_INSENSITIVE);

    private static final String TEXT = "(?:%\\{[A-Za-z][0-9]*[rR]?[.+,/_=-]*}|%%|%_|%-|[!-$&-~])*+";
    private static final Pattern ANY = Pattern.compile(TEXT);

    private static final Pattern END =
            Pattern.compile(
                    ".*(?:%\\{[A-Za-z][0-9]*[rR]?[.+,/_=-]*}|\\.[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*\\.?"
                        + "|\\.[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9]\\.?)");

    /// Letters that mean something in a record; `c`, `r` and `t` do in explanations only.
    private static final String LETTERS = "slodipvh";

    static boolean isText(String text) {
        return ANY.matcher(text).matches();
    }

    /// Whether it can become a domain: it ends with a macro or a label that is no number.
    static boolean isDomain(String text) {
        return isText(text)
                && END.matcher(text).matches()
                && MACRO.matcher(text)
                        .results()
                        .allMatch(m ->
                                m.group(1) == null
                                        || LETTERS.contains(m.group(1).toLowerCase(Locale.ROOT))
                                                && !m.group(2).matches("0+"));
    }

    /// The name that a text becomes; labels are dropped from the left where it is too long.
    DomainName domain(String text, DomainName current) {
        var out = new StringBuilder();
        Matcher macro = MACRO.matcher(text);
        int end = 0;
        while (macro.find()) {
            out.append(text, end, macro.start());
            out.append(
                    switch (macro.group()) {
                        case "%%" -> "%";
                        case "%_" -> " ";
                        case "%-" -> "%20";
                        default -> expanded(macro, current);
                    });
            end = macro.end();
        }
        String whole = out.append(text.substring(end)).toString();
        while (whole.length() > 253 && whole.indexOf('.') >= 0) {
            whole = whole.substring(whole.indexOf('.') + 1);
        }
        return DomainName.of(escaped(whole));
    }

    /// As RFC 1035 section 5.1 writes octets that are no plain characters.
    private static String escaped(String name) {
        return name.chars()
                .mapToObj(c ->
                        c <= ' ' || c > 0x7e || "\\\"();@$".indexOf(c) >= 0
                                ? String.format(Locale.ROOT, "\\%03d", c & 0xff)
                                : Character.toString(c))
                .collect(Collectors.joining());
    }

    private String expanded(Matcher macro, DomainName current) {
        char letter = macro.group(1).charAt(0);
        String value = value(Character.toLowerCase(letter), current);
        String delimiters = macro.group(4).isEmpty() ? "." : macro.group(4);
        List<String> parts =
                new ArrayList<>(
                        Arrays.asList(value.split("[" + Pattern.quote(delimiters) + "]", -1)));
        if (!macro.group(3).isEmpty()) {
            Collections.reverse(parts);
        }
        String digits = macro.group(2);
        int kept =
                digits.isEmpty() || digits.length() > 3
                        ? parts.size()
                        : Math.min(parts.size(), Integer.parseInt(digits));
        String text = String.join(".", parts.subList(parts.size() - kept, parts.size()));
        return Character.isUpperCase(letter)
                ? URLEncoder.encode(text, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                : text;
    }

    private String value(char letter, DomainName current) {
        int at = sender.lastIndexOf('@');
        return switch (letter) {
            case 's' -> sender;
            case 'l' -> sender.substring(0, at);
            case 'o' -> sender.substring(at + 1);
            case 'd' -> current.text();
            case 'i' -> dotted();
            case 'p' -> validated.get();
            case 'v' -> client instanceof Inet4Address ? "in-addr" : "ip6";
            default -> helo;
        };
    }

    private String dotted() {
        return client instanceof Inet4Address
                ? client.getHostAddress()
                : HexFormat.of()
                        .formatHex(client.getAddress())
                        .chars()
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining("."));
    }
}
