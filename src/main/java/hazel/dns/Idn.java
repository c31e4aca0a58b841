package hazel.dns;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// Labels of a domain name in other scripts than ASCII, as the DNS has them (RFC 5890).
///
/// Java's own [IDN] is that of 2003, which takes `ß` for `ss` and the final sigma for the other: it
/// would lead to the domain of somebody else. Labels with such a character are written here, by RFC
/// 3492; every other is Java's.
final class Idn {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;

    private static final int LONGEST = 63;

    private Idn() {}

    /// Empty where a label cannot be one.
    static Optional<String> toAscii(String label) {
        if (label.chars().allMatch(c -> c < 0x80)) {
            return Optional.of(label);
        }
        String lower = label.toLowerCase(Locale.ROOT);
        try {
            return Optional.of(
                    lower.contains("\u00df") || lower.contains("\u03c2")
                            ? "xn--" + punycode(Normalizer.normalize(lower, Normalizer.Form.NFC))
                            : IDN.toASCII(label, IDN.ALLOW_UNASSIGNED));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// A name that is no such one stands as it is.
    static String toUnicode(String name) {
        return name.contains("xn--") ? IDN.toUnicode(name, IDN.ALLOW_UNASSIGNED) : name;
    }

    /// RFC 3492 section 6.3.
    private static String punycode(String label) {
        int[] points = label.codePoints().limit(LONGEST).toArray();
        var out = new StringBuilder();
        for (int c : points) {
            if (c < INITIAL_N) {
                out.append((char) c);
            }
        }
        int basic = out.length();
        int done = basic;
        if (basic > 0) {
            out.append('-');
        }
        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        while (done < points.length) {
            int next = nextAbove(points, n);
            delta += (next - n) * (done + 1);
            n = next;
            for (int c : points) {
                if (c < n) {
                    delta++;
                } else if (c == n) {
                    number(delta, bias, out);
                    bias = adapt(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
            delta++;
            n++;
        }
        return out.toString();
    }

    private static int nextAbove(int[] points, int n) {
        int next = Integer.MAX_VALUE;
        for (int c : points) {
            next = c >= n ? Math.min(next, c) : next;
        }
        return next;
    }

    private static void number(int delta, int bias, StringBuilder out) {
        int q = delta;
        for (int k = BASE; ; k += BASE) {
            int t = Math.clamp((long) k - bias, T_MIN, T_MAX);
            if (q < t) {
                out.append(digit(q));
                return;
            }
            out.append(digit(t + (q - t) % (BASE - t)));
            q = (q - t) / (BASE - t);
        }
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int adapt(int delta, int points, boolean isFirst) {
        int rest = isFirst ? delta / DAMP : delta / 2;
        rest += rest / points;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }
}
