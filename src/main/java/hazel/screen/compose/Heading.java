package hazel.screen.compose;

/// The fields above a message being written, in their order.
enum Heading {
    FROM("From"),
    TO("To"),
    CC("Cc"),
    BCC("Bcc"),
    REPLY_TO("Reply-To"),
    SUBJECT("Subject");

    private final String label;

    Heading(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean holdsAddresses() {
        return this != SUBJECT;
    }

    /// Whether a message that goes on unchanged takes it, as a Resent- field or in its envelope.
    boolean isForResending() {
        return this != SUBJECT && this != REPLY_TO;
    }

    /// Whether it is hidden while it is empty and not asked for.
    boolean isRare() {
        return this == BCC || this == REPLY_TO;
    }
}
