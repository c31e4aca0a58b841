package hazel.config;

import hazel.mail.Address;
import hazel.mail.Problem.BadConfig;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the dotfile: TOML to [Config].
///
/// Finds every mistake in one pass and reports each with its line, so that the user mends the file
/// once. An unknown key is a mistake, and is answered with the nearest that exists.
public final class ConfigReader {

    /// What came of reading.
    public sealed interface Result {}

    public record Read(Config config) implements Result {}

    /// @param problems at least one, in the order of their lines
    public record Rejected(List<BadConfig> problems) implements Result {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }

    private final Written written;
    private final Places places;
    private final Uris uris;
    private final Person person;

    private ConfigReader(Written written, Places places, Person person) {
        this.written = written;
        this.places = places;
        this.uris = new Uris(places);
        this.person = person;
    }

    /// @param file its name, for messages
    /// @param person whose configuration it is, for what the file does not say
    public static Result read(String file, String text, Places places, Person person) {
        TomlParseResult toml = Toml.parse(text);
        var written = new Written(file, toml);
        if (toml.hasErrors()) {
            toml.errors()
                    .forEach(e ->
                            written.bad(
                                    Optional.ofNullable(e.position())
                                            .map(TomlPosition::line)
                                            .orElse(1),
                                    "not TOML: " + firstLine(String.valueOf(e.getMessage()))));
            return new Rejected(written.problems());
        }
        written.checkKeys();
        Config config = new ConfigReader(written, places, person).config();
        return written.problems().isEmpty() ? new Read(config) : new Rejected(written.problems());
    }

    /// What holds where there is no dotfile at all: one local account.
    public static Config standard(Places places, Person person) {
        return switch (read("standard", "", places, person)) {
            case Read(var config) -> config;
            case Rejected(var problems) ->
                    throw new IllegalStateException(problems.getFirst().message());
        };
    }

    private Config config() {
        List<Config.Account> accounts = new ArrayList<>();
        Set<String> names = written.names("account");
        for (String name : names.isEmpty() ? Set.of("local") : names) {
            accounts.add(account(name));
        }
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        for (String name : written.names("alias")) {
            aliases.put(name, written.list("alias", name));
        }
        return new Config(
                accounts,
                screen(),
                new Config.SendConfig(
                        written.number(0, 3600, "send", "undo"),
                        written.number(1, 3600, "send", "timeout")),
                relay(),
                aliases,
                written.given("aliases").map(places::path));
    }

    private Config.Account account(String name) {
        Optional<Address> address = address(written.given("account", name, "address"), name);
        String displayName =
                written.given("account", name, "name").orElse(person.name()).replace('\n', ' ');
        List<Address> others = new ArrayList<>();
        for (String other : written.list("account", name, "others")) {
            Address.parse(other)
                    .ifPresentOrElse(
                            others::add,
                            () ->
                                    written.bad(
                                            List.of("account", name, "others"),
                                            "'" + other + "' is not an address"));
        }
        return new Config.Account(
                name,
                address.orElse(person.address()).withDisplayName(displayName),
                others,
                written.text("account", name, "signature"),
                uris.store(written, List.of("account", name, "incoming")),
                uris.submit(written, List.of("account", name)),
                new Config.Folders(
                        written.text("account", name, "sent"),
                        written.text("account", name, "drafts"),
                        written.text("account", name, "trash"),
                        written.text("account", name, "archive"),
                        written.text("account", name, "junk")));
    }

    private Optional<Address> address(Optional<String> text, String account) {
        Optional<Address> address = text.flatMap(Address::parse);
        if (text.isPresent() && address.isEmpty()) {
            written.bad(
                    List.of("account", account, "address"),
                    "'" + text.get() + "' is not an address; expected one like ada@example.org");
        }
        return address;
    }

    private Config.ScreenConfig screen() {
        String keys = written.text("screen", "keys");
        if (!List.of("native", "mutt", "pine").contains(keys)) {
            written.bad(
                    List.of("screen", "keys"),
                    "no keys are called '" + keys + "'; expected native, mutt or pine");
        }
        return new Config.ScreenConfig(
                keys,
                written.text("screen", "theme"),
                written.list("screen", "bind"),
                written.text("screen", "editor"),
                written.text("screen", "browser"),
                written.number(40, 400, "screen", "width"));
    }

    private Config.RelayConfig relay() {
        Map<String, StoreConfig> users = new LinkedHashMap<>();
        for (String user : written.names("relay", "users")) {
            users.put(user, uris.store(written, List.of("relay", "users", user)));
        }
        return new Config.RelayConfig(
                written.list("relay", "listen"),
                written.list("relay", "domains"),
                users,
                uris.smarthost(written));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    /// Who runs Hazel, as the system knows them.
    public record Person(String name, Address address) {}

    /// The file as written, and the mistakes found in it so far.
    static final class Written {

        private final String file;
        private final TomlParseResult toml;
        private final Set<BadConfig> problems = new LinkedHashSet<>();

        Written(String file, TomlParseResult toml) {
            this.file = file;
            this.toml = toml;
        }

        List<BadConfig> problems() {
            return problems.stream()
                    .sorted(java.util.Comparator.comparingInt(BadConfig::line))
                    .toList();
        }

        void bad(int line, String message) {
            problems.add(new BadConfig(file, line, message));
        }

        void bad(List<String> path, String message) {
            bad(line(path), String.join(".", path) + ": " + message);
        }

        int line(List<String> path) {
            return parent(path)
                    .flatMap(t -> Optional.ofNullable(t.inputPositionOf(List.of(path.getLast()))))
                    .map(TomlPosition::line)
                    .orElse(1);
        }

        /// What is written, of whatever type. A value where a table should be holds nothing.
        private Optional<Object> value(List<String> path) {
            return parent(path).flatMap(t -> Optional.ofNullable(t.get(List.of(path.getLast()))));
        }

        private Optional<TomlTable> parent(List<String> path) {
            TomlTable table = toml;
            for (String name : path.subList(0, path.size() - 1)) {
                if (!(table.get(List.of(name)) instanceof TomlTable next)) {
                    return Optional.empty();
                }
                table = next;
            }
            return Optional.of(table);
        }

        void checkKeys() {
            for (List<String> path : toml.keyPathSet()) {
                checkKey(path);
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
                bad(
                        line(path),
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
            return value(List.of(table))
                    .filter(TomlTable.class::isInstance)
                    .map(found -> ((TomlTable) found).keySet())
                    .orElse(Set.of());
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
            if (value.isEmpty() && !standard(path).isEmpty()) {
                value = Optional.ofNullable(Toml.parse("x = " + standard(path)).get("x"));
            }
            return value.orElse("") instanceof TomlArray texts && isOfTexts(texts)
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
}
