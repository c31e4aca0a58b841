package hazel.app;

import hazel.config.StoreConfig;
import hazel.store.MessageStore;
import hazel.store.ReadOnlyStore;
import hazel.store.maildir.MaildirStore;
import hazel.store.mbox.MboxStore;
import hazel.store.mh.MhStore;

import java.time.Clock;

/// Opens the store that an account's configuration names.
public final class Stores {

    private Stores() {}

    public static MessageStore open(StoreConfig config, Clock clock) {
        return switch (config) {
            case StoreConfig.Maildir(var root) -> MaildirStore.open(root, clock);
            case StoreConfig.Mbox(var root) -> MboxStore.open(root);
            case StoreConfig.Mh(var root) -> MhStore.open(root, clock);
            case StoreConfig.ReadOnly(var of) -> new ReadOnlyStore(open(of, clock));
        };
    }

    /// What names a store wherever and whenever it is opened, in the header cache.
    public static String name(StoreConfig config) {
        return switch (config) {
            case StoreConfig.Maildir(var root) -> "maildir:" + root.toAbsolutePath();
            case StoreConfig.Mbox(var root) -> "mbox:" + root.toAbsolutePath();
            case StoreConfig.Mh(var root) -> "mh:" + root.toAbsolutePath();
            case StoreConfig.ReadOnly(var of) -> name(of);
        };
    }
}
