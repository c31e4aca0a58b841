package hazel.search;

import hazel.index.Facts;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;

import java.time.Clock;
import java.util.Set;

/// A mailbox that is open for a search.
record Opened(SearchedAccount account, Mailbox mailbox) {

    MailboxRef ref() {
        return new MailboxRef(account.name(), mailbox.name());
    }

    Facts facts(Clock clock) {
        return new Facts(
                Set.of(),
                account.mine(),
                ref(),
                clock.getZone(),
                uid -> BodyTexts.text(mailbox, uid));
    }
}
