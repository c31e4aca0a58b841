package hazel.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.compose.Stamp;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mime.AddressParser;
import hazel.mime.CrLf;
import hazel.mime.Dates;
import hazel.mime.FieldWriter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A message as a program pipes it to `sendmail`: perhaps without a header, with LF line ends, with
/// addresses that are only a user's name. Pure; octets are kept as characters of Latin-1.
///
/// @param fields each as written, folded, with its line end
record Piped(List<String> fields, String body) {

    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+[ \\t]*:.*", Pattern.DOTALL);
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._+-]+");
    private static final Set<String> DROPPED =
            Set.of("bcc", "resent-bcc", "return-path", "content-length");

    Piped {
        fields = List.copyOf(fields);
    }

    /// Reads a message. Text without a header is a body.
    static Piped read(byte[] octets) {
        String text = new String(CrLf.normalized(octets), ISO_8859_1);
        List<String> fields = new ArrayList<>();
        int at = text.startsWith("From ") ? lineEnd(text, 0) : 0; // QUIRK: of a mailbox file
        while (at < text.length()) {
            int end = lineEnd(text, at);
            String line = text.substring(at, end);
            if (line.equals("\r\n")) {
                return new Piped(fields, text.substring(end));
            }
            boolean continues =
                    !fields.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"));
            if (continues) {
                fields.add(fields.removeLast() + line);
            } else if (FIELD.matcher(line).matches()) {
                fields.add(line);
            } else {
                break;
            }
            at = end;
        }
        return new Piped(fields, text.substring(at));
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    /// What stands before a line that is only a dot.
    static byte[] untilDot(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            boolean starts = octets[i] == '.' && (i == 0 || octets[i - 1] == '\n');
            boolean ends =
                    i + 1 == octets.length
                            || octets[i + 1] == '\n'
                            || (octets[i + 1] == '\r'
                                    && (i + 2 == octets.length || octets[i + 2] == '\n'));
            if (starts && ends) {
                return Arrays.copyOf(octets, i);
            }
        }
        return octets;
    }

    private static String name(String field) {
        return field.substring(0, field.indexOf(':')).strip().toLowerCase(Locale.ROOT);
    }

    /// The bodies of the fields of this name, unfolded.
    private List<String> bodies(String name) {
        return fields.stream()
                .filter(f -> name(f).equals(name))
                .map(f -> f.substring(f.indexOf(':') + 1).replaceAll("\\r\\n", "").strip())
                .map(f -> new String(f.getBytes(ISO_8859_1), UTF_8))
                .toList();
    }

    /// Who the header says it is for: of a message sent on, who it was sent on to.
    ///
    /// @param domain of a user's bare name
    List<Address> recipients(String domain) {
        String prefix = bodies("resent-to").isEmpty() ? "" : "resent-";
        List<Address> all = new ArrayList<>();
        for (String name : List.of("to", "cc", "bcc")) {
            bodies(prefix + name).forEach(body -> all.addAll(lenient(body, domain)));
        }
        return distinct(all);
    }

    private static List<Address> lenient(String body, String domain) {
        List<Address> found = new ArrayList<>(AddressParser.parse(body));
        for (String word : body.split(",")) {
            if (USER.matcher(word.strip()).matches()) {
                found.add(new Address("", word.strip(), domain));
            }
        }
        return found;
    }

    /// Addresses as words of a command line: `ada`, `ada@example.org`, `<ada@example.org>`, several
    /// with commas between.
    ///
    /// @throws MailException for what is no address
    static List<Address> typed(List<String> words, String domain) throws MailException {
        List<Address> all = new ArrayList<>();
        for (String word : words) {
            if (USER.matcher(word).matches()) {
                all.add(new Address("", word, domain));
                continue;
            }
            List<Address> found = lenient(word, domain);
            if (found.isEmpty()) {
                throw new MailException(
                        new Problem.Malformed(word, "'" + word + "' is not an address"));
            }
            all.addAll(found);
        }
        return distinct(all);
    }

    static List<Address> distinct(List<Address> addresses) {
        Map<String, Address> once = new LinkedHashMap<>();
        addresses.forEach(a -> once.putIfAbsent(a.key(), a));
        return List.copyOf(once.values());
    }

    /// The author, where the header names one with a domain.
    Optional<Address> from() {
        return bodies("from").stream().flatMap(b -> AddressParser.parse(b).stream()).findFirst();
    }

    /// The message with what must be there and was not, and without what must not go out (RFC 6409
    /// section 8).
    ///
    /// @param author for a From that is missing or has no domain
    byte[] complete(Address author, Stamp stamp) throws MailException {
        List<String> kept =
                new ArrayList<>(fields.stream().filter(f -> !DROPPED.contains(name(f))).toList());
        if (from().isEmpty()) {
            kept.removeIf(f -> name(f).equals("from"));
            kept.addFirst(latin(FieldWriter.addresses("From", List.of(author))));
        }
        if (bodies("date").isEmpty()) {
            kept.addFirst("Date: " + Dates.format(stamp.date()) + "\r\n");
        }
        if (bodies("message-id").isEmpty()) {
            Address from = from().orElse(author);
            kept.add("Message-ID: <" + stamp.messageId(from).value() + ">\r\n");
        }
        String header =
                kept.stream()
                        .map(f -> f.endsWith("\n") ? f : f + "\r\n")
                        .collect(Collectors.joining());
        return (header + "\r\n" + body).getBytes(ISO_8859_1);
    }

    private static String latin(String utf8) {
        return new String(utf8.getBytes(UTF_8), ISO_8859_1);
    }
}
