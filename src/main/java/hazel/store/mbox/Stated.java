package hazel.store.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.Marks;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;

/// What a message's Status, X-Status and X-Keywords fields state, and the fields themselves: they
/// belong to the mailbox, not to the message.
///
/// What Hazel states it writes at the very top of the header and believes there first, so a message
/// that brings such fields of its own keeps them, and they mean nothing.
///
/// @param letters of Status and X-Status together
/// @param keywords of X-Keywords
/// @param fields where these fields stand, as offsets from the start of the header, in pairs
/// @param length of a Content-Length field at the very top, or of the first one anywhere; -1 where
///   there is none
/// @param isLengthOurs whether that field stands at the very top, as Hazel writes it
record Stated(
        String letters,
        Set<String> keywords,
        List<Integer> fields,
        long length,
        boolean isLengthOurs) {

    private static final String CONTENT_LENGTH = "content-length";

    /// In the order Hazel writes them.
    static final List<String> NAMES = List.of(CONTENT_LENGTH, "status", "x-status", "x-keywords");

    private static final Map<Flag, Character> LETTERS =
            new EnumMap<>(
                    Map.of(
                            Flag.SEEN, 'R',
                            Flag.ANSWERED, 'A',
                            Flag.FLAGGED, 'F',
                            Flag.DELETED, 'D',
                            Flag.DRAFT, 'T'));
    private static final String FORWARDED = "$Forwarded";

    private static final Stated NOTHING = new Stated("", Set.of(), List.of(), -1, false);

    Stated {
        keywords = Set.copyOf(keywords);
        fields = List.copyOf(fields);
    }

    /// @param names the fields of a header in lower case, with the offsets of each; of those that
    ///   are not in [#NAMES] the first may stand for all
    static Stated of(byte[] octets, List<HeaderField> names) {
        if (names.stream().noneMatch(field -> NAMES.contains(field.name()))) {
            return NOTHING;
        }
        Map<String, HeaderField> ours = new java.util.HashMap<>();
        for (HeaderField field : names) {
            if (!NAMES.contains(field.name()) || ours.putIfAbsent(field.name(), field) != null) {
                break;
            }
        }
        boolean isLengthOurs = ours.containsKey(CONTENT_LENGTH);
        for (HeaderField field : names) {
            if (NAMES.contains(field.name())) {
                ours.putIfAbsent(field.name(), field);
            }
        }
        List<Integer> fields = new ArrayList<>();
        for (HeaderField field : names) {
            boolean isStated =
                    field.equals(ours.get(field.name()))
                            && (isLengthOurs || !field.name().equals(CONTENT_LENGTH));
            if (isStated) {
                fields.add(field.start());
                fields.add(field.end());
            }
        }
        String letters = value(octets, ours.get("status")) + value(octets, ours.get("x-status"));
        String words = value(octets, ours.get("x-keywords"));
        Set<String> keywords = new TreeSet<>();
        var each = new StringTokenizer(words);
        while (each.hasMoreTokens()) {
            keywords.add(each.nextToken());
        }
        String length = value(octets, ours.get(CONTENT_LENGTH));
        return new Stated(lettersIn(letters), keywords, fields, length(length), isLengthOurs);
    }

    private static String lettersIn(String value) {
        var letters = new StringBuilder(value.length());
        for (char c : value.toCharArray()) {
            if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
                letters.append(c);
            }
        }
        return letters.toString();
    }

    private static long length(String value) {
        boolean isNumber = !value.isEmpty() && value.length() <= 15;
        for (int i = 0; i < value.length(); i++) {
            isNumber &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        return isNumber ? Long.parseLong(value) : -1;
    }

    private static String value(
            byte[] octets, @org.jspecify.annotations.Nullable HeaderField field) {
        if (field == null) {
            return "";
        }
        String line = new String(octets, field.from(), field.to() - field.from(), UTF_8);
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /// A set of its own, free to be changed.
    Set<Flag> flags() {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        LETTERS.forEach((flag, letter) -> {
            if (letters.indexOf(letter) >= 0) {
                flags.add(flag);
            }
        });
        if (keywords.contains(FORWARDED)) {
            flags.add(Flag.FORWARDED);
        }
        if (letters.indexOf('O') < 0 && letters.indexOf('R') < 0) {
            flags.add(Flag.RECENT);
        }
        return flags;
    }

    /// The keywords but for the one that is a [Flag].
    Set<String> words() {
        Set<String> words = new TreeSet<>(keywords);
        words.remove(FORWARDED);
        return words;
    }

    int octets() {
        int sum = 0;
        for (int i = 0; i < fields.size(); i += 2) {
            sum += fields.get(i + 1) - fields.get(i);
        }
        return sum;
    }

    /// The same message with other flags; letters of other programs stay.
    Stated changed(FlagChange change) {
        Marks after = new Marks(flags(), words()).changed(change);
        return with(after.flags(), after.keywords());
    }

    private Stated with(Set<Flag> flags, Set<String> words) {
        var all = new StringBuilder();
        for (Flag flag : Flag.values()) {
            if (flags.contains(flag) && LETTERS.containsKey(flag)) {
                all.append(LETTERS.get(flag));
            }
        }
        for (char letter : letters.toCharArray()) {
            if (!LETTERS.containsValue(letter) && all.indexOf(String.valueOf(letter)) < 0) {
                all.append(letter);
            }
        }
        // Whoever sets a flag has seen that the message is there.
        if (all.indexOf("O") < 0) {
            all.append('O');
        }
        Set<String> keywords = new TreeSet<>(words);
        if (flags.contains(Flag.FORWARDED)) {
            keywords.add(FORWARDED);
        }
        return new Stated(all.toString(), keywords, fields, length, isLengthOurs);
    }

    static Stated fresh(Set<Flag> flags, Set<String> words) {
        boolean isPlain = words.isEmpty() && (flags.isEmpty() || flags.equals(Set.of(Flag.RECENT)));
        return isPlain ? NOTHING : NOTHING.with(flags, words);
    }

    /// The fields as they are written. A field without a value is written only where the message
    /// brings one of that name itself, which would be believed otherwise.
    ///
    /// @param own names of fields in the message, in lower case
    byte[] lines(Set<String> own) {
        var status = new StringBuilder();
        var more = new StringBuilder();
        for (char letter : letters.toCharArray()) {
            ("AFDT".indexOf(letter) >= 0 ? more : status).append(letter);
        }
        var out = new ByteArrayOutputStream();
        write(out, "Content-Length: ", isLengthOurs ? Long.toString(length) : "", Set.of());
        write(out, "Status: ", status.toString(), own);
        write(out, "X-Status: ", more.toString(), own);
        write(out, "X-Keywords: ", String.join(" ", new TreeSet<>(keywords)), own);
        return out.toByteArray();
    }

    private static void write(
            ByteArrayOutputStream out, String name, String value, Set<String> own) {
        String key = name.substring(0, name.length() - 2).toLowerCase(Locale.ROOT);
        if (!value.isEmpty() || own.contains(key)) {
            out.writeBytes(name.getBytes(ISO_8859_1));
            out.writeBytes(value.getBytes(UTF_8));
            out.write('\n');
        }
    }

    Stated withLength(long octets) {
        return new Stated(letters, keywords, fields, octets, true);
    }

    /// A field of a header.
    ///
    /// @param name in lower case
    /// @param start offset from the start of the header; `end` is behind its line end
    /// @param from the same as indices of the array the header was read into
    record HeaderField(String name, int start, int end, int from, int to) {}
}
