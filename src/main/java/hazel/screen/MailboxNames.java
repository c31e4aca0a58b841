package hazel.screen;

import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.ui.Msg.AccountMailboxes;

import java.util.List;
import java.util.Optional;

/// Mailboxes as a user types them: `work/lists/java`, or without the account where it is the one at
/// hand.
final class MailboxNames {

    private MailboxNames() {}

    static List<String> of(List<AccountMailboxes> accounts) {
        return accounts.stream()
                .flatMap(account ->
                        account.mailboxes().stream()
                                .map(info -> new MailboxRef(account.account(), info.name()))
                                .map(MailboxRef::toString))
                .toList();
    }

    /// @param accounts those there are
    /// @param here the account a bare name belongs to
    static Optional<MailboxRef> parse(String typed, List<String> accounts, String here) {
        String name = typed.strip();
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
}
