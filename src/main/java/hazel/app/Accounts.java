package hazel.app;

import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.MailboxRef;
import hazel.store.Searches;
import hazel.store.Sort;

/// The accounts of a configuration by their names.
record Accounts(Config config) {

    /// @param name empty for the first account
    Config.Account named(String name) throws MailException {
        return name.isEmpty()
                ? config.accounts().getFirst()
                : config.account(name)
                        .orElseThrow(() -> new MailException(new Problem.NoSuchAccount(name)));
    }

    /// The order that a mailbox is shown in at first.
    Sort sort(MailboxRef ref) {
        return Searches.isOne(ref)
                ? Sort.first(ref)
                : config.mailboxes()
                        .sort(full(ref).account(), ref.name().value())
                        .flatMap(Sort::parse)
                        .orElse(Sort.first(ref));
    }

    /// The same mailbox with its account's name, which may have been left out.
    MailboxRef full(MailboxRef ref) {
        return ref.account().isEmpty()
                ? new MailboxRef(config.accounts().getFirst().name(), ref.name())
                : ref;
    }
}
