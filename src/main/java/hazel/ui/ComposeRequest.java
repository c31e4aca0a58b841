package hazel.ui;

import hazel.store.MailboxRef;
import hazel.store.MessageRef;

import java.util.Optional;

/// How a message begins that the user wants to write.
public sealed interface ComposeRequest {

    /// A new one, as a mailto URI says or `mailto:` alone (RFC 6068).
    ///
    /// @param from where it is written from, where that is a mailbox of messages
    record Blank(String mailto, Optional<MailboxRef> from) implements ComposeRequest {}

    record Answer(MessageRef original, Kind kind) implements ComposeRequest {}

    /// One kept before, by its number in the drafts.
    record Kept(String draftId) implements ComposeRequest {}

    /// One that is a message in a mailbox for drafts.
    record Stored(MessageRef message) implements ComposeRequest {}

    /// A report that a message is abuse, to those whose server handed it in (RFC 5965).
    record Abuse(MessageRef message) implements ComposeRequest {}

    enum Kind {
        REPLY,
        REPLY_ALL,
        REPLY_LIST,
        FORWARD,
        FORWARD_ATTACHED,
        BOUNCE,
        EDIT_AS_NEW;

        /// Whether the message is answered, and not sent on.
        public boolean isReply() {
            return switch (this) {
                case REPLY, REPLY_ALL, REPLY_LIST -> true;
                case FORWARD, FORWARD_ATTACHED, BOUNCE, EDIT_AS_NEW -> false;
            };
        }
    }
}
