package hazel.app;

import hazel.config.StoreConfig;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.MessageStore;
import hazel.store.maildir.MaildirStore;
import hazel.store.mbox.MboxStore;

import java.time.Clock;

/// Opens the store that an account's configuration names.
public final class Stores {

    private Stores() {}

    public static MessageStore open(StoreConfig config, Clock clock) throws MailException {
        return switch (config) {
            case StoreConfig.Maildir(var root) -> MaildirStore.open(root, clock);
            case StoreConfig.Mbox(var root) -> MboxStore.open(root);
            case StoreConfig.Mh(var root) ->
                    throw new MailException(
                            new Problem.Malformed(
                                    root.toString(),
                                    "this version reads Maildir and mbox, not MH: " + root));
        };
    }
}
