package hazel.config;

import hazel.mail.Address;
import hazel.mail.Blocked;
import hazel.mail.Networks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The whole configuration.
///
/// @param accounts in the order of the file, at least one; the first is the default
/// @param mailboxes what holds in some mailboxes and not in others
/// @param searches in the order of the file
/// @param aliases a short name and the addresses it stands for, as typed
public record Config(
        List<Account> accounts,
        MailboxRules mailboxes,
        ScreenConfig screen,
        SendConfig send,
        NotifyConfig notices,
        TrustConfig trust,
        RelayConfig relay,
        Map<String, List<String>> aliases,
        Optional<Path> aliasFile,
        List<Search> searches) {

    public Config {
        accounts = List.copyOf(accounts);
        aliases = Map.copyOf(aliases);
        searches = List.copyOf(searches);
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException("a configuration needs an account");
        }
    }

    public Optional<Account> account(String name) {
        return accounts.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    /// The same, but nothing that is in a mailbox is changed or removed.
    public Config readOnly() {
        return new Config(
                accounts.stream().map(Account::readOnly).toList(),
                mailboxes,
                screen,
                send,
                notices,
                trust,
                relay,
                aliases,
                aliasFile,
                searches);
    }

    /// One place where mail is read and from which it is sent.
    ///
    /// @param others further addresses of the same person
    /// @param signature empty for none
    public record Account(
            String name,
            Address address,
            List<Address> others,
            String signature,
            StoreConfig incoming,
            SubmitConfig outgoing,
            Folders folders) {

        public Account {
            others = List.copyOf(others);
        }

        /// All of the person's addr-specs, as [Address#key] has them.
        public Set<String> mine() {
            return Stream.concat(Stream.of(address), others.stream())
                    .map(Address::key)
                    .collect(Collectors.toSet());
        }

        private Account readOnly() {
            return new Account(
                    name,
                    address,
                    others,
                    signature,
                    new StoreConfig.ReadOnly(incoming),
                    outgoing,
                    folders);
        }
    }

    /// A search that is listed among the mailboxes.
    ///
    /// @param query as typed where mail is searched
    public record Search(String name, String query) {}

    /// The mailboxes with a purpose (RFC 6154).
    public record Folders(Folder sent, Folder drafts, Folder trash, Folder archive, Folder junk) {}

    /// A mailbox with a purpose.
    ///
    /// @param isChosen whether the user named it; else the account's store may know better
    public record Folder(String name, boolean isChosen) {}

    /// @param keys native, mutt or pine
    /// @param theme the name of a theme
    /// @param keymap bindings of the user's own, lines as in a keymap file
    /// @param editor the command for the user's editor; empty for `$VISUAL`, then `$EDITOR`
    /// @param browser the command that is given a link; empty where links are only shown
    /// @param readableColumns the widest a body is wrapped to
    public record ScreenConfig(
            String keys,
            String theme,
            List<String> keymap,
            String editor,
            String browser,
            int readableColumns) {

        public static final List<String> KEYS = List.of("native", "mutt", "pine");
        public static final List<String> THEMES = List.of("dark", "light");

        public ScreenConfig {
            keymap = List.copyOf(keymap);
        }
    }

    /// @param undoSeconds how long a sent message can be taken back, 0 to 3600
    /// @param timeoutSeconds for one answer of a server, 1 to 3600
    public record SendConfig(int undoSeconds, int timeoutSeconds) {}

    /// How new mail is told of while the screens are open, beside the notice line.
    ///
    /// @param by what is told by itself, of [#WAYS]
    /// @param command of the shell, run for each message; empty for none
    public record NotifyConfig(List<String> by, String command) {

        /// Two sequences that terminals know, and the desktop's own notices.
        public static final List<String> WAYS = List.of("osc9", "osc777", "desktop");

        public NotifyConfig {
            by = List.copyOf(by);
        }
    }

    /// Whose words about a message are believed.
    ///
    /// @param authserv authserv-ids (RFC 8601 section 2.5) of the servers that check the user's
    ///   mail
    /// @param hosts of those that hand it on to each other, and the domains that they are in
    public record TrustConfig(List<String> authserv, List<String> hosts) {

        public TrustConfig {
            authserv = List.copyOf(authserv);
            hosts = List.copyOf(hosts);
        }
    }

    /// The bundled relay.
    ///
    /// @param domains delivered here, besides this machine's name
    /// @param users local part to the store that its mail goes into
    /// @param smarthost where everything else goes; empty: it is held
    /// @param onward the other ways of mail
    /// @param inbound what holds for clients on other machines
    public record RelayConfig(
            List<WayIn> listen,
            List<String> domains,
            Map<String, StoreConfig.Local> users,
            Optional<ServerConfig> smarthost,
            OnwardConfig onward,
            InboundConfig inbound) {

        public RelayConfig {
            listen = List.copyOf(listen);
            domains = List.copyOf(domains);
            users = Map.copyOf(users);
        }
    }

    /// Clients of the relay on other machines.
    ///
    /// @param certificate a PEM file, as `key` is
    /// @param logins who may log in, and the password
    /// @param passwords a file of others who may, with hashes
    /// @param from networks that may send to anywhere
    /// @param to domains to which anybody may send through this relay
    /// @param checks of mail of who is not known
    /// @param metrics a file for counters
    public record InboundConfig(
            Optional<Path> certificate,
            Optional<Path> key,
            Map<String, Secret> logins,
            Optional<Path> passwords,
            Networks from,
            List<String> to,
            ChecksConfig checks,
            Optional<Path> metrics) {

        /// No client on other machines.
        public static final InboundConfig NONE =
                new InboundConfig(
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Networks.NONE,
                        List.of(),
                        new ChecksConfig(
                                "off",
                                OnwardConfig.Mx.USUAL,
                                Blocked.NOBODY,
                                List.of(),
                                List.of(),
                                "accept",
                                List.of(),
                                "mark",
                                Map.of()),
                        Optional.empty());

        public InboundConfig {
            logins = Map.copyOf(logins);
            to = List.copyOf(to);
        }

        public boolean hasLogins() {
            return !logins.isEmpty() || passwords.isPresent();
        }
    }

    /// What the relay looks at in mail of who is not known.
    ///
    /// @param sender `domain`: the sender's domain has to exist; `mailbox`: a mail server of it is
    ///   asked too whether it would take mail for the sender; `off`
    /// @param servers how the mail servers of others are found, and asked
    /// @param refused senders, domains and networks
    /// @param blockLists whose addresses are refused
    /// @param markLists whose addresses' mail is marked
    /// @param malformed refuse, mark or accept
    /// @param filter a program and its words; empty for none
    /// @param junk mark, refuse or discard
    /// @param hooks programs that have a say at `connect`, `mail`, `rcpt` and `data`
    public record ChecksConfig(
            String sender,
            OnwardConfig.Mx servers,
            Blocked refused,
            List<String> blockLists,
            List<String> markLists,
            String malformed,
            List<String> filter,
            String junk,
            Map<String, List<String>> hooks) {

        /// When a program may be asked.
        public static final List<String> PHASES = List.of("connect", "mail", "rcpt", "data");

        public ChecksConfig {
            blockLists = List.copyOf(blockLists);
            markLists = List.copyOf(markLists);
            filter = List.copyOf(filter);
            hooks = Map.copyOf(hooks);
        }
    }
}
