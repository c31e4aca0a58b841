package hazel.mime;

import hazel.mail.Part;

import java.util.stream.Collectors;

/// All the words of a message, for searching: its header, an empty line, and the text of every part
/// that a person reads, with the names of the attachments.
public final class MessageText {

    private static final int COLUMNS = 400;

    private MessageText() {}

    /// Lines end in LF.
    public static String of(byte[] message) {
        Part root = MessageParser.parse(message);
        String header =
                root.header().fields().stream()
                        .map(f -> f.name() + ": " + Words.decode(f.body()))
                        .collect(Collectors.joining("\n"));
        return header
                + "\n\n"
                + Readable.of(message, root, Preference.PLAIN_FIRST).stream()
                        .map(MessageText::words)
                        .collect(Collectors.joining("\n"));
    }

    private static String words(Block block) {
        return switch (block) {
            case Block.Text text -> String.join("\n", text.lines());
            case Block.Html html -> HtmlText.render(html.html(), COLUMNS).text();
            case Block.Attachment attachment -> attachment.name();
            case Block.Embedded embedded ->
                    embedded.header().first("Subject").map(Words::decode).orElse("");
            case Block.Notice _ -> "";
        };
    }
}
