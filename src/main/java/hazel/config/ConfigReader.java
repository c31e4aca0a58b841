package hazel.config;

import hazel.mail.Address;
import hazel.mail.Problem.BadConfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    /// @param settings single lines that go before the file, as `screen.theme = "light"`; the last
    ///   the strongest
    /// @param person whose configuration it is, for what the file does not say
    public static Result read(
            String file, String text, List<String> settings, Places places, Person person) {
        return read(Written.of(file, Parsed.of(text), settings), places, person);
    }

    /// The same, quicker where the text is one that was read before: what came of it is kept among
    /// what can be made again.
    public static Result readAgain(
            String file, String text, List<String> settings, Places places, Person person) {
        Parsed parsed = RememberedText.parsed(text, places.cache());
        return read(Written.of(file, parsed, settings), places, person);
    }

    private static Result read(Written written, Places places, Person person) {
        if (!written.isFlawless()) {
            return new Rejected(written.problems()); // not TOML
        }
        written.checkKeys();
        Config config = new ConfigReader(written, places, person).config();
        return written.isFlawless() ? new Read(config) : new Rejected(written.problems());
    }

    /// How an account that signs in with a provider comes by its tokens.
    ///
    /// @param text that has a table for the provider
    /// @return empty where it has none, or one with mistakes
    public static Optional<Secret.OAuth2> signIn(
            String text, String provider, String account, Places places) {
        Written written = Written.of("", Parsed.of(text), List.of());
        return new OAuth2Tables(written, places, provider)
                .read(List.of("oauth2", provider))
                .filter(_ -> written.isFlawless())
                .map(found ->
                        new Secret.OAuth2(found, account, OAuth2Tables.tokens(places, account)));
    }

    /// What holds where there is no dotfile at all: one local account.
    public static Config standard(Places places, Person person) {
        return switch (read("standard", "", List.of(), places, person)) {
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
                new MailboxTables(written).read(accounts),
                screen(),
                new Config.SendConfig(
                        written.number(0, 3600, "send", "undo"),
                        written.number(1, 3600, "send", "timeout")),
                notices(),
                new Config.TrustConfig(hosts("authserv"), hosts("hosts")),
                new RelayTables(written, places, uris).read(),
                aliases,
                written.given("aliases").map(places::path),
                searches(names));
    }

    private List<Config.Search> searches(Set<String> accounts) {
        List<Config.Search> searches = new ArrayList<>();
        for (String name : written.names("search")) {
            List<String> path = List.of("search", name, "query");
            Optional<String> query = written.given("search", name, "query");
            if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
                written.bad(path, "not a name for a mailbox");
            } else if (query.isEmpty()) {
                written.bad(path, "a search needs a query, such as \"from:ada is:unread\"");
            } else {
                searches.add(new Config.Search(name, query.get()));
            }
        }
        if (accounts.contains("search")) {
            written.bad(
                    List.of("account", "search"),
                    "an account cannot be called search: saved searches are listed by that name");
        }
        return searches;
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
                        folderOrNone("account", name, "sent"),
                        folderOrNone("account", name, "drafts"),
                        folder("account", name, "trash"),
                        folder("account", name, "archive"),
                        folder("account", name, "junk")));
    }

    /// Of which there may be none.
    private Config.Folder folderOrNone(String... path) {
        return new Config.Folder(
                written.said(path).orElse(written.text(path)), written.said(path).isPresent());
    }

    private Config.Folder folder(String... path) {
        return new Config.Folder(written.text(path), written.given(path).isPresent());
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
        return new Config.ScreenConfig(
                written.oneOf(Config.ScreenConfig.KEYS, "screen", "keys"),
                written.oneOf(Config.ScreenConfig.THEMES, "screen", "theme"),
                written.list("screen", "bind"),
                written.text("screen", "editor"),
                written.text("screen", "browser"),
                written.number(40, 400, "screen", "width"));
    }

    private List<String> hosts(String key) {
        List<String> hosts = written.list("trust", key);
        hosts.stream()
                .filter(host -> !host.matches("[^\\s;@,]+"))
                .forEach(host ->
                        written.bad(
                                List.of("trust", key),
                                "'" + host + "' is not the name of a server"));
        return hosts;
    }

    private Config.NotifyConfig notices() {
        List<String> by = written.list("notify", "by");
        List<String> known = Config.NotifyConfig.WAYS;
        by.stream()
                .filter(way -> !known.contains(way))
                .forEach(way ->
                        written.bad(
                                List.of("notify", "by"),
                                "'" + way + "' is none of " + String.join(", ", known)));
        return new Config.NotifyConfig(by, written.text("notify", "command"));
    }

    /// Who runs Hazel, as the system knows them.
    public record Person(String name, Address address) {}
}
