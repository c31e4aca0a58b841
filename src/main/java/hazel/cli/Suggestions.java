package hazel.cli;

import hazel.app.Contacts;
import hazel.config.Config;
import hazel.config.Setting;
import hazel.config.Settings;
import hazel.contacts.AddressBook;
import hazel.index.Snapshot;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.Progress;
import hazel.store.Sort;
import hazel.text.Columns;
import hazel.text.Harmless;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The words that may complete a command line, each with a few words about it.
///
/// @param session for the configuration, where a kind of word needs it
record Suggestions(Session session) {

    /// @param about empty where nothing needs to be said
    record Word(String value, String about) {}

    /// How many messages are shown, the last ones first.
    private static final int MESSAGES = 50;

    private static final int WIDEST = 60;

    private static final List<String> QUERY =
            List.of(
                    "from:",
                    "to:",
                    "cc:",
                    "subject:",
                    "body:",
                    "is:unread",
                    "is:flagged",
                    "is:answered",
                    "is:deleted",
                    "has:attachment",
                    "in:",
                    "queue:",
                    "label:",
                    "before:",
                    "after:",
                    "on:",
                    "larger:",
                    "smaller:");

    /// Letters that `hazel send` does not know.
    private static final List<Word> LETTERS =
            List.of(
                    new Word("-f", "open this mailbox, file or directory"),
                    new Word("-p", "begin with the drafts"),
                    new Word("-y", "begin with the list of mailboxes"),
                    new Word("-z", "only where there is mail"),
                    new Word("-Z", "only where there is new mail"),
                    new Word("-R", "for reading only"),
                    new Word("-A", "print what short names stand for"),
                    new Word("-Q", "print settings"),
                    new Word("-D", "print all settings"),
                    new Word("-h", "help"),
                    new Word("-v", "version"));

    /// @param current what is typed of the word so far, without the prefix
    List<Word> of(Completion.Kind kind, Completion wanted, String current)
            throws MailException, ConfigException {
        return switch (kind) {
            case COMMAND -> commands();
            case SUBCOMMAND -> wanted.command().map(Suggestions::subcommands).orElse(List.of());
            case LETTER -> LETTERS;
            case OPTION -> wanted.command().map(Suggestions::options).orElse(List.of());
            case MAILBOX -> mailboxes("");
            case MESSAGE -> current.contains(":") ? messages(current) : mailboxes(":");
            case ACCOUNT ->
                    session.config().accounts().stream()
                            .map(a -> new Word(a.name(), a.address().addrSpec()))
                            .toList();
            case ADDRESS -> addresses(current);
            case KEY -> keys("");
            case SETTING -> settings(current);
            case FLAG -> flags();
            case ORDER -> orders();
            case QUERY -> plain(QUERY);
            case FORMAT -> plain(Stream.of(ExportCommand.Format.values()).map(Enum::name).toList());
            case SHELL -> plain(CompletionCommand.SHELLS);
            case FILE, DIRECTORY -> List.of(); // the shell knows its own
        };
    }

    private static List<Word> plain(List<String> words) {
        return words.stream().map(w -> new Word(w, "")).toList();
    }

    private static List<Word> commands() {
        return Commands.SHOWN.stream().map(name -> new Word(name, Commands.summary(name))).toList();
    }

    private static List<Word> subcommands(CommandSpec group) {
        return group.subcommands().entrySet().stream()
                .map(e -> new Word(e.getKey(), first(e.getValue())))
                .toList();
    }

    private static String first(CommandLine command) {
        return first(command.getCommandSpec().usageMessage().description());
    }

    private static List<Word> options(CommandSpec command) {
        List<Word> words = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                for (String name : option.names()) {
                    words.add(new Word(name, first(option.description())));
                }
            }
        }
        return words;
    }

    /// The first sentence, cut at a word.
    static String first(String... description) {
        String text = description.length == 0 ? "" : description[0];
        int stop = text.indexOf(". ");
        String sentence = (stop < 0 ? text : text.substring(0, stop)).replaceAll("\\.$", "");
        int cut = sentence.length() <= WIDEST ? -1 : sentence.lastIndexOf(' ', WIDEST);
        return cut < 0 ? sentence : sentence.substring(0, cut) + " …";
    }

    private List<Word> mailboxes(String end) throws MailException, ConfigException {
        var mail = new Mail(session, session.config());
        return mail.places(Optional.empty()).stream()
                .map(place -> new Word(mail.name(place) + end, ""))
                .toList();
    }

    private List<Word> messages(String current) throws MailException, ConfigException {
        var mail = new Mail(session, session.config());
        String mailbox = current.substring(0, current.indexOf(':'));
        Session.Place place = mail.place(mailbox);
        return mail.in(
                place,
                open -> {
                    Snapshot all = session.known(place, open).snapshot(Progress.UNWATCHED);
                    List<Word> words = new ArrayList<>();
                    for (int row = all.rows() - 1; row >= 0 && words.size() < MESSAGES; row--) {
                        if (!all.isHere(row)) {
                            continue;
                        }
                        String about = Harmless.line(all.from(row) + ": " + all.subject(row));
                        words.add(
                                new Word(
                                        mailbox + ":" + all.uid(row).value(),
                                        Columns.cut(about, WIDEST)));
                    }
                    return words;
                });
    }

    private List<Word> addresses(String current) throws MailException, ConfigException {
        var book = new Contacts(session.config(), session.places()).book();
        return book.complete(current).stream().map(Suggestions::word).toList();
    }

    private static Word word(AddressBook.Entry entry) {
        Address first = entry.addresses().getFirst();
        return entry.alias().isEmpty()
                ? new Word(first.addrSpec(), first.displayName())
                : new Word(entry.alias(), first.typed());
    }

    /// The keys of the configuration, with the names of the accounts that there are.
    private List<Word> keys(String end) throws MailException, ConfigException {
        List<String> accounts =
                session.config().accounts().stream().map(Config.Account::name).toList();
        List<Word> words = new ArrayList<>();
        for (Setting setting : Settings.all()) {
            boolean isOfAccounts = setting.key().startsWith("account.*");
            for (String name : isOfAccounts ? accounts : List.of("*")) {
                words.add(
                        new Word(setting.key().replace("*", name) + end, first(setting.summary())));
            }
        }
        return words.stream().filter(w -> !w.value().contains("*")).toList();
    }

    private List<Word> settings(String current) throws MailException, ConfigException {
        Map<String, List<String>> choices =
                Map.of(
                        "screen.keys=", Config.ScreenConfig.KEYS,
                        "screen.theme=", Config.ScreenConfig.THEMES);
        String key = current.substring(0, current.indexOf('=') + 1);
        return key.isEmpty()
                ? keys("=")
                : plain(
                        choices.getOrDefault(key, List.of()).stream()
                                .map(choice -> key + choice)
                                .toList());
    }

    private static List<Word> flags() {
        return Stream.of("+", "-")
                .flatMap(sign ->
                        Arrays.stream(Flag.values())
                                .filter(flag -> flag != Flag.RECENT)
                                .map(flag -> sign + flag.name().toLowerCase(Locale.ROOT)))
                .map(word -> new Word(word, ""))
                .toList();
    }

    private static List<Word> orders() {
        List<String> keys =
                Arrays.stream(Sort.Key.values())
                        .map(key -> key.name().toLowerCase(Locale.ROOT))
                        .toList();
        return plain(
                Stream.concat(keys.stream(), keys.stream().map(key -> "reverse-" + key)).toList());
    }
}
