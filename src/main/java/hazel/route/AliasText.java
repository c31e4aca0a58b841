package hazel.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A file of aliases as sendmail, Postfix and Exim have them (aliases(5)): `name: item, item`, more
/// items on lines that begin with white space, comments from `#` at the beginning of a line. Pure.
///
/// @param aliases by name in lower case; of a name that is there twice the first
/// @param mistakes where a line is not like that
record AliasText(Map<String, Entry> aliases, List<Mistake> mistakes) {

    /// @param line from 1
    record Entry(int line, List<Item> items) {}

    record Mistake(int line, String words) {}

    static AliasText of(String text) {
        Map<String, Entry> aliases = new LinkedHashMap<>();
        List<Mistake> mistakes = new ArrayList<>();
        String[] lines = text.split("\r?\n", -1);
        int at = 0;
        while (at < lines.length) {
            int first = at;
            var whole = new StringBuilder(lines[at++]);
            while (at < lines.length && isContinued(lines[at])) {
                whole.append(lines[at].startsWith("#") ? "" : "\n" + lines[at]);
                at++;
            }
            String line = whole.toString();
            if (!line.isBlank() && !line.startsWith("#")) {
                read(line, first + 1, aliases, mistakes);
            }
        }
        return new AliasText(aliases, mistakes);
    }

    private static boolean isContinued(String line) {
        return !line.isBlank() && (line.startsWith(" ") || line.startsWith("\t"));
    }

    private static void read(
            String line, int number, Map<String, Entry> aliases, List<Mistake> mistakes) {
        int colon = colon(line);
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.isEmpty() || name.startsWith(" ")) {
            mistakes.add(new Mistake(number, "expected NAME: ADDRESS, ADDRESS"));
            return;
        }
        List<Item> items = Item.list(line.substring(colon + 1), Router.MOST_STEPS);
        for (Item item : items) {
            if (item instanceof Item.Unknown(var what)) {
                mistakes.add(new Mistake(number, "cannot understand '" + what + "'"));
            }
        }
        String key = name.toLowerCase(Locale.ROOT);
        if (aliases.putIfAbsent(key, new Entry(number, items)) != null) {
            mistakes.add(
                    new Mistake(
                            number,
                            "'%s' is there already, on line %d, which counts"
                                    .formatted(name, aliases.get(key).line())));
        }
    }

    /// The colon that stands in no quotes.
    private static int colon(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == '"';
            if (line.charAt(i) == ':' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
