package hazel.screen;

import hazel.command.Keymap;
import hazel.index.View;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.ui.Msg;
import hazel.ui.Screen;
import hazel.ui.ScreenFactory;

import java.util.List;

/// Every screen there is, for the program and for each other.
public record Screens() implements ScreenFactory {

    @Override
    public Screen index(MailboxRef mailbox) {
        return IndexScreen.opening(this, mailbox);
    }

    @Override
    public Screen message(MessageRef message, View view) {
        return MessageScreen.loading(this, message, view);
    }

    @Override
    public Screen mailboxes() {
        return MailboxScreen.LISTING;
    }

    @Override
    public Screen mailboxesFirst() {
        return MailboxScreen.first(this);
    }

    @Override
    public Screen composer(Msg.Composing composing) {
        return ComposeScreen.of(composing);
    }

    @Override
    public Screen outbox() {
        return OutboxScreen.loading();
    }

    @Override
    public Screen drafts() {
        return DraftsScreen.loading();
    }

    @Override
    public Screen text(String name, List<String> lines) {
        return TextScreen.of(name, lines);
    }

    @Override
    public Screen help(Screen of, Keymap keymap) {
        return HelpScreen.of(of, keymap);
    }

    @Override
    public Screen commandLine(Screen of, Keymap keymap) {
        return PromptScreen.forCommandsOf(of);
    }
}
