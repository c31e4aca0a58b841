package hazel.ui;

import hazel.compose.Draft;
import hazel.index.UidSet;
import hazel.mail.Header;
import hazel.mime.Preference;
import hazel.store.FlagChange;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Purpose;
import hazel.store.Sort;
import hazel.store.Uid;

import java.util.List;

/// Something the program wants done. A description, not a deed: a screen returns it, [hazel.app]
/// performs it on another thread, and the outcome comes back as a [Msg].
///
/// Effects are data rather than lambdas so that a test can compare them and a log can print them.
public sealed interface Effect {

    /// On mail that is there, in its order; an account's worker performs it.
    sealed interface OnMail extends Effect {}

    /// On a message that is being written.
    sealed interface OnWriting extends Effect {}

    /// On messages that were written and not yet handed over.
    sealed interface OnOutbox extends Effect {}

    /// On the queue of the relay that is bundled.
    sealed interface OnRelay extends Effect {}

    /// On the program, its terminal and other programs.
    sealed interface OnProgram extends Effect {}

    /// On what can be believed of a message that is being read.
    sealed interface OnTrust extends Effect {}

    /// On an account that is being set up, before there is any.
    sealed interface OnSetup extends Effect {}

    // Mailboxes

    /// Answered by [Msg.MailboxOpened], more than one where reading takes long.
    record OpenMailbox(MailboxRef mailbox) implements OnMail {}

    /// The same of a search that is being typed: only the last one asked for is made. Answered by
    /// [Msg.MailboxOpened].
    record SearchAll(MailboxRef search) implements OnMail {}

    /// Nobody looks at it any more.
    record CloseMailbox(MailboxRef mailbox) implements OnMail {}

    /// Order, limit and folds of the view; answered by [Msg.ViewChanged].
    ///
    /// @param limit a [hazel.index.Query] as typed, empty for all
    record Arrange(MailboxRef mailbox, Sort sort, String limit, UidSet folded, UidSet tagged)
            implements OnMail {}

    /// Look whether other programs changed it.
    record CheckMailbox(MailboxRef mailbox) implements OnMail {}

    record ListMailboxes() implements OnMail {}

    record CreateMailbox(MailboxRef mailbox) implements OnMail {}

    record RenameMailbox(MailboxRef mailbox, MailboxName to) implements OnMail {}

    record DeleteMailbox(MailboxRef mailbox) implements OnMail {}

    // Messages

    /// Answered by [Msg.MessageLoaded]. Never marks it seen.
    record LoadMessage(MessageRef message) implements OnMail {}

    /// The same message, its text taken by another preference; answered by [Msg.ReadAs].
    record ReadAs(MessageRef message, Preference preference) implements OnMail {}

    /// A message that was shown is seen now, where its mailbox can be changed; no deed to be taken
    /// back.
    record MarkSeen(MessageRef message) implements OnMail {}

    record ChangeFlags(MailboxRef mailbox, List<Uid> uids, FlagChange change) implements OnMail {}

    record Move(MailboxRef mailbox, List<Uid> uids, MailboxRef target) implements OnMail {}

    record Copy(MailboxRef mailbox, List<Uid> uids, MailboxRef target) implements OnMail {}

    /// Moves messages to the mailbox that each one's account has for a purpose; it is made where it
    /// is missing.
    record File(MailboxRef mailbox, List<Uid> uids, Purpose purpose) implements OnMail {}

    /// Removes the messages marked deleted for good.
    record Expunge(MailboxRef mailbox) implements OnMail {}

    /// Takes the last move, copy or flag change back, or the last message sent while it waits.
    record Undo() implements OnProgram {}

    /// Finds the next row from a position that fits a query; answered by [Msg.Found].
    record Find(MailboxRef mailbox, String query, int from, Direction direction)
            implements OnMail {}

    /// Tags or untags what fits; answered by [Msg.Matched].
    record Match(MailboxRef mailbox, String query, String purpose) implements OnMail {}

    /// Saves decoded parts, or the message whole where none is named, to a directory or a new file.
    record SaveParts(MessageRef message, List<String> parts, String path) implements OnMail {}

    /// A part, or the whole message where it is empty, to a command's standard input.
    record Pipe(MessageRef message, String part, String command) implements OnMail {}

    /// Hands a link to the program the user named for it.
    record OpenLink(String target) implements OnProgram {}

    /// The text of one part; answered by [Msg.TextLoaded].
    record ViewPart(MessageRef message, String part) implements OnMail {}

    /// The way a message came; answered by [Msg.Traced].
    record TraceMessage(MessageRef message, Header header) implements OnTrust {}

    /// Whether a message is from whom it says: asks the DNS. Answered by [Msg.Verified].
    record VerifyMessage(MessageRef message, Msg.LoadedMessage content) implements OnTrust {}

