package hazel.app;

import hazel.config.StoreConfig;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.MessageStore;
import hazel.store.ReadOnlyStore;
import hazel.store.maildir.MaildirStore;
import hazel.store.mbox.MboxStore;
import hazel.store.mh.MhStore;

import java.time.Clock;

/// Opens the store that an account's configuration names.
public final class Stores {

    private Stores() {}

    /// @throws MailException where it is on a server that cannot be reached through this port
    public static MessageStore open(StoreConfig config, Clock clock) throws MailException {
        return switch (config) {
            case StoreConfig.Local local -> open(local, clock);
            case StoreConfig.Imap(var server) ->
                    throw new MailException(
                            new Problem.NotPermitted(
                                    server.host(),
                                    "mail at " + server.host() + " is not kept here"));
            case StoreConfig.Pop3 pop3 -> open(pop3.into(), clock);
            case StoreConfig.ReadOnly(var of) -> new ReadOnlyStore(open(of, clock));
        };
    }

    /// One in files of this machine.
    public static MessageStore open(StoreConfig.Local config, Clock clock) {
        return switch (config) {
            case StoreConfig.Maildir(var root) -> MaildirStore.open(root, clock);
            case StoreConfig.Mbox(var root) -> MboxStore.open(root);
            case StoreConfig.Mh(var root) -> MhStore.open(root, clock);
        };
    }

    /// What names a store wherever and whenever it is opened, in the header cache.
    public static String name(StoreConfig config) {
        return switch (config) {
            case StoreConfig.Maildir(var root) -> "maildir:" + root.toAbsolutePath();
            case StoreConfig.Mbox(var root) -> "mbox:" + root.toAbsolutePath();
            case StoreConfig.Mh(var root) -> "mh:" + root.toAbsolutePath();
            case StoreConfig.Imap(var server) -> "imap:" + server.authority();
            case StoreConfig.Pop3 pop3 -> name(pop3.into());
            case StoreConfig.ReadOnly(var of) -> name(of);
        };
    }
}
