package hazel.cli;

import hazel.app.KeptDrafts;
import hazel.app.KeptSessions;
import hazel.app.Stores;
import hazel.cache.CachedMailbox;
import hazel.cache.HeaderCache;
import hazel.compose.DraftStore;
import hazel.config.Config;
import hazel.config.ConfigReader;
import hazel.config.Places;
import hazel.config.SubmitConfig;
import hazel.index.QueryReader;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Problem.BadConfig;
import hazel.mail.Trouble;
import hazel.screen.parts.MailboxNames;
import hazel.search.BodyTexts;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageStore;
import hazel.store.Searches;
import hazel.store.Uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every command needs: the places, the configuration, the accounts' stores.
final class Session {

    /// The system property that names a directory for all of Hazel's files, for tests and demos.
    static final String HOME = "hazel.home";

    private final Places places;
    private final Map<String, String> environment;
    private final Optional<Path> dotfile;

    private final List<String> settings;
    private final Map<Config, Stores> stores = new HashMap<>();

    private Session(
            Places places,
            Map<String, String> environment,
            Optional<Path> dotfile,
            List<String> settings) {
        this.places = places;
        this.environment = environment;
        this.dotfile = dotfile;
        this.settings = List.copyOf(settings);
    }

    static Session usual() {
        return of(Optional.empty(), List.of());
    }

    /// @param named the file of `-F`, where one was named
    /// @param settings those of `-e`
    static Session of(Optional<Path> named, List<String> settings) {
        Map<String, String> environment = System.getenv();
        Places places =
                Optional.ofNullable(System.getProperty(HOME))
                        .map(root -> Places.under(Path.of(root)))
                        .orElse(Places.of(environment));
        return new Session(
                places, environment, named.or(() -> places.dotfile(environment)), settings);
    }

    /// With every file beneath one directory, whatever the environment names.
    static Session under(Path root) {
        Places places = Places.under(root);
        return new Session(
                places,
                System.getenv(),
                Optional.of(places.config().resolve("config.toml")),
                List.of());
    }

    Places places() {
        return places;
    }

    /// The dotfile in force; where there is none, the one that would be.
    Path dotfile() {
        return dotfile.orElse(places.dotfiles().getFirst());
    }

    /// Reads queries with what is known of the mail that was sent.
    QueryReader queries(Clock clock) {
        return KeptSessions.in(places).queries(clock);
    }

    boolean hasDotfile() {
        return dotfile.isPresent();
    }

    /// The dotfile as written; empty where there is none.
    String text() throws MailException, ConfigException {
        if (dotfile.isEmpty()) {
            return "";
        }
        Path file = dotfile.get();
        try {
            return Files.readString(file);
        } catch (java.nio.charset.CharacterCodingException _) {
            throw new ConfigException(
                    List.of(new BadConfig(file.toString(), 1, "the file is not UTF-8")));
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
    }

    /// Settings that go before the dotfile's.
    List<String> settings() {
        return settings;
    }

    Config config() throws MailException, ConfigException {
        String file = dotfile.map(Path::toString).orElse("");
        return switch (ConfigReader.readAgain(file, text(), settings, places, person())) {
            case ConfigReader.Read(var config) -> config;
            case ConfigReader.Rejected(var problems) -> throw new ConfigException(problems);
        };
    }

    /// What would hold with another text in the dotfile.
    ///
    /// @throws ConfigException with the mistakes in it
    Config configOf(String text) throws ConfigException {
        String file = dotfile().toString();
        return switch (ConfigReader.read(file, text, settings, places, person())) {
            case ConfigReader.Read(var config) -> config;
            case ConfigReader.Rejected(var problems) -> throw new ConfigException(problems);
        };
    }

    /// Opens the screens and stays until they close. The bundled relay runs meanwhile where an
    /// account sends by it.
    void open(Config config, FullScreen.First first, FullScreen.Typist typist)
            throws MailException, ConfigException {
        var local = new LocalRelay(config, places, Clock.systemUTC());
        boolean byRelay =
                config.accounts().stream()
                        .anyMatch(a -> a.outgoing() instanceof SubmitConfig.Bundled);
        new FullScreen(local, environment)
                .run(first, () -> byRelay ? local.embedded() : LocalRelay.Embedded.NONE, typist);
    }

    /// The stores of a configuration, for one command: one connection for each server.
    synchronized Stores stores(Config config) {
        Stores known = stores.get(config);
        if (known == null) {
            known = new Stores(config, places, Clock.systemUTC(), CommandNews::of);
            stores.put(config, known);
        }
        return known;
    }

    /// Drafts while they are written.
    DraftStore draftFiles() {
        return DraftStore.in(places.state().resolve("drafts"));
    }

    /// Drafts that are postponed.
    KeptDrafts drafts(Config config) {
        return new KeptDrafts(
                draftFiles(), config, stores(config), Clock.system(ZoneId.systemDefault()));
    }

    MessageStore store(Config config, Config.Account account) throws MailException {
        return stores(config).open(account.incoming());
    }

    /// An open mailbox with what is remembered of it.
    CachedMailbox known(Place place, Mailbox mailbox) {
        return new HeaderCache(places.cache()).of(Stores.name(place.account().incoming()), mailbox);
    }

    /// What the messages of an open mailbox say.
    BodyTexts texts(Place place, Mailbox mailbox) {
        return new BodyTexts(places.cache(), Stores.name(place.account().incoming()), mailbox);
    }

    /// A search that stands among the mailboxes, as the user names it: `all:inbox`, or
    /// `search/NAME`.
    static Optional<MailboxRef> search(String typed) {
        return MailboxNames.parse(typed, List.of(Searches.ACCOUNT), "").filter(Searches::isOne);
    }

    /// A mailbox as the user names it: `INBOX`, or `work/INBOX` where `work` is an account.
    record Place(Config.Account account, MailboxName name) {
        MailboxRef ref() {
            return new MailboxRef(account.name(), name);
        }
    }

    Place place(Config config, String typed) throws MailException {
        if (typed.chars().anyMatch(Character::isISOControl) || typed.isEmpty()) {
            throw new MailException(new Problem.NoSuchMailbox(typed));
        }
        int slash = typed.indexOf('/');
        Optional<Config.Account> named =
                slash < 1 ? Optional.empty() : config.account(typed.substring(0, slash));
        return named.isPresent() && slash + 1 < typed.length()
                ? new Place(named.get(), new MailboxName(typed.substring(slash + 1)))
                : new Place(config.accounts().getFirst(), new MailboxName(typed));
    }

    /// `INBOX:4711`: the last colon that leaves a mailbox before it divides.
    record Named(String mailbox, Uid uid) {}

    static Named message(String id) throws MailException {
        int colon = id.indexOf(':');
        if (colon < 1 || colon == id.length() - 1) {
            throw new MailException(
                    new Problem.Malformed(
                            id,
                            "'"
                                    + id
                                    + "' is no message; expected MAILBOX:UID, as 'hazel list'"
                                    + " shows it"));
        }
        return new Named(id.substring(0, colon), new Uid(id.substring(colon + 1)));
    }

    private ConfigReader.Person person() {
        String login =
                Optional.ofNullable(environment.get("USER"))
                        .or(() -> Optional.ofNullable(System.getProperty("user.name")))
                        .filter(u -> u.matches("[A-Za-z0-9._-]+"))
                        .orElse("user");
        return new ConfigReader.Person("", new Address("", login, "localhost"));
    }
}
