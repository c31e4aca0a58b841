package hazel.config;

import hazel.mail.Problem.BadConfig;

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
    private record Layer(String name, Parsed toml) {

        Optional<Node> value(List<String> path) {
            return toml.value(path);
        }
    }

    private static final Node NOTHING = new Node.Other("", 1);

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
    static Written of(String file, Parsed text, List<String> settings) {
        List<Layer> layers = new ArrayList<>();
        for (String setting : settings.reversed()) {
            layers.add(new Layer("-e '" + setting + "'", Parsed.line(setting)));
        }
        layers.add(new Layer(file, text));
        var written = new Written(file, layers);
        layers.forEach(written::parsed);
        return written;
    }

    private void parsed(Layer layer) {
        for (var mistake : layer.toml().mistakes()) {
            problems.add(
                    new BadConfig(layer.name(), mistake.line(), "not TOML: " + mistake.words()));
        }
    }

    /// Asked at every start, which then need not put [#problems] in their order.
    boolean isFlawless() {
        return problems.isEmpty();
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
                        at.flatMap(layer -> layer.value(path)).map(Node::line).orElse(1),
                        message));
    }

    /// What is written, of whatever type. A value where a table should be holds nothing.
    Optional<Node> value(List<String> path) {
        return layers.stream().flatMap(layer -> layer.value(path).stream()).findFirst();
    }

    void checkKeys() {
        for (Layer layer : layers) {
            layer.toml().paths().forEach(this::checkKey);
        }
    }

    private void checkKey(List<String> path) {
        Optional<Setting> setting = Settings.of(path);
        if (setting.isEmpty() && isInSecret(path)) {
            if (!(value(path).orElse(NOTHING) instanceof Node.Text)) {
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
        Node value = value(path).orElse(NOTHING);
        boolean fits =
                switch (setting.get().kind()) {
                    case TEXT, SECRET -> value instanceof Node.Text;
                    case NUMBER -> value instanceof Node.Whole;
                    case LIST -> value instanceof Node.Items items && isOfTexts(items);
                    case FLAG -> List.of("true", "false").contains(value.toString());
                };
        if (!fits) {
            bad(path, "expected " + setting.get().kind().words());
        }
    }

    private static boolean isOfTexts(Node.Items items) {
        return items.nodes().stream().allMatch(Node.Text.class::isInstance);
    }

    private static boolean isInSecret(List<String> path) {
        return path.size() > 1
                && List.of("command", "file", "oauth2", "certificate", "key")
                        .contains(path.getLast())
                && Settings.of(path.subList(0, path.size() - 1))
                        .filter(s -> s.kind() == Setting.Kind.SECRET)
                        .isPresent();
    }

    /// The names that the user chose beneath a table.
    Set<String> names(String... table) {
        Set<String> names = new LinkedHashSet<>();
        for (Layer layer : layers.reversed()) { // the file's first account is the standard one
            if (layer.value(List.of(table)).orElse(NOTHING) instanceof Node.Table found) {
                names.addAll(found.nodes().keySet());
            }
        }
        return names;
    }

    /// What is written, and not what is standard.
    Optional<String> given(String... path) {
        return said(path).filter(text -> !text.isEmpty());
    }

    /// The text where there is one, though it be empty.
    Optional<String> said(String... path) {
        return value(List.of(path)).filter(Node.Text.class::isInstance).map(Node::toString);
    }

    String text(String... path) {
        return given(path).orElse(standard(path));
    }

    /// One of the words that are known.
    String oneOf(List<String> known, String... path) {
        String name = text(path);
        if (!known.contains(name)) {
            bad(List.of(path), "'" + name + "' is none of " + String.join(", ", known));
        }
        return name;
    }

    int number(int least, int most, String... path) {
        long number =
                value(List.of(path)).orElse(NOTHING) instanceof Node.Whole whole
                        ? whole.number()
                        : Long.parseLong(standard(path));
        if (number < least || number > most) {
            bad(List.of(path), "expected a number from " + least + " to " + most);
        }
        return Math.clamp(number, least, most);
    }

    boolean flag(String... path) {
        return value(List.of(path)).map(Node::toString).orElse(standard(path)).equals("true");
    }

    List<String> list(String... path) {
        Optional<Node> value = value(List.of(path));
        if (value.isEmpty()) {
            return QUOTED.matcher(standard(path)).results().map(found -> found.group(1)).toList();
        }
        return value.get() instanceof Node.Items texts && isOfTexts(texts)
                ? texts.nodes().stream().map(Node::toString).toList()
                : List.of();
    }

    Optional<Secret> secret(Places places, String... path) {
        if (given(path).isPresent()) {
            return given(path).map(Secret.Plain::new);
        }
        Optional<Secret> command = given(append(path, "command")).map(Secret.Command::new);
        Optional<Secret> inFile =
                given(append(path, "file")).map(f -> new Secret.File(places.path(f)));
        return command.or(() -> inFile)
                .or(() -> certificate(places, path))
                .or(() -> oauth2(places, path));
    }

    private Optional<Secret> certificate(Places places, String... path) {
        Optional<String> certificate = given(append(path, "certificate"));
        Optional<String> key = given(append(path, "key"));
        if (certificate.isPresent() != key.isPresent()) {
            bad(List.of(path), "expected a certificate with its key");
        }
        return certificate.flatMap(
                c -> key.map(k -> new Secret.Certificate(places.path(c), places.path(k))));
    }

    private Optional<Secret> oauth2(Places places, String... path) {
        if (path[0].equals("oauth2")) {
            return Optional.empty(); // a provider's own secret is a password
        }
        String[] named = append(path, "oauth2");
        String account = path[path.length - 2];
        return given(named)
                .flatMap(name -> new OAuth2Tables(this, places, name).read(List.of(named)))
                .map(provider ->
                        new Secret.OAuth2(provider, account, OAuth2Tables.tokens(places, account)));
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
