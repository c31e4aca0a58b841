package hazel.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/// Lays the lines of one keymap file over tables. Used for one file and thrown away.
final class KeymapReader {

    /// Where the command should stand to take a binding away.
    private static final String NOTHING = "nothing";

    /// What stands in angles, after the letters for Ctrl, Alt and Shift.
    private static final Set<String> NAMES = names();

    private final Map<Context, Map<List<String>, Call>> tables;

    /// With what sequences of several keys begin, and perhaps some that are taken away again: a key
    /// map is read at every start, and so no line may look at all others.
    private final Map<Context, Set<List<String>>> beginnings = new EnumMap<>(Context.class);

    private final List<Keymap.Mistake> mistakes = new ArrayList<>();
    private Keymap.Look look;

    KeymapReader(Keymap.Look look, Map<Context, Map<List<String>, Call>> tables) {
        this.look = look;
        this.tables = tables;
    }

    Keymap.Look look() {
        return look;
    }

    Map<Context, Map<List<String>, Call>> tables() {
        return tables;
    }

    List<Keymap.Mistake> mistakes() {
        return mistakes;
    }

    void line(int number, String line) {
        String text = line.strip();
        if (text.isEmpty() || text.equals("#") || text.startsWith("# ")) {
            return;
        }
        String[] words = words(text);
        if (words[0].equals("look")) {
            look(number, words);
            return;
        }
        Optional<Context> context = Context.named(words[0]);
        if (context.isEmpty()) {
            mistake(number, "no such context: " + words[0]);
            return;
        }
        int command = commandAt(words);
        if (command < 0) {
            mistake(number, "no such command: " + words[words.length - 1]);
            return;
        }
        List<String> keys = Arrays.asList(words).subList(1, command);
        for (String key : keys) {
            if (!isKey(key)) {
                mistake(number, "no such key: " + key);
                return;
            }
        }
        String argument = String.join(" ", Arrays.asList(words).subList(command + 1, words.length));
        bind(context.get(), List.copyOf(keys), Command.named(words[command]), argument);
    }

    // A key map is read at every start, and so without regular expressions: those cost
    // milliseconds to begin.
    private static String[] words(String text) {
        var words = new ArrayList<String>();
        for (var each = new StringTokenizer(text); each.hasMoreTokens(); ) {
            words.add(each.nextToken());
        }
        return words.toArray(String[]::new);
    }

    private void look(int number, String[] words) {
        String value = words.length == 2 ? words[1] : "";
        Optional<Keymap.Look> named =
                Arrays.stream(Keymap.Look.values())
                        .filter(l -> l.name().toLowerCase(Locale.ROOT).equals(value))
                        .findFirst();
        named.ifPresentOrElse(l -> look = l, () -> mistake(number, "look is line or menu"));
    }

    /// The first word that names a command and has a key before it.
    private static int commandAt(String[] words) {
        for (int i = 2; i < words.length; i++) {
            if (words[i].equals(NOTHING) || Command.named(words[i]).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    /// @param command empty to take the binding away
    private void bind(
            Context context, List<String> keys, Optional<Command> command, String argument) {
        Map<List<String>, Call> table = tables.computeIfAbsent(context, _ -> new LinkedHashMap<>());
        Set<List<String>> begun = beginnings.computeIfAbsent(context, _ -> beginnings(table));
        for (int length = 1; length <= keys.size(); length++) {
            table.remove(keys.subList(0, length));
        }
        if (begun.contains(keys)) {
            table.keySet().removeIf(other -> Keymap.isLonger(other, keys));
        }
        if (command.isPresent()) {
            table.put(keys, new Call(command.get(), argument));
            begin(keys, begun);
        }
    }

    private static Set<List<String>> beginnings(Map<List<String>, Call> table) {
        Set<List<String>> begun = new HashSet<>();
        table.keySet().forEach(keys -> begin(keys, begun));
        return begun;
    }

    private static void begin(List<String> keys, Set<List<String>> begun) {
        for (int length = 1; length < keys.size(); length++) {
            begun.add(keys.subList(0, length));
        }
    }

    /// Whether this is a name that a key has: one printable character, or a name in angles.
    static boolean isKey(String word) {
        if (word.startsWith("<") && word.length() > 1) {
            return word.endsWith(">") && isNamed(word.substring(1, word.length() - 1));
        }
        return isCharacter(word) && !word.equals("<");
    }

    private static boolean isNamed(String inside) {
        int at = 0;
        while (at + 2 < inside.length()
                && inside.charAt(at + 1) == '-'
                && "CAS".indexOf(inside.charAt(at)) >= 0) {
            at += 2;
        }
        String name = inside.substring(at);
        return NAMES.contains(name) || isCharacter(name) && !name.equals("<") && !name.equals(">");
    }

    private static boolean isCharacter(String text) {
        return text.codePointCount(0, text.length()) == 1;
    }

    private static Set<String> names() {
        var names =
                new HashSet<>(
                        List.of(
                                "Lt",
                                "Gt",
                                "Space",
                                "Tab",
                                "BackTab",
                                "Enter",
                                "Esc",
                                "Backspace",
                                "Delete",
                                "Insert",
                                "Up",
                                "Down",
                                "Left",
                                "Right",
                                "Home",
                                "End",
                                "PageUp",
                                "PageDown"));
        for (int n = 1; n <= 24; n++) {
            names.add("F" + n);
        }
        return names;
    }

    private void mistake(int number, String message) {
        mistakes.add(new Keymap.Mistake(number, message));
    }
}
