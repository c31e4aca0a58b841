package hazel.mime;

import hazel.mail.Part;
import hazel.text.Harmless;

import java.util.ArrayList;
import java.util.List;
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

    /// The words of one part as lines to read, an HTML part laid out; a sentence where it has none.
    public static List<String> lines(byte[] message, Part part, int columns) {
        List<String> lines = new ArrayList<>();
        for (Block block : Readable.of(message, part, Preference.PLAIN_FIRST)) {
            switch (block) {
                case Block.Text text -> lines.addAll(text.lines());
                case Block.Html html ->
                        HtmlText.render(html.html(), columns).text().lines().forEach(lines::add);
                case Block.Embedded embedded -> lines.addAll(top(embedded));
                case Block.Notice(String sentence) -> lines.add("[" + sentence + "]");
                case Block.Attachment a when !a.part().equals(part) ->
                        lines.add("[" + a.name() + " " + a.type() + "]");
                case Block.Attachment _ when part.mediaType().is("text/*") ->
                        lines.addAll(Harmless.block(Content.text(message, part)));
                case Block.Attachment a ->
                        lines.add(
                                "This part is "
                                        + a.type()
                                        + ", "
                                        + a.size()
                                        + " octets, and no text. It can be saved or piped.");
            }
        }
        return lines;
    }

    private static List<String> top(Block.Embedded embedded) {
        List<String> lines = new ArrayList<>(List.of(""));
        for (String name : List.of("From", "To", "Date", "Subject")) {
            embedded.header()
                    .first(name)
                    .ifPresent(body -> lines.add(Harmless.line(name + ": " + Words.decode(body))));
        }
        lines.add("");
        return lines;
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
