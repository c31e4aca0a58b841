/// The messages of a mailbox, one to a row, and the mailboxes beside them.
///
/// [IndexScreen] holds a view that the account's worker made, and a window on it; nothing here
/// walks a whole mailbox for a key. [IndexCommands] is the table of what each command does,
/// [IndexArranging] and [IndexChanges] are what it calls, [IndexRow] draws a row and [SideBar] the
/// mailboxes.
///
/// Never changes mail: it asks by effects. Start reading at [IndexScreen].
@NullMarked
package hazel.screen.index;

import org.jspecify.annotations.NullMarked;
