package hazel.mime;

import org.mozilla.universalchardet.UniversalDetector;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Turns octets into text although the charset label may be missing, misspelt or wrong.
///
/// A label that is known and fits is believed, after the widening every reader makes: who writes
/// `iso-8859-1` means windows-1252, `gb2312` GB18030, `ks_c_5601-1987` windows-949.
final class Charsets {

    private static final int SAMPLE = 1 << 16;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final Map<String, String> MEANT =
            Map.ofEntries(
                    Map.entry("iso-8859-1", "windows-1252"),
                    Map.entry("iso8859-1", "windows-1252"),
                    Map.entry("iso_8859-1", "windows-1252"),
                    Map.entry("latin1", "windows-1252"),
                    Map.entry("latin-1", "windows-1252"),
                    Map.entry("cp1252", "windows-1252"),
                    Map.entry("ansi", "windows-1252"),
                    Map.entry("iso-8859-9", "windows-1254"),
                    Map.entry("iso-8859-11", "x-windows-874"),
                    Map.entry("windows-874", "x-windows-874"),
                    Map.entry("tis-620", "x-windows-874"),
                    Map.entry("iso-8859-8-i", "iso-8859-8"),
                    Map.entry("iso-8859-8-e", "iso-8859-8"),
                    Map.entry("gb2312", "GB18030"),
                    Map.entry("gb_2312-80", "GB18030"),
                    Map.entry("gbk", "GB18030"),
                    Map.entry("cp936", "GB18030"),
                    Map.entry("x-gbk", "GB18030"),
                    Map.entry("big5", "Big5-HKSCS"),
                    Map.entry("ks_c_5601-1987", "x-windows-949"),
                    Map.entry("ks_c_5601", "x-windows-949"),
                    Map.entry("ksc5601", "x-windows-949"),
                    Map.entry("euc-kr", "x-windows-949"),
                    Map.entry("cp949", "x-windows-949"),
                    Map.entry("windows-949", "x-windows-949"),
                    Map.entry("shift_jis", "windows-31j"),
                    Map.entry("shift-jis", "windows-31j"),
                    Map.entry("sjis", "windows-31j"),
                    Map.entry("x-sjis", "windows-31j"),
                    Map.entry("cp932", "windows-31j"),
                    Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
                    Map.entry("utf8", "UTF-8"),
                    Map.entry("utf-8n", "UTF-8"),
                    Map.entry("unicode-1-1-utf-8", "UTF-8"),
                    Map.entry("ascii", "US-ASCII"),
                    Map.entry("macintosh", "x-MacRoman"),
                    Map.entry("mac", "x-MacRoman"));

    private Charsets() {}

    /// The text of `octets[from, to)`, given the label it carries, empty for none.
    static String decode(byte[] octets, int from, int to, String label) {
        String name = label.strip().toLowerCase(Locale.ROOT);
        int start = startsWith(octets, from, to, 0xef, 0xbb, 0xbf) ? from + 3 : from;
        if (isAscii(octets, start, to) && (name.isEmpty() || isAsciiBased(name))) {
            return new String(octets, start, to - start, StandardCharsets.ISO_8859_1);
        }
        if (name.equals("utf-7") || name.equals("unicode-1-1-utf-7")) {
            return Utf7.decode(new String(octets, start, to - start, StandardCharsets.ISO_8859_1));
        }
        Optional<Charset> known = find(name);
        boolean byteOrderMark =
                startsWith(octets, from, to, 0xff, 0xfe)
                        || startsWith(octets, from, to, 0xfe, 0xff);
        if (byteOrderMark && known.filter(c -> !c.name().startsWith("UTF-16")).isEmpty()) {
            return new String(octets, from, to - from, StandardCharsets.UTF_16);
        }
        if (known.isEmpty() || known.get().equals(StandardCharsets.US_ASCII)) {
            return guessed(octets, start, to);
        }
        if (known.get().equals(StandardCharsets.UTF_8)) {
            return utf8(octets, start, to);
        }
        return new String(octets, start, to - start, known.get());
    }

    /// The charset a label means, empty where nobody knows.
    static Optional<Charset> find(String label) {
        String name = label.strip().toLowerCase(Locale.ROOT);
        try {
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Charset.forName(MEANT.getOrDefault(name, name)));
        } catch (IllegalArgumentException _) { // unknown, or not even a legal name
            return Optional.empty();
        }
    }

    static boolean isAscii(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /// Text whose label is UTF-8. Where it is broken, the damage is shown, unless nothing in it is
    /// UTF-8 at all: then it is Latin text with the wrong label.
    private static String utf8(byte[] octets, int from, int to) {
        Optional<String> strict = strictUtf8(octets, from, to);
        if (strict.isPresent()) {
            return strict.get();
        }
        String repaired = new String(octets, from, to - from, StandardCharsets.UTF_8);
        boolean someFits = repaired.chars().anyMatch(c -> c >= 0x80 && c != 0xfffd);
        return someFits ? repaired : new String(octets, from, to - from, WINDOWS_1252);
    }

    private static String guessed(byte[] octets, int from, int to) {
        boolean escapes = hasEscape(octets, from, to);
        Optional<String> strict = escapes ? Optional.empty() : strictUtf8(octets, from, to);
        if (strict.isPresent()) {
            return strict.get();
        }
        if (!escapes && isLatin(octets, from, to)) {
            return new String(octets, from, to - from, WINDOWS_1252);
        }
        var detector = new UniversalDetector();
        detector.handleData(octets, from, Math.min(to - from, SAMPLE));
        detector.dataEnd();
        String detected = detector.getDetectedCharset();
        Charset charset = detected == null ? WINDOWS_1252 : find(detected).orElse(WINDOWS_1252);
        if (charset.equals(StandardCharsets.US_ASCII) || charset.equals(StandardCharsets.UTF_8)) {
            return escapes
                    ? new String(octets, from, to - from, StandardCharsets.UTF_8)
                    : utf8(octets, from, to);
        }
        return new String(octets, from, to - from, charset);
    }

    /// Whether most of what is not ASCII stands alone or in pairs beside ASCII letters, as accented
    /// letters do. The detector takes short Latin text for Cyrillic.
    private static boolean isLatin(byte[] octets, int from, int to) {
        int accents = 0;
        int others = 0;
        int start = from;
        for (int i = from; i <= to && i - from < SAMPLE; i++) {
            if (i < to && octets[i] < 0) {
                continue;
            }
            int run = i - start;
            boolean beside =
                    (i < to && Character.isLetter(octets[i]))
                            || (start > from && Character.isLetter(octets[start - 1]));
            if (run > 0 && run <= 2 && beside) {
                accents++;
            } else if (run > 0) {
                others++;
            }
            start = i + 1;
        }
        return accents > others;
    }

    private static Optional<String> strictUtf8(byte[] octets, int from, int to) {
        var decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            return Optional.of(decoder.decode(ByteBuffer.wrap(octets, from, to - from)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    static boolean isUtf8(byte[] octets, int from, int to) {
        return strictUtf8(octets, from, to).isPresent();
    }

    private static boolean isAsciiBased(String name) {
        return name.startsWith("utf-8")
                || name.startsWith("us-ascii")
                || name.startsWith("iso-8859")
                || name.startsWith("windows-125");
    }

    private static boolean hasEscape(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == 0x1b) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] octets, int from, int to, int... start) {
        if (to - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((octets[from + i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
