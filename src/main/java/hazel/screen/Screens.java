package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Keymap;
import hazel.index.View;
import hazel.screen.compose.ComposeScreen;
import hazel.screen.index.IndexScreen;
import hazel.screen.index.SearchScreen;
import hazel.screen.message.AttachmentsScreen;
import hazel.screen.message.MessageScreen;
import hazel.screen.parts.PromptScreen;
import hazel.screen.parts.QuestionScreen;
import hazel.screen.parts.TextScreen;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.ui.Msg;
import hazel.ui.Screen;
import hazel.ui.ScreenFactory;

import java.util.List;

/// Every screen there is, for the program and for each other.
///
/// @param readable columns that text is wrapped to at most
public record Screens(int readable) implements ScreenFactory {

    /// With lines as long as they are still easy to read.
    public Screens() {
        this(100);
    }

    @Override
    public Screen setup() {
        return SetupScreen.begin();
    }

    @Override
    public Screen index(MailboxRef mailbox) {
        return IndexScreen.opening(this, mailbox);
    }

    @Override
    public Screen search() {
        return SearchScreen.typing(this);
    }

    @Override
    public Screen message(MessageRef message, View view) {
        return MessageScreen.loading(this, message, view).wrapped(readable);
    }

    @Override
    public Screen attachments(MessageRef message) {
        return AttachmentsScreen.loading(message);
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
    public Screen certificate(Msg.Distrusted distrusted) {
        return CertificateScreen.of(distrusted);
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
    public Screen relay() {
        return RelayScreen.loading();
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
    public Screen leaving() {
        return QuestionScreen.of("Leave Hazel?", Call.of(Command.QUIT));
    }

    @Override
    public Screen commandLine(Screen of, Keymap keymap) {
        return PromptScreen.forCommandsOf(of);
    }
}
