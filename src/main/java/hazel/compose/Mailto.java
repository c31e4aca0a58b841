package hazel.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mime.AddressParser;
import hazel.mime.MessageIds;
import hazel.text.Harmless;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A draft from a `mailto:` link (RFC 6068).
///
/// A link is a stranger's: it fills in recipients, subject and text, and nothing else. It never
/// attaches a file and never says who the mail is from.
public final class Mailto {

    private static final int LONGEST = 1 << 20;

    private Mailto() {}

    /// What a link asked for.
    ///
    /// @param ignored names of fields that a link may not fill in, harmless
    public record Read(Draft draft, List<String> ignored) {
        public Read {
            ignored = List.copyOf(ignored);
        }
    }

    /// @param draft what the link is laid over
    /// @throws MailException where it is no mailto link
    public static Read read(String link, Draft draft) throws MailException {
        if (!link.regionMatches(true, 0, "mailto:", 0, 7) || link.length() > LONGEST) {
            throw DraftWriter.malformed("mailto", "not a mailto: link: " + Harmless.line(link));
        }
        String rest = link.substring(7);
        int fragment = rest.indexOf('#');
        rest = fragment < 0 ? rest : rest.substring(0, fragment);
        int question = rest.indexOf('?');
        Draft filled = draft;
        String path = question < 0 ? rest : rest.substring(0, question);
        if (!path.isEmpty()) {
            filled = filled.withTo(and(filled.to(), decoded(path)));
        }
        List<String> ignored = new ArrayList<>();
        for (String field : fields(question < 0 ? "" : rest.substring(question + 1))) {
            int equals = field.indexOf('=');
            String name = decoded(equals < 0 ? field : field.substring(0, equals));
            String value = equals < 0 ? "" : decoded(field.substring(equals + 1));
            Draft next = with(filled, name.toLowerCase(Locale.ROOT), value);
            if (next.equals(filled) && !value.isEmpty()) {
                ignored.add(Harmless.line(name));
            }
            filled = next;
        }
        return new Read(filled, ignored);
    }

    private static List<String> fields(String query) {
        // HTML's own way of writing an ampersand is met in links that were copied out of it.
        return Stream.of(query.replace("&amp;", "&").split("&")).filter(f -> !f.isEmpty()).toList();
    }

    private static Draft with(Draft draft, String name, String value) {
        return switch (name) {
            case "to" -> draft.withTo(and(draft.to(), value));
            case "cc" -> draft.withCc(and(draft.cc(), value));
            case "bcc" -> draft.withBcc(and(draft.bcc(), value));
            case "subject" -> draft.withSubject(Harmless.line(value));
            case "body" -> draft.withBody(body(value) + draft.body());
            case "in-reply-to" -> {
                var ids = MessageIds.parse(value);
                yield ids.isEmpty() ? draft : draft.inThread(ids.stream().findFirst(), ids);
            }
            default -> draft;
        };
    }

    private static String body(String value) {
        return String.join("\n", Harmless.block(value.replace("\r\n", "\n")));
    }

    private static List<Address> and(List<Address> before, String more) {
        return Addresses.distinct(
                Stream.concat(before.stream(), AddressParser.parse(more).stream()).toList());
    }

    /// Percent decoding; a plus sign is a plus sign here (RFC 6068 section 5).
    private static String decoded(String text) {
        var octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (c == '%' && high >= 0 && low >= 0) {
                octets.write(high * 16 + low);
                i += 2;
            } else {
                octets.writeBytes(Character.toString(c).getBytes(UTF_8));
                i += Character.charCount(c) - 1;
            }
        }
        return octets.toString(UTF_8);
    }
}
