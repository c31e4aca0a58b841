package hazel.app;

/// What is kept with a message in the outbox besides its envelope, by name.
final class SentNotes {

    /// As the outbox screen shows it, decoded.
    static final String SUBJECT = "subject";

    /// The addr-specs of its blind carbon copies, divided by a comma and a space.
    static final String BCC = "bcc";

    static final String MESSAGE_ID = "message-id";

    /// The message it answers, as `account TAB mailbox TAB uid`.
    static final String ANSWERS = "answers";

    /// Says [#FORWARDED] where the other message was not answered but sent on.
    static final String MARK = "mark";

    static final String FORWARDED = "forwarded";

    /// The stored draft it was made from, which goes once it is in the outbox.
    static final String DRAFT = "draft";

    private SentNotes() {}
}
