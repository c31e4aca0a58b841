package hazel.screen.parts;

import hazel.command.Command;
import hazel.store.MessageRef;
import hazel.ui.ComposeRequest;
import hazel.ui.ComposeRequest.Kind;
import hazel.ui.Effect;

/// The commands that answer a message or send it on.
public final class Answers {

    private Answers() {}

    /// @param command one of these; any other is taken for `reply`
    public static Effect compose(MessageRef original, Command command) {
        Kind kind =
                switch (command) {
                    case REPLY_ALL -> Kind.REPLY_ALL;
                    case REPLY_LIST -> Kind.REPLY_LIST;
                    case FORWARD -> Kind.FORWARD;
                    case FORWARD_ATTACHED -> Kind.FORWARD_ATTACHED;
                    case BOUNCE -> Kind.BOUNCE;
                    case EDIT_AS_NEW -> Kind.EDIT_AS_NEW;
                    default -> Kind.REPLY;
                };
        return new Effect.Compose(new ComposeRequest.Answer(original, kind));
    }
}
