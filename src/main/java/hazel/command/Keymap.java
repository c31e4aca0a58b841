package hazel.command;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which key sequence means which command, a table for each [Context].
///
/// Keys are by the names that `hazel.ui.Key` has. A sequence is bound where no other begins with
/// it: a longer one takes the shorter one away and the reverse, the later line wins.
public final class Keymap {

    /// How many lines of keys the screen shows at the bottom.
    public enum Look {
        /// One line, most wanted first.
        LINE,
        /// Two lines of six columns, as pine has them.
        MENU
    }

    /// One line of a table.
    public record Binding(List<String> keys, Call call) {
        public Binding {
            keys = List.copyOf(keys);
        }
    }

    /// A line of a keymap file that says nothing.
    ///
    /// @param line from 1
    public record Mistake(int line, String message) {}

    /// What became of a file: as much of it as could be read, and what could not.
    public record Read(Keymap keymap, List<Mistake> mistakes) {
        public Read {
            mistakes = List.copyOf(mistakes);
        }
    }

    private final Look look;
    private final Map<Context, Map<List<String>, Call>> tables;

    /// What calls a command, once it was asked for.
    private final Map<Context, Map<Command, List<List<String>>>> keys = new ConcurrentHashMap<>();

    private Keymap(Look look, Map<Context, Map<List<String>, Call>> tables) {
        this.look = look;
        this.tables = tables;
    }

    public static Keymap empty() {
        return new Keymap(Look.LINE, new EnumMap<>(Context.class));
    }

    public Look look() {
        return look;
    }

    /// This keymap with the lines of a file laid over it.
    ///
    /// A line is `context key[ key…] command [argument]`, or `context key[ key…] nothing` to take a
    /// binding away, or `look line`, `look menu`. `#` begins a comment, where a space follows or
    /// the line ends. The first word after the context that names a command ends the keys.
    public Read with(List<String> lines) {
        var reader = new KeymapReader(look, copy());
        for (int i = 0; i < lines.size(); i++) {
            reader.line(i + 1, lines.get(i));
        }
        return new Read(new Keymap(reader.look(), reader.tables()), reader.mistakes());
    }

    private Map<Context, Map<List<String>, Call>> copy() {
        var copy = new EnumMap<Context, Map<List<String>, Call>>(Context.class);
        tables.forEach((context, table) -> copy.put(context, new LinkedHashMap<>(table)));
        return copy;
    }

    /// The table of this context alone, in the order of the file.
    public List<Binding> bindings(Context context) {
        return table(context).entrySet().stream()
                .map(e -> new Binding(e.getKey(), e.getValue()))
                .toList();
    }

    /// All key sequences that call a command in this context, the first bound first, those that
    /// another table has overridden left out.
    public List<List<String>> keysFor(Context context, Command command) {
        return keys.computeIfAbsent(context, this::keys).getOrDefault(command, List.of());
    }

    private Map<Command, List<List<String>>> keys(Context context) {
        var all = new EnumMap<Command, List<List<String>>>(Command.class);
        for (Optional<Context> at = Optional.of(context);
                at.isPresent();
                at = at.get().fallback()) {
            table(at.get())
                    .forEach((keys, call) -> {
                        if (call.argument().isEmpty()
                                && find(context, keys).filter(call::equals).isPresent()) {
                            List<List<String>> found =
                                    all.computeIfAbsent(call.command(), _ -> new ArrayList<>());
                            if (!found.contains(keys)) {
                                found.add(keys);
                            }
                        }
                    });
        }
        all.replaceAll((_, found) -> List.copyOf(found));
        return all;
    }

    /// What a whole sequence means here.
    Optional<Call> find(Context context, List<String> keys) {
        for (Optional<Context> at = Optional.of(context);
                at.isPresent();
                at = at.get().fallback()) {
            Map<List<String>, Call> table = table(at.get());
            Call call = table.get(keys);
            if (call != null) {
                return Optional.of(call);
            }
            if (begins(table, keys)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// Whether a longer sequence begins with this one here.
    boolean isPrefix(Context context, List<String> keys) {
        for (Optional<Context> at = Optional.of(context);
                at.isPresent();
                at = at.get().fallback()) {
            Map<List<String>, Call> table = table(at.get());
            if (begins(table, keys)) {
                return true;
            }
            if (table.containsKey(keys)) {
                return false;
            }
        }
        return false;
    }

    private Map<List<String>, Call> table(Context context) {
        return tables.getOrDefault(context, Map.of());
    }

    private static boolean begins(Map<List<String>, Call> table, List<String> keys) {
        return table.keySet().stream().anyMatch(longer -> isLonger(longer, keys));
    }

    static boolean isLonger(List<String> longer, List<String> keys) {
        return longer.size() > keys.size() && longer.subList(0, keys.size()).equals(keys);
    }
}
