package hazel.mime;

import hazel.mail.Part;
import hazel.text.Harmless;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// All the words of a message, for searching: those of its header, and those of its body, which are
/// the text of every part that a person reads, the names of the attachments, and the text of those
/// that are text.
public final class MessageText {

    private static final int COLUMNS = 400;

    /// Characters of a body that are searched: a long book.
    private static final int MOST = 1 << 20;

    /// A plain alternative shorter than this, and this many times smaller than the HTML beside it,
    /// only says that the message is elsewhere.
    private static final int STUB = 1000;

    private static final int STUB_RATIO = 16;

    private MessageText() {}

    /// The header, an empty line, and the body. Lines end in LF.
    public static String of(byte[] message) {
        Part root = MessageParser.parse(message);
        String header =
                root.header().fields().stream()
                        .map(f -> f.name() + ": " + Words.decode(f.body()))
                        .collect(Collectors.joining("\n"));
        return header + "\n\n" + body(message, root);
    }

    /// The body alone. Lines end in LF.
    public static String body(byte[] message) {
        return body(message, MessageParser.parse(message));
    }

    private static String body(byte[] message, Part root) {
        String text = body(message, root, Preference.PLAIN_FIRST);
        return isStub(text, root) ? text + "\n" + body(message, root, Preference.HTML_FIRST) : text;
    }

    private static String body(byte[] message, Part root, Preference preference) {
        var text = new StringBuilder();
        for (Block block : Readable.of(message, root, preference)) {
            if (text.length() < MOST) {
                addWords(message, block, text);
            }
        }
        text.setLength(Math.min(MOST, text.length()));
        return text.toString();
    }

    private static boolean isStub(String text, Part root) {
        return text.length() < STUB
                && root.walk()
                        .filter(p -> p.mediaType().is("multipart/alternative"))
                        .flatMap(p -> p.children().stream())
                        .flatMap(Part::walk)
                        .anyMatch(p ->
                                p.mediaType().is("text/html")
                                        && p.encodedSize() > STUB_RATIO * (text.length() + 1));
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

    private static void addWords(byte[] message, Block block, StringBuilder to) {
        switch (block) {
            case Block.Text text -> text.lines().forEach(l -> to.append(l).append('\n'));
            case Block.Html html -> addWords(HtmlText.render(html.html(), COLUMNS), to);
            case Block.Attachment attachment -> {
                Part part = attachment.part();
                to.append(attachment.name()).append('\n');
                if (part.mediaType().is("text/html")) {
                    addWords(HtmlText.render(Content.text(message, part), COLUMNS), to);
                } else if (part.mediaType().is("text/*")) {
                    to.append(Content.text(message, part)).append('\n');
                }
            }
            case Block.Embedded embedded ->
                    top(embedded).forEach(line -> to.append(line).append('\n'));
            case Block.Notice _ -> {}
        }
    }

    /// Without what is ours, such as the numbers of links, which would come between words.
    private static void addWords(RenderedHtml html, StringBuilder to) {
        for (RenderedHtml.Line line : html.lines()) {
            for (RenderedHtml.Span span : line.spans()) {
                to.append(span.marks().contains(RenderedHtml.Mark.ORNAMENT) ? " " : span.text());
            }
            to.append('\n');
        }
    }
}
