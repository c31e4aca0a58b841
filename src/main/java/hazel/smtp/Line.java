package hazel.smtp;

/// One line as it came, and how it ended.
///
/// @param text without the line end, read as UTF-8 with U+FFFD for what is none; a line that was
///   too long is cut. Control characters other than the line end are still in it
public record Line(String text, Ending ending) {

    /// Only [#CRLF] ends a line in SMTP (RFC 5321 section 2.3.8). The others are told apart so that
    /// whoever reads can refuse them by name.
    public enum Ending {
        CRLF,
        /// A line feed without a carriage return before it.
        BARE_LF,
        /// A carriage return without a line feed after it. What follows it is the next line.
        BARE_CR,
        /// Longer than the reader allows. The rest, to its CRLF, was skipped.
        TOO_LONG,
        /// So long that the reader stopped skipping: close the connection.
        FLOOD,
        /// The connection closed; what came before it, perhaps nothing, is in the text.
        CLOSED
    }

    /// Where none was read.
    public static final Line NONE = new Line("", Ending.CLOSED);

    public boolean isWhole() {
        return ending == Ending.CRLF;
    }

    public boolean isClosed() {
        return ending == Ending.CLOSED;
    }

    /// The text and the ending, made harmless.
    @Override
    public String toString() {
        return Harmless.text(text) + " (" + ending + ")";
    }
}
