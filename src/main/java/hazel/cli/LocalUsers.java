package hazel.cli;

import hazel.app.Stores;
import hazel.config.Config;
import hazel.config.Places;
import hazel.config.StoreConfig;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.LocalDelivery;
import hazel.relay.MailboxDelivery;
import hazel.route.Residents;
import hazel.store.MailboxName;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who gets mail on this machine, and where it is put.
///
/// @param stores where each user's mail goes, by local parts in lower case
record LocalUsers(Map<String, StoreConfig.Local> stores, Clock clock) implements LocalDelivery {

    private static final Address NOBODY = new Address("", "file", "localhost");

    LocalUsers {
        stores = Map.copyOf(stores);
    }

    /// Whoever runs the relay is always known, by their login and by the addresses of their
    /// accounts that are of this machine. An account on a server gets its mail there: what comes
    /// for it here goes to the first account that is not, or into the standard Maildir.
    ///
    /// @param domains those of this machine, in lower case
    static LocalUsers of(
            Config config, Set<String> domains, String person, Places places, Clock clock) {
        StoreConfig.Local any =
                config.accounts().stream()
                        .flatMap(account -> local(account.incoming()).stream())
                        .findFirst()
                        .orElseGet(() -> new StoreConfig.Maildir(places.path("~/Mail")));
        Map<String, StoreConfig.Local> all = new HashMap<>();
        for (Config.Account account : config.accounts()) {
            if (domains.contains(account.address().domain().toLowerCase(Locale.ROOT))) {
                String user = account.address().localPart().toLowerCase(Locale.ROOT);
                all.putIfAbsent(user, local(account.incoming()).orElse(any));
            }
        }
        all.putIfAbsent(person, any);
        config.relay()
                .users()
                .forEach((user, store) -> all.put(user.toLowerCase(Locale.ROOT), store));
        return new LocalUsers(all, clock);
    }

    private static Optional<StoreConfig.Local> local(StoreConfig store) {
        return switch (store) {
            case StoreConfig.Local local -> Optional.of(local);
            case StoreConfig.Pop3 pop3 -> Optional.of(pop3.into());
            case StoreConfig.Imap _ -> Optional.empty();
            case StoreConfig.ReadOnly(var of) -> local(of);
        };
    }

    Set<String> names() {
        return stores.keySet();
    }

    /// Whether a user has a folder for the detail of `user+detail`.
    boolean hasFolder(String user, String folder) {
        try {
            StoreConfig.Local where = stores.get(user);
            return where != null && hasFolder(where, folder);
        } catch (MailException _) {
            return false; // what cannot be read now is seen when it is delivered into
        }
    }

    private boolean hasFolder(StoreConfig.Local where, String folder) throws MailException {
        if (folder.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        try (var store = Stores.open(where, clock)) {
            return store.names().contains(new MailboxName(folder));
        }
    }

    @Override
    public void deliver(String user, Address recipient, byte[] message) throws MailException {
        StoreConfig.Local where = stores.get(user);
        if (where == null) {
            throw new MailException(new Problem.NoSuchMailbox(user));
        }
        put(where, folder(where, recipient), recipient, message);
    }

    /// Into a Maildir many may deliver at once.
    @Override
    public boolean isInTurn(String user) {
        return !(stores.get(user) instanceof StoreConfig.Maildir);
    }

    /// `ada+lists` is the folder `lists` where there is one, else where all of Ada's mail goes.
    private MailboxName folder(StoreConfig.Local where, Address recipient) throws MailException {
        Optional<String> detail = Residents.detail(recipient);
        return detail.isPresent() && hasFolder(where, detail.get())
                ? new MailboxName(detail.get())
                : MailboxName.INBOX;
    }

    @Override
    public void append(Path file, byte[] message) throws MailException {
        put(new StoreConfig.Mbox(file), MailboxName.INBOX, NOBODY, message);
    }

    private void put(StoreConfig.Local where, MailboxName name, Address recipient, byte[] message)
            throws MailException {
        try (var store = Stores.open(where, clock)) {
            new MailboxDelivery(Map.of("", name), store::open, clock)
                    .deliver("", recipient, message);
        }
    }
}
