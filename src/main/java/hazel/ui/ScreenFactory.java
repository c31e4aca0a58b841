package hazel.ui;

import hazel.command.Keymap;
import hazel.index.View;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;

import java.util.List;

/// Makes the screens that another screen or the program opens, so that neither has to know them.
///
/// The screen that is made wants nothing yet: whoever opens it asks for the effect that fills it,
/// named here with each.
public interface ScreenFactory {

    /// Sets up the first account, before anything else is shown. Wants nothing at first.
    Screen setup();

    /// To be opened with [Effect.OpenMailbox].
    Screen index(MailboxRef mailbox);

    /// A search of all mailboxes, to be typed. Wants nothing at first.
    Screen search();

    /// To be opened with [Effect.LoadMessage]. The index beneath follows by itself: it selects
    /// whatever message of its mailbox [Msg.MessageLoaded] tells of.
    ///
    /// @param view the index it was opened from, to go on to the next message
    Screen message(MessageRef message, View view);

    /// The parts of a message. To be opened with [Effect.LoadMessage].
    Screen attachments(MessageRef message);

    /// To be opened with [Effect.ListMailboxes]. What the user picks comes back as a call of
    /// `go-to` with the mailbox's name to the screen beneath.
    Screen mailboxes();

    /// The mailboxes as the first screen of all, with none beneath. To be opened with
    /// [Effect.ListMailboxes]; what the user picks is opened upon it.
    Screen mailboxesFirst();

    /// Asks about a certificate; opened by the program itself.
    Screen certificate(Msg.Distrusted distrusted);

    /// Opened by the program itself.
    Screen composer(Msg.Composing composing);

    /// To be opened with [Effect.ListOutbox].
    Screen outbox();

    /// To be opened with [Effect.ListRelay].
    Screen relay();

    /// To be opened with [Effect.ListDrafts].
    Screen drafts();

    /// Lines to read; opened by the program itself.
    Screen text(String name, List<String> lines);

    /// Every key of a screen; opened by the program itself.
    Screen help(Screen of, Keymap keymap);

    /// Asks whether to leave Hazel; opened by the program itself.
    Screen leaving();

    /// A line to type a command of that screen on; opened by the program itself.
    Screen commandLine(Screen of, Keymap keymap);
}
