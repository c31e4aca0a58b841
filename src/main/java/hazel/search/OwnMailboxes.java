package hazel.search;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;
import hazel.store.MessageStore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The mailboxes that messages shown elsewhere are in, opened when they are first asked for.
final class OwnMailboxes implements AutoCloseable {

    private final List<SearchedAccount> accounts;
    private final Map<String, MessageStore> stores = new HashMap<>();
    private final Map<MailboxRef, Mailbox> open = new HashMap<>();

    OwnMailboxes(List<SearchedAccount> accounts) {
        this.accounts = accounts;
    }

    List<SearchedAccount> accounts() {
        return accounts;
    }

    Mailbox at(MailboxRef ref) throws MailException {
        Mailbox known = open.get(ref);
        if (known != null) {
            return known;
        }
        Mailbox mailbox = store(ref).open(ref.name());
        open.put(ref, mailbox);
        return mailbox;
    }

    private MessageStore store(MailboxRef ref) throws MailException {
        MessageStore known = stores.get(ref.account());
        if (known != null) {
            return known;
        }
        SearchedAccount account =
                accounts.stream()
                        .filter(a -> a.name().equals(ref.account()))
                        .findFirst()
                        .orElseThrow(
                                () -> new MailException(new Problem.NoSuchMailbox(ref.toString())));
        MessageStore store = account.opener().open();
        stores.put(ref.account(), store);
        return store;
    }

    @Override
    public void close() throws MailException {
        for (Mailbox mailbox : new ArrayList<>(open.values())) {
            mailbox.close();
        }
        for (MessageStore store : new ArrayList<>(stores.values())) {
            store.close();
        }
        open.clear();
        stores.clear();
    }
}
