package hazel.mime;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Makes the name a stranger gave an attachment fit to be a file name here.
public final class FileNames {

    private static final int LONGEST = 200;

    private static final Set<String> RESERVED =
            Set.of("con", "prn", "aux", "nul", "conin$", "conout$");

    private FileNames() {}

    /// One path component that is safe in any folder on any file system: the last component of what
    /// was suggested, without controls, invisible characters, bidirectional marks and the
    /// characters Windows reserves, not beginning with a dot, dash or tilde, at most 200 octets in
    /// UTF-8 with its extension kept. Where nothing is left, the fallback, treated the same way; at
    /// worst `attachment`.
    public static String harmless(String suggested, String fallback) {
        String name = cleaned(suggested);
        if (name.isEmpty()) {
            name = cleaned(fallback);
        }
        return name.isEmpty() ? "attachment" : name;
    }

    private static String cleaned(String suggested) {
        int slash = Math.max(suggested.lastIndexOf('/'), suggested.lastIndexOf('\\'));
        var out = new StringBuilder();
        suggested
                .substring(slash + 1)
                .codePoints()
                .limit(4096)
                .filter(c -> !isHidden(c))
                .map(FileNames::replaced)
                .forEach(out::appendCodePoint);
        String name = out.toString().strip();
        int start = 0;
        while (start < name.length() && ".-~ ".indexOf(name.charAt(start)) >= 0) {
            start++;
        }
        int end = name.length();
        while (end > start && ". ".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        return shortened(unreserved(name.substring(start, end)));
    }

    /// What vanishes: controls, formats (bidirectional marks, zero-width characters, tags),
    /// surrogates, unassigned and line ends.
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
        };
    }

    /// Look-alikes of the slash, shell and Windows wildcards become `_`; every space a plain one.
    private static int replaced(int c) {
        if (Character.isSpaceChar(c)) {
            return ' ';
        }
        boolean bad =
                "<>:\"|?*`$;&!'\n".indexOf(c) >= 0
                        || c == 0x2044
                        || c == 0x2215
                        || c == 0x29f8
                        || c == 0xff0f
                        || c == 0xff3c;
        return bad ? '_' : c;
    }

    /// Windows opens a device for `con.txt` too.
    private static String unreserved(String name) {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        return RESERVED.contains(stem) || stem.matches("(com|lpt)[0-9¹²³]") ? "_" + name : name;
    }

    private static String shortened(String name) {
        if (octets(name) <= LONGEST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && octets(name.substring(dot)) <= 20 ? name.substring(dot) : "";
        int room = LONGEST - octets(extension);
        int end = 0;
        int used = 0;
        while (end < name.length()) {
            int next = end + Character.charCount(name.codePointAt(end));
            int size = octets(name.substring(end, next));
            if (used + size > room) {
                break;
            }
            used += size;
            end = next;
        }
        return name.substring(0, end).strip() + extension;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
