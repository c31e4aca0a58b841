package hazel.screen.parts;

import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Searches;
import hazel.text.Harmless;
import hazel.ui.Msg.AccountMailboxes;

import java.util.List;
import java.util.Optional;

/// Mailboxes as a user types them: `work/lists/java`, or without the account where it is the one at
/// hand.
public final class MailboxNames {

    private MailboxNames() {}

    public static List<String> of(List<AccountMailboxes> accounts) {
        return accounts.stream()
                .flatMap(account ->
                        account.mailboxes().stream()
                                .map(info -> new MailboxRef(account.account(), info.name()))
                                .map(MailboxRef::toString))
                .toList();
    }

    /// @param accounts those there are
    /// @param here the account a bare name belongs to
    public static Optional<MailboxRef> parse(String typed, List<String> accounts, String here) {
        String name = typed.strip();
        if (name.equalsIgnoreCase(Searches.ALL_INBOXES.name().value())) {
            return Optional.of(Searches.ALL_INBOXES);
        }
        String account = here;
        for (String known : accounts) {
            if (!known.isEmpty() && name.startsWith(known + "/")) {
                account = known;
                name = name.substring(known.length() + 1);
                break;
            }
        }
        if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        return Optional.of(new MailboxRef(account, new MailboxName(name)));
    }

    /// As titles name it: `work / lists/java`. Harmless.
    public static String place(MailboxRef mailbox) {
        return Harmless.line(
                Searches.isOne(mailbox)
                        ? found(mailbox)
                        : mailbox.account().isEmpty()
                                ? mailbox.name().value()
                                : mailbox.account() + " / " + mailbox.name());
    }

    private static String found(MailboxRef search) {
        return switch (Searches.subject(search.name())) {
            case Searches.Inboxes _ -> "all inboxes";
            case Searches.Typed(var query) -> "all mailboxes: " + query;
            case Searches.Around _ -> "conversation, from all mailboxes";
            case Searches.Saved(var name) -> search.account() + " / " + name;
        };
    }
}
