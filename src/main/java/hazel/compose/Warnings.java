package hazel.compose;

import hazel.mail.Address;
import hazel.mail.LocalPart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a careful friend would say before a message goes out. None of it keeps it from going.
public final class Warnings {

    private static final int MANY = 15;

    /// Words for 'attached' as people write them, in the languages of Europe and in Chinese and
    /// Japanese.
    private static final Pattern ATTACHED =
            Pattern.compile(
                    "\\b(?:attach(?:ed|ment|ments|ing)?|enclosed|anhang|angehängt|beigefügt|anbei"
                            + "|ci-joint|pièces? jointes?|adjunt[oa]s?|allegat[oia]|em anexo"
                            + "|bijlagen?|bifogat|bilag|vedlagt|вложени[еи]|załącznik\\w*)\\b"
                            + "|附件|添付",
                    Pattern.CASE_INSENSITIVE
                            | Pattern.UNICODE_CASE
                            | Pattern.UNICODE_CHARACTER_CLASS);

    private Warnings() {}

    /// Each a short sentence with its full stop; none where nothing is to be said.
    ///
    /// @param known addresses written to before
    public static List<String> of(Draft draft, Collection<Address> known) {
        List<String> warnings = new ArrayList<>();
        if (draft.subject().isBlank()) {
            warnings.add("No subject.");
        }
        if (draft.attachments().isEmpty() && speaksOfAttachment(draft.body())) {
            warnings.add("Nothing is attached.");
        }
        int visible = draft.to().size() + draft.cc().size();
        if (visible >= MANY) {
            warnings.add(visible + " recipients see each other's addresses.");
        }
        draft.recipients().stream()
                .flatMap(a -> odd(a).stream())
                .findFirst()
                .ifPresent(warnings::add);
        draft.recipients().stream()
                .flatMap(a -> resembling(a, known).stream())
                .findFirst()
                .ifPresent(warnings::add);
        return warnings;
    }

    /// In the writer's own words: not in what is quoted or sent on, nor in the signature.
    private static boolean speaksOfAttachment(String body) {
        return own(body)
                .filter(line -> !line.startsWith(">"))
                .anyMatch(l -> ATTACHED.matcher(l).find());
    }

    private static Stream<String> own(String body) {
        return body.lines()
                .takeWhile(line ->
                        !line.equals(Signature.SEPARATOR)
                                && !line.startsWith("---------- Forwarded message"));
    }

    private static Optional<String> odd(Address address) {
        return new LocalPart(address.localPart())
                .fault()
                .map(fault -> address.addrSpec() + " may be refused: " + fault + ".");
    }

    private static Optional<String> resembling(Address address, Collection<Address> known) {
        if (known.stream().anyMatch(address::isSameMailbox)) {
            return Optional.empty();
        }
        return known.stream()
                .filter(other -> isNear(address.key(), other.key()))
                .findFirst()
                .map(other ->
                        address.addrSpec() + " is new, and looks like " + other.addrSpec() + ".");
    }

    /// Whether one letter was added, left out, changed or two were exchanged, in an address long
    /// enough for that to be strange.
    private static boolean isNear(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 1 || a.length() < 10) {
            return false;
        }
        int same = 0;
        int shorter = Math.min(a.length(), b.length());
        while (same < shorter && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        String restA = a.substring(same);
        String restB = b.substring(same);
        return tail(restA, 1).equals(tail(restB, 1))
                || restA.equals(tail(restB, 1))
                || tail(restA, 1).equals(restB)
                || (restA.length() > 1
                        && restB.length() > 1
                        && restA.charAt(0) == restB.charAt(1)
                        && restA.charAt(1) == restB.charAt(0)
                        && tail(restA, 2).equals(tail(restB, 2)));
    }

    private static String tail(String text, int from) {
        return text.length() <= from ? "" : text.substring(from);
    }
}
