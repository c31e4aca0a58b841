package hazel.screen.parts;

import hazel.mail.MessageId;
import hazel.store.MailboxRef;
import hazel.store.Searches;
import hazel.ui.Effect;
import hazel.ui.Next;
import hazel.ui.Screen;
import hazel.ui.ScreenFactory;

import java.util.Optional;

/// Opens the conversation that a message is in, from all mailboxes, above the screen that shows it.
public final class Conversations {

    private Conversations() {}

    public static Next open(Screen from, ScreenFactory screens, Optional<MessageId> message) {
        if (message.isEmpty()) {
            return Next.stay(from, new Effect.Notify("this message has no Message-ID"));
        }
        MailboxRef conversation = Searches.conversation(message.get());
        return Next.open(from, screens.index(conversation), new Effect.OpenMailbox(conversation));
    }
}
