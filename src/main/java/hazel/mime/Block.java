package hazel.mime;

import hazel.mail.Header;
import hazel.mail.Part;

import java.util.List;

/// One piece of what a reader sees of a message, in its order.
public sealed interface Block {

    /// Plain text.
    ///
    /// @param lines harmless, tabs expanded; of `format=flowed` text (RFC 3676) each paragraph is
    ///   one line behind its quote marks
    /// @param signature index of the line `-- ` that begins the signature; the number of lines
    ///   where there is none
    record Text(Part part, List<String> lines, int signature) implements Block {
        public Text {
            lines = List.copyOf(lines);
        }
    }

    /// HTML, to be laid out by [HtmlText] at the width of the screen. Not harmless before that.
    record Html(Part part, String html) implements Block {}

    /// Something to save or open.
    ///
    /// @param name harmless for the screen, not for a path: that is [FileNames]' work; may be empty
    /// @param type `image/png`
    /// @param size about how many octets it has decoded
    record Attachment(Part part, String name, String type, long size) implements Block {}

    /// The beginning of a message inside this one, or of the header of one. Its text follows.
    record Embedded(Part part, Header header) implements Block {}

    /// A sentence by us, not by the sender: something is missing, broken or held back. Harmless.
    record Notice(String text) implements Block {}
}
