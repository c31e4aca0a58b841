package hazel.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.index.packed.Texts;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;

/// What is looked for in many texts; where it and they are ASCII, without making a string of each.
final class Needle {

    private static final String MEANING_MORE = "|()[]{}\\?";

    private final Predicate<String> match;
    private final boolean isWhole;

    /// Without which it is nowhere, or empty; in small letters where case does not matter.
    private final String literal;

    /// Those of a literal in ASCII, or none.
    private final byte[] octets;

    private final boolean isAnyCase;

    Needle(Query.Match wanted) {
        match = wanted.test();
        String typed =
                switch (wanted) {
                    case Query.Match.Literal(var text) -> text;
                    case Query.Match.Regex(var expression) -> expression;
                    case Query.Match.Words _ -> "";
                };
        isWhole = wanted instanceof Query.Match.Literal;
        literal = isWhole ? typed : required(typed);
        boolean isAscii = literal.chars().allMatch(c -> c < 0x80);
        octets = isAscii ? literal.getBytes(US_ASCII) : new byte[0];
        isAnyCase = typed.equals(typed.toLowerCase(Locale.ROOT));
    }

    /// The longest text that is in whatever fits a plain expression, such as `ment.*son`.
    private static String required(String expression) {
        if (expression.chars().anyMatch(c -> MEANING_MORE.indexOf(c) >= 0 || c >= 0x80)) {
            return "";
        }
        return Arrays.stream(expression.replaceAll(".\\*", "*").split("[*+.^$]"))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /// Whether to have its literal is enough.
    boolean isWhole() {
        return isWhole;
    }

    boolean mayGoOverSpaces() {
        return literal.isEmpty() || literal.contains(" ");
    }

    boolean isIn(String text) {
        return match.test(text);
    }

    boolean isIn(Texts texts, int number) {
        return mayBeIn(texts, number) && (isWhole || match.test(texts.get(number)));
    }

    /// Whether its literal is in a text; of an expression in a text that is not ASCII nothing is
    /// known, because of letters such as the Kelvin sign.
    boolean mayBeIn(Texts texts, int number) {
        byte[] block = texts.block(number);
        int start = texts.start(number);
        int end = start + texts.length(number);
        if (octets.length > 0 && isAscii(block, start, end)) {
            return isIn(block, start, end);
        }
        return !isWhole || match.test(texts.get(number));
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
