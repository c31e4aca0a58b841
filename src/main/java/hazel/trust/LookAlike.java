package hazel.trust;

import hazel.dns.DomainName;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What a domain looks like to somebody who does not look closely (as UTS #39 has it): letters of
/// other scripts, digits and pairs of letters that pass for Latin letters.
final class LookAlike {

    /// Letters that are drawn like the Latin ones at the same places of [#DRAWN].
    private static final String LETTERS = "асԁеһіјӏорԛѕухԝвкмнтαβεικνορτυχωıɑɡɪ";

    private static final String DRAWN = "acdehijlopqsyxwbkmhtabeikvoptuxwiagi";

    private LookAlike() {}

    /// Whether one label mixes scripts in a way that no language does: Latin with Cyrillic or
    /// Greek.
    static boolean isMixed(DomainName domain) {
        return Arrays.stream(domain.unicode().split("\\.")).anyMatch(LookAlike::mixes);
    }

    private static boolean mixes(String label) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        label.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        boolean isOther =
                scripts.contains(UnicodeScript.CYRILLIC) || scripts.contains(UnicodeScript.GREEK);
        return scripts.contains(UnicodeScript.LATIN) && isOther;
    }

    /// Whether a label of another script looks like Latin letters from its first letter to its
    /// last, under a top-level domain that is written in Latin ones.
    static boolean isDisguised(DomainName domain) {
        String[] labels = domain.unicode().split("\\.");
        return isAscii(labels[labels.length - 1])
                && Arrays.stream(labels)
                        .filter(label -> label.codePoints().noneMatch(LookAlike::isLatin))
                        .anyMatch(label -> !isAscii(label) && isAscii(drawn(label)));
    }

    private static boolean isLatin(int c) {
        return UnicodeScript.of(c) == UnicodeScript.LATIN;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /// Whether two domains that are not the same look the same.
    static boolean isAlike(DomainName one, DomainName other) {
        return !one.equals(other) && skeleton(one).equals(skeleton(other));
    }

    private static String skeleton(DomainName domain) {
        return drawn(domain.unicode())
                .replace('0', 'o')
                .replace('1', 'l')
                .replace('i', 'l')
                .replace("rn", "m")
                .replace("vv", "w")
                .replace("cl", "d");
    }

    private static String drawn(String text) {
        var out = new StringBuilder();
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .forEach(c -> {
                    int at = LETTERS.indexOf(c);
                    out.appendCodePoint(at < 0 ? c : DRAWN.charAt(at));
                });
        return out.toString();
    }
}
