package hazel.search;

import hazel.index.Facts;
import hazel.mail.MailException;
import hazel.mime.MessageText;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;
import hazel.store.Uid;

import java.time.Clock;
import java.util.Set;

/// A mailbox that is open for a search.
record Opened(SearchedAccount account, Mailbox mailbox) {

    MailboxRef ref() {
        return new MailboxRef(account.name(), mailbox.name());
    }

    Facts facts(Clock clock) {
        return new Facts(Set.of(), account.mine(), clock.instant(), clock.getZone(), this::text);
    }

    private String text(Uid uid) {
        try {
            return MessageText.of(mailbox.fetch(uid));
        } catch (MailException e) {
            return ""; // gone meanwhile: it has no text
        }
    }
}
