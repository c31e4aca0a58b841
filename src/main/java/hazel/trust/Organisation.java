package hazel.trust;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Whose a domain is, as far as the name alone tells: `mx1.example.co.uk` is of `example.co.uk`.
///
/// A guess, good for comparing two names and for nothing that a message is refused for: without the
/// list of public suffixes, which changes every week, a domain like `example.gov.tt` cannot be told
/// from a registry's. What DMARC calls the organisational domain is asked of the DNS instead.
public final class Organisation {

    /// Second-level domains under which countries register others.
    private static final Set<String> REGISTRIES =
            Set.of(
                    "ac", "co", "com", "edu", "gob", "gouv", "gov", "govt", "gv", "id", "ltd", "me",
                    "mil", "ne", "net", "nom", "or", "org", "plc", "sch", "school");

    /// Names under these are used inside of networks.
    private static final Set<String> INSIDE =
            Set.of("arpa", "home", "internal", "lan", "local", "localdomain", "localhost");

    /// RFC 1035 section 2.3.4.
    private static final int LONGEST = 253;

    private Organisation() {}

    /// @param host in the form of RFC 1035, or as somebody wrote it
    public static String of(String host) {
        List<String> labels =
                Arrays.asList(host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "").split("\\."));
        int size = labels.size();
        boolean isUnderRegistry =
                size > 2
                        && labels.getLast().length() == 2
                        && REGISTRIES.contains(labels.get(size - 2));
        return String.join(
                ".", labels.subList(Math.max(0, size - (isUnderRegistry ? 3 : 2)), size));
    }

    /// Never of names that are nobody's on the Internet, `localhost` or `mail`, but where they are
    /// alike.
    static boolean isSame(String one, String other) {
        return of(one).equals(of(other));
    }

    /// Whether it could be found by others.
    static boolean isPublic(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        String[] labels = name.split("\\.", -1);
        return name.length() <= LONGEST
                && labels.length > 1
                && Arrays.stream(labels).allMatch(l -> l.matches("[\\p{L}\\p{N}_-]{1,63}"))
                && Character.isLetter(labels[labels.length - 1].codePointAt(0))
                && !INSIDE.contains(labels[labels.length - 1]);
    }
}