    /// What was said when the message was handed in; answered by [Msg.Printed].
    record ShowSession(Header header) implements OnTrust {}

    // Writing

    /// Answered by [Msg.Composing].
    record Compose(ComposeRequest request) implements OnWriting {}

    /// Kept on disk under its number, over what was kept before.
    record SaveDraft(String draftId, Draft draft) implements OnWriting {}

    /// The same from a composer that closes with it. Answered by [Msg.Composing] where it cannot be
    /// kept: what was written is nowhere else.
    record PostponeDraft(String draftId, Draft draft) implements OnWriting {}

    record DiscardDraft(String draftId) implements OnWriting {}

    /// One that is a message in a mailbox for drafts.
    record DiscardStored(MessageRef message) implements OnWriting {}

    /// Answered by [Msg.DraftsListed].
    record ListDrafts() implements OnWriting {}

    /// Into the outbox; the draft is gone when [Msg.Queued] comes. Answered by [Msg.Composing]
    /// where it cannot be put there.
    record Send(String draftId, Draft draft) implements OnWriting {}

    /// The user's own editor on the draft's text; answered by [Msg.Edited]. The one effect
    /// performed on the UI thread, because the editor needs the terminal.
    record EditText(String draftId, String text) implements OnProgram {}

    /// Reads a file to attach; answered by [Msg.Attached].
    record AttachFile(String draftId, String path) implements OnWriting {}

    /// Reads a text file to insert; answered by [Msg.FileRead].
    record ReadFile(String draftId, String path) implements OnWriting {}

    /// Answered by [Msg.Completed].
    record CompletePath(String typed) implements OnWriting {}

    // Outbox

    /// Answered by [Msg.OutboxListed].
    record ListOutbox() implements OnOutbox {}

    record HandleQueued(String queueId, QueueAction action) implements OnOutbox {}

    // The relay

    /// Answered by [Msg.RelayListed].
    record ListRelay() implements OnRelay {}

    record HandleRelayed(String queueId, RelayAction action) implements OnRelay {}

    /// Sends it to another address in place of one that waits for it, both as typed.
    record Readdress(String queueId, String old, String other) implements OnRelay {}

    /// Makes everything due that is not held.
    record FlushRelay() implements OnRelay {}

    /// All that is known of one message; answered by [Msg.Printed].
    record ShowRelayed(String queueId) implements OnRelay {}

    /// What the relay did last; answered by [Msg.Printed].
    record ShowRelayLog() implements OnRelay {}

    /// Where mail for an address would go, and why; answered by [Msg.Printed].
    record ShowRoute(String address) implements OnRelay {}

    // Accounts

    /// Looks for the servers of an address; answered by [Msg.ServersFound].
    record FindServers(String address) implements OnSetup {}

    /// Logs in at the servers, and where they take it writes the account; answered by
    /// [Msg.AccountAdded] or [Msg.AccountRefused].
    record AddAccount(NewAccount account) implements OnSetup {}

    /// @param incoming as the dotfile writes it, the likeliest first; so with the other
    record NewAccount(
            String name,
            String address,
            String fullName,
            List<String> incoming,
            List<String> outgoing,
            String password) {

        public NewAccount {
            incoming = List.copyOf(incoming);
            outgoing = List.copyOf(outgoing);
        }

        /// Without the password.
        @Override
        public String toString() {
            return "NewAccount[" + name + ", " + incoming + ", " + outgoing + "]";
        }
    }

    /// Goes on without any account but the one that is there where nothing is configured.
    record LookAround() implements OnSetup {}

    /// From now on believes exactly this certificate of an account's server; answered by
    /// [Msg.Pinned].
    ///
    /// @param fingerprint as in [hazel.mail.ServerCertificate]
    record PinCertificate(String account, String host, int port, String fingerprint)
            implements Effect {}

    // The program itself

    /// A shell command with the terminal; performed on the UI thread.
    record RunShell(String command) implements OnProgram {}

    /// Say something on the notice line: "no more unread messages". Done by the program itself.
    record Notify(String text) implements OnProgram {}

    /// Pauses the indexing of mail in the background, or lets it go on.
    record ToggleIndexing() implements OnProgram {}

    record Suspend() implements OnProgram {}

    record Redraw() implements OnProgram {}

    /// Stop the work whose progress is shown.
    record CancelWork() implements OnProgram {}

    enum Direction {
        FORWARD,
        BACKWARD
    }

    enum RelayAction {
        SEND_NOW,
        HOLD,
        RELEASE,
        /// Returns it to its sender.
        GIVE_UP,
        REMOVE
    }

    enum QueueAction {
        SEND_NOW,
        HOLD,
        RELEASE,
        /// Take it back before it is sent and open it in the composer.
        EDIT,
        DISCARD
    }
}
