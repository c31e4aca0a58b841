package hazel.store.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Takes the top of a message apart: the line that may begin it, and its header.
final class HeadParser {

    /// More than any name that matters has, white space around it counted.
    private static final int LONGEST_NAME = 40;

    private static final Set<String> CHANGING =
            Set.of(
                    "status",
                    "x-status",
                    "x-keywords",
                    "x-uid",
                    "x-imap",
                    "x-imapbase",
                    "content-length",
                    "lines");

    private final MessageDigest digest = sha256();

    /// The message that a line begins; null where that is a line of text.
    ///
    /// @param at where the line begins, and `body` behind the header
    MboxReader.@Nullable Head head(MboxReader.Mark mark, byte[] octets, int at, int body) {
        int first = lineAfter(octets, at, body);
        int second = lineAfter(octets, first, body);
        String line = text(octets, at, first);
        if (!FromLine.isOne(line, text(octets, first, second), mark.blank() > 0)) {
            return null;
        }
        digest.update(octets, at, line.length());
        List<Stated.HeaderField> fields = new ArrayList<>(2);
        boolean isHidden = false;
        int next;
        for (int start = first; start < body; start = next) {
            next = lineAfter(octets, start, body);
            while (next < body && (octets[next] == ' ' || octets[next] == '\t')) {
                next = lineAfter(octets, next, body);
            }
            String name = name(octets, start, next);
            if (!CHANGING.contains(name)) {
                digest.update(octets, start, next - start);
            }
            isHidden |=
                    name.equals("subject")
                            && text(octets, start, next).contains("FOLDER INTERNAL DATA");
            if (fields.isEmpty()
                    || Stated.NAMES.contains(name)
                    || Stated.NAMES.contains(fields.getLast().name())) {
                fields.add(new Stated.HeaderField(name, start - first, next - first, start, next));
            }
        }
        Stated stated = Stated.of(octets, fields);
        String hash = HexFormat.of().formatHex(digest.digest(), 0, SlotName.DIGITS / 2);
        return new MboxReader.Head(
                mark, mark.start() + first - at, mark.start() + body - at, stated, hash, isHidden);
    }

    /// A field's name in lower case where it may be one that matters, else nothing.
    private static String name(byte[] octets, int start, int end) {
        if ("scxl \t".indexOf(octets[start] | 0x20) < 0) {
            return "";
        }
        int colon = start;
        while (colon < end && octets[colon] != ':' && colon - start < LONGEST_NAME) {
            colon++;
        }
        return new String(octets, start, colon - start, ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static String text(byte[] octets, int from, int to) {
        int end = to;
        while (end > from && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
            end--;
        }
        return new String(octets, from, Math.min(end - from, 1000), ISO_8859_1);
    }

    /// Where the line after the one at an offset begins, or `to`.
    private static int lineAfter(byte[] octets, int at, int to) {
        int i = at;
        while (i < to && octets[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, to);
    }

    /// Behind the empty line, or -1 where there is none.
    static int headerEnd(byte[] octets, int at, int to) {
        for (int i = at; i < to - 1; i++) {
            if (octets[i] == '\n') {
                if (octets[i + 1] == '\n') {
                    return i + 2;
                }
                if (octets[i + 1] == '\r' && i + 2 < to && octets[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return -1;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
