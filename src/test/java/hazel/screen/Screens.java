package hazel.screen;

import hazel.command.Keymap;
import hazel.index.View;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.ui.Msg;
import hazel.ui.Screen;
import hazel.ui.ScreenFactory;

/// Makes the screens of this package; a message, the composer, the outbox and the drafts are a line
/// that names them.
public record Screens() implements ScreenFactory {

    @Override
    public Screen index(MailboxRef mailbox) {
        return IndexScreen.opening(this, mailbox);
    }

    @Override
    public Screen message(MessageRef message, View view) {
        return named("message " + message);
    }

    @Override
    public Screen mailboxes() {
        return MailboxScreen.LISTING;
    }

    @Override
    public Screen composer(Msg.Composing composing) {
        return PromptScreen.of(
                Prompt.of("draft " + composing.draftId() + ": ", hazel.command.Command.SHELL), "");
    }

    @Override
    public Screen outbox() {
        return named("outbox");
    }

    @Override
    public Screen drafts() {
        return named("drafts");
    }

    @Override
    public Screen help(Screen of, Keymap keymap) {
        return HelpScreen.of(of, keymap);
    }

    @Override
    public Screen commandLine(Screen of, Keymap keymap) {
        return PromptScreen.forCommandsOf(of);
    }

    private static Screen named(String name) {
        return new HelpScreen(name, java.util.List.of(), "", ListWindow.EMPTY);
    }
}
