package hazel.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.index.packed.Texts;

import java.util.Locale;
import java.util.function.Predicate;

/// What is looked for in many texts; where it and they are ASCII, without making a string of each.
final class Needle {

    private final Predicate<String> match;

    /// In small letters where case does not matter; empty where it is a regular expression.
    private final String literal;

    /// Those of a literal in ASCII, or none.
    private final byte[] octets;

    private final boolean isAnyCase;

    Needle(Query.Match wanted) {
        match = wanted.test();
        literal =
                switch (wanted) {
                    case Query.Match.Literal(var typed) -> typed;
                    case Query.Match.Regex _ -> "";
                };
        boolean isAscii = literal.chars().allMatch(c -> c < 0x80);
        octets = isAscii ? literal.getBytes(US_ASCII) : new byte[0];
        isAnyCase = literal.equals(literal.toLowerCase(Locale.ROOT));
    }

    /// Whether it is in two texts, one behind the other, only where it is in one of them or goes
    /// over from one to the other.
    boolean isLiteral() {
        return !literal.isEmpty();
    }

    boolean mayGoOverSpaces() {
        return literal.isEmpty() || literal.contains(" ");
    }

    boolean isIn(String text) {
        return match.test(text);
    }

    boolean isIn(Texts texts, int number) {
        byte[] block = texts.block(number);
        int start = texts.start(number);
        int end = start + texts.length(number);
        return octets.length == 0 || !isAscii(block, start, end)
                ? match.test(texts.get(number))
                : isIn(block, start, end);
    }

    /// Whether it can begin in a text and end in what comes behind it.
    boolean mayBeginIn(String text) {
        if (literal.isEmpty()) {
            return true;
        }
        String before = isAnyCase ? text.toLowerCase(Locale.ROOT) : text;
        for (int from = 0; from < before.length(); from++) {
            if (literal.startsWith(before.substring(from))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(byte[] block, int start, int end) {
        int all = 0;
        for (int i = start; i < end; i++) {
            all |= block[i];
        }
        return all >= 0;
    }

    private boolean isIn(byte[] block, int start, int end) {
        int last = end - octets.length;
        byte first = octets[0];
        for (int at = start; at <= last; at++) {
            if (folded(block[at]) == first && isSame(block, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSame(byte[] block, int at) {
        for (int i = 1; i < octets.length; i++) {
            if (folded(block[at + i]) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    private byte folded(byte octet) {
        return isAnyCase && octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
    }
}
