package hazel.screen.parts;

import hazel.store.MailboxInfo;
import hazel.store.MailboxRef;
import hazel.ui.Msg.AccountMailboxes;

import java.util.ArrayList;
import java.util.List;

/// A mailbox in the tree of its account.
///
/// @param name what its parent's row does not say already: `java` below `lists`, and `lists/java`
///   where there is no `lists`
/// @param level how many of the rows above hold it
public record MailboxRow(MailboxRef mailbox, MailboxInfo info, String name, int level) {

    public static List<MailboxRow> of(AccountMailboxes account) {
        var rows = new ArrayList<MailboxRow>();
        var above = new ArrayList<String>();
        for (MailboxInfo info : account.mailboxes()) {
            String whole = info.name().value();
            while (!above.isEmpty() && !whole.startsWith(above.getLast() + "/")) {
                above.removeLast();
            }
            String name = above.isEmpty() ? whole : whole.substring(above.getLast().length() + 1);
            var mailbox = new MailboxRef(account.account(), info.name());
            rows.add(new MailboxRow(mailbox, info, name, above.size()));
            above.add(whole);
        }
        return rows;
    }
}
