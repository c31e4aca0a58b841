package hazel.config;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A text in TOML, read.
///
/// @param mistakes where it is not TOML; the rest may be read all the same
record Parsed(Node.Table root, List<Mistake> mistakes) {

    /// @param line from 1
    record Mistake(int line, String words) {}

    Parsed {
        mistakes = List.copyOf(mistakes);
    }

    static Parsed of(String text) {
        if (text.isBlank()) { // the parser takes long to load
            return new Parsed(Node.Table.EMPTY, List.of());
        }
        return of(Toml.parse(text));
    }

    /// A line of TOML, or one that a shell has taken the quotes from.
    static Parsed line(String line) {
        TomlParseResult toml = Toml.parse(line);
        int equals = line.indexOf('=');
        if (toml.hasErrors() && equals > 0) {
            TomlParseResult quoted =
                    Toml.parse(
                            line.substring(0, equals)
                                    + "= \""
                                    + Toml.tomlEscape(line.substring(equals + 1).strip())
                                    + "\"");
            return of(quoted.hasErrors() ? toml : quoted);
        }
        return of(toml);
    }

    private static Parsed of(TomlParseResult toml) {
        List<Mistake> mistakes =
                toml.errors().stream()
                        .map(e -> new Mistake(line(e.position()), firstLine(e.getMessage())))
                        .toList();
        return new Parsed(table(toml, 1), mistakes);
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("").strip();
    }

    private static int line(@org.jspecify.annotations.Nullable TomlPosition position) {
        return Optional.ofNullable(position).map(TomlPosition::line).orElse(1);
    }

    private static Node.Table table(TomlTable table, int line) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            List<String> path = List.of(key);
            Optional.ofNullable(table.get(path))
                    .ifPresent(v -> nodes.put(key, node(v, line(table.inputPositionOf(path)))));
        }
        return new Node.Table(nodes, line);
    }

    private static Node node(Object value, int line) {
        return switch (value) {
            case String text -> new Node.Text(text, line);
            case Long number -> new Node.Whole(number, line);
            case TomlTable table -> table(table, line);
            case TomlArray array -> {
                List<Node> nodes = new ArrayList<>();
                array.toList().forEach(each -> nodes.add(node(each, line)));
                yield new Node.Items(nodes, line);
            }
            default -> new Node.Other(value.toString(), line);
        };
    }

    /// What stands at a path of keys; nothing where a value is in the place of a table.
    Optional<Node> value(List<String> path) {
        Node node = root;
        for (String name : path) {
            if (!(node instanceof Node.Table table) || !table.nodes().containsKey(name)) {
                return Optional.empty();
            }
            node = table.nodes().get(name);
        }
        return Optional.of(node);
    }

    /// The paths of all values that are no tables, in the order of the file.
    List<List<String>> paths() {
        List<List<String>> paths = new ArrayList<>();
        collect(List.of(), root, paths);
        return paths;
    }

    private static void collect(List<String> path, Node node, List<List<String>> paths) {
        if (!(node instanceof Node.Table table)) {
            paths.add(path);
            return;
        }
        table.nodes()
                .forEach((key, value) -> {
                    List<String> longer = new ArrayList<>(path);
                    longer.add(key);
                    collect(List.copyOf(longer), value, paths);
                });
    }
}
