package hazel.config;

import hazel.mail.Problem.BadConfig;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is written, in the file and in settings that go before it, and the mistakes found so far.
final class Written {

    /// A text in TOML.
    ///
    /// @param name of the file, for messages
    private record Layer(String name, TomlParseResult toml) {

        Optional<TomlTable> parent(List<String> path) {
            TomlTable table = toml;
            for (String name : path.subList(0, path.size() - 1)) {
                if (!(table.get(List.of(name)) instanceof TomlTable next)) {
                    return Optional.empty();
                }
                table = next;
            }
            return Optional.of(table);
        }

        Optional<Object> value(List<String> path) {
            return parent(path).flatMap(t -> Optional.ofNullable(t.get(List.of(path.getLast()))));
        }

        int line(List<String> path) {
            return parent(path)
                    .flatMap(t -> Optional.ofNullable(t.inputPositionOf(List.of(path.getLast()))))
                    .map(TomlPosition::line)
                    .orElse(1);
        }
    }

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private final String file;

    /// The strongest first.
    private final List<Layer> layers;

    private final Set<BadConfig> problems = new LinkedHashSet<>();

    private Written(String file, List<Layer> layers) {
        this.file = file;
        this.layers = layers;
    }

    /// @param file its name, for messages
    /// @param settings single lines that go before the file, the last the strongest
    static Written of(String file, String text, List<String> settings) {
        List<Layer> layers = new ArrayList<>();
        for (String setting : settings.reversed()) {
            layers.add(new Layer("-e '" + setting + "'", setting(setting)));
        }
        if (!text.isBlank()) { // the parser takes long to load
            layers.add(new Layer(file, Toml.parse(text)));
        }
        var written = new Written(file, layers);
        layers.forEach(written::parsed);
        return written;
    }

    /// A line of TOML, or one that a shell has taken the quotes from.
    static TomlParseResult setting(String line) {
        TomlParseResult toml = Toml.parse(line);
        int equals = line.indexOf('=');
        if (toml.hasErrors() && equals > 0) {
            TomlParseResult quoted =
                    Toml.parse(
                            line.substring(0, equals)
                                    + "= \""
                                    + Toml.tomlEscape(line.substring(equals + 1).strip())
                                    + "\"");
            return quoted.hasErrors() ? toml : quoted;
        }
        return toml;
    }

    private void parsed(Layer layer) {
        for (var e : layer.toml().errors()) {
            int line = Optional.ofNullable(e.position()).map(TomlPosition::line).orElse(1);
            String sentence = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            problems.add(new BadConfig(layer.name(), line, "not TOML: " + sentence.strip()));
        }
    }

    List<BadConfig> problems() {
        return problems.stream()
                .sorted(java.util.Comparator.comparingInt(BadConfig::line))
                .toList();
    }

    /// A mistake in what is written for a key.
    void bad(List<String> path, String message) {
        badKey(path, String.join(".", path) + ": " + message);
    }

    private void badKey(List<String> path, String message) {
        Optional<Layer> at =
                layers.stream().filter(layer -> layer.value(path).isPresent()).findFirst();
        problems.add(
                new BadConfig(
                        at.map(Layer::name).orElse(file),
                        at.map(layer -> layer.line(path)).orElse(1),
                        message));
    }

    /// What is written, of whatever type. A value where a table should be holds nothing.
    Optional<Object> value(List<String> path) {
        return layers.stream().flatMap(layer -> layer.value(path).stream()).findFirst();
    }

    void checkKeys() {
        for (Layer layer : layers) {
            layer.toml().keyPathSet().forEach(this::checkKey);
        }
    }

    private void checkKey(List<String> path) {
        Optional<Setting> setting = Settings.of(path);
        if (setting.isEmpty() && isInSecret(path)) {
            if (!(value(path).orElse("") instanceof String)) {
                bad(path, "expected " + Setting.Kind.TEXT.words());
            }
            return;
        }
        if (setting.isEmpty()) {
            badKey(
                    path,
                    "there is no key '"
                            + String.join(".", path)
                            + "'"
                            + Settings.nearest(path)
                                    .map(near -> "; the nearest is '" + near + "'")
                                    .orElse("; 'hazel config list' shows all"));
            return;
        }
        Object value = value(path).orElse("");
        boolean fits =
                switch (setting.get().kind()) {
                    case TEXT, SECRET -> value instanceof String;
                    case NUMBER -> value instanceof Long;
                    case LIST -> value instanceof TomlArray array && isOfTexts(array);
                };
        if (!fits) {
            bad(path, "expected " + setting.get().kind().words());
        }
    }

    private static boolean isOfTexts(TomlArray array) {
        return array.toList().stream().allMatch(String.class::isInstance);
    }

    private static boolean isInSecret(List<String> path) {
        return path.size() > 1
                && List.of("command", "file").contains(path.getLast())
                && Settings.of(path.subList(0, path.size() - 1))
                        .filter(s -> s.kind() == Setting.Kind.SECRET)
                        .isPresent();
    }

    /// The names that the user chose beneath a table.
    Set<String> names(String... table) {
        Set<String> names = new LinkedHashSet<>();
        for (Layer layer : layers.reversed()) { // the file's first account is the standard one
            if (layer.value(List.of(table)).orElse("") instanceof TomlTable found) {
                names.addAll(found.keySet());
            }
        }
        return names;
    }

    /// What is written, and not what is standard.
    Optional<String> given(String... path) {
        return value(List.of(path))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isEmpty());
    }

    String text(String... path) {
        return given(path).orElse(standard(path));
    }

    int number(int least, int most, String... path) {
        long number =
                value(List.of(path)).orElse("") instanceof Long n
                        ? n
                        : Long.parseLong(standard(path));
        if (number < least || number > most) {
            bad(List.of(path), "expected a number from " + least + " to " + most);
        }
        return Math.clamp(number, least, most);
    }

    List<String> list(String... path) {
        Optional<Object> value = value(List.of(path));
        if (value.isEmpty()) {
            return QUOTED.matcher(standard(path)).results().map(found -> found.group(1)).toList();
        }
        return value.get() instanceof TomlArray texts && isOfTexts(texts)
                ? texts.toList().stream().map(Object::toString).toList()
                : List.of();
    }

    Optional<Secret> secret(Places places, String... path) {
        if (given(path).isPresent()) {
            return given(path).map(Secret.Plain::new);
        }
        Optional<Secret> command = given(append(path, "command")).map(Secret.Command::new);
        Optional<Secret> inFile =
                given(append(path, "file")).map(f -> new Secret.File(places.path(f)));
        return command.or(() -> inFile);
    }

    private static String[] append(String[] path, String last) {
        var longer = new ArrayList<>(List.of(path));
        longer.add(last);
        return longer.toArray(String[]::new);
    }

    private static String standard(String... path) {
        return Settings.of(List.of(path)).map(Setting::standard).orElse("");
    }
}
