package hazel.app;

import hazel.config.Config;
import hazel.mail.MailException;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Purpose;

import java.util.Optional;

/// Which of an account's mailboxes is for a purpose: the one that the user named; else the one that
/// the store says is for it; else the one with the usual name, which may not be there yet.
public final class Folders {

    private Folders() {}

    /// The mailbox for drafts: none where the user wants none, or named none and the store knows of
    /// none.
    static Optional<MailboxName> forDrafts(Config.Account account, MessageStore store)
            throws MailException {
        Config.Folder folder = account.folders().drafts();
        return folder.isChosen()
                ? Optional.of(folder.name()).filter(n -> !n.isEmpty()).map(MailboxName::new)
                : store.forPurpose(Purpose.DRAFTS);
    }

    public static MailboxName of(Config.Account account, Purpose purpose, MessageStore store)
            throws MailException {
        Config.Folder folder =
                switch (purpose) {
                    case SENT -> account.folders().sent();
                    case DRAFTS -> account.folders().drafts();
                    case TRASH -> account.folders().trash();
                    case ARCHIVE -> account.folders().archive();
                    case JUNK -> account.folders().junk();
                };
        MailboxName named = new MailboxName(folder.name());
        return folder.isChosen() ? named : store.forPurpose(purpose).orElse(named);
    }
}
