package hazel.screen.message;

import hazel.command.Command;
import hazel.mail.Header;
import hazel.mail.Part;
import hazel.mime.Block;
import hazel.mime.Dates;
import hazel.mime.HtmlText;
import hazel.mime.Outline;
import hazel.mime.RenderedHtml;
import hazel.mime.Words;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Quote;
import hazel.text.Wrap;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Role;
import hazel.ui.Span;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Lays a message out: header, text, attachments in their places, the list of links.
final class LayoutBuilder {

    private static final int NARROW = 30;
    private static final int FOLD_FROM = 3;
    private static final int LINKS = 999;

    /// Octets shown of a message as it is stored: laid out while a key waits.
    private static final int RAW = 4 << 20;

    private static final List<String> FIELDS = List.of("From", "To", "Cc", "Subject", "Date");
    private static final Pattern LINK =
            Pattern.compile("(?:https?://|mailto:|ftp://)[^\\s<>\"'`]*[^\\s<>\"'`.,;:!?)\\]}]");

    private final int columns;
    private final Layout.Look look;
    private final List<Line> rows = new ArrayList<>();
    private final List<String> links = new ArrayList<>();

    /// Links to be read whole where they stand.
    private final Set<String> spelledOut = new HashSet<>();

    private final Map<Integer, OffsetDateTime> dates = new HashMap<>();
    private int[] depths = new int[256];

    private LayoutBuilder(int columns, Layout.Look look) {
        this.columns = Math.clamp(columns, 1, look.widest());
        this.look = look;
    }

    static Layout layout(Msg.LoadedMessage message, Layout.Look look, int columns) {
        var builder = new LayoutBuilder(columns, look);
        switch (look.shown()) {
            case RAW -> builder.raw(message.octets());
            case STRUCTURE ->
                    Outline.of(message.root()).forEach(line -> builder.wrapped(Role.PLAIN, line));
            case MESSAGE -> builder.message(message);
        }
        return new Layout(
                List.copyOf(builder.rows),
                Arrays.copyOf(builder.depths, builder.rows.size()),
                List.copyOf(builder.links),
                Map.copyOf(builder.dates),
                suggested(message, builder.links));
    }

    private static List<Command> suggested(Msg.LoadedMessage message, List<String> links) {
        var suggested = new ArrayList<Command>();
        if (message.blocks().stream().anyMatch(Block.Attachment.class::isInstance)) {
            suggested.add(Command.ATTACHMENTS);
        }
        if (!links.isEmpty()) {
            suggested.add(Command.OPEN_LINK);
        }
        if (message.root().walk().anyMatch(LayoutBuilder::isTextTwice)) {
            suggested.add(Command.TOGGLE_HTML);
        }
        return List.copyOf(suggested);
    }

    private static boolean isTextTwice(Part part) {
        return part.mediaType().is("multipart/alternative")
                && Stream.of("text/plain", "text/html")
                        .allMatch(type -> part.walk().anyMatch(p -> p.mediaType().is(type)));
    }

    private void raw(byte[] octets) {
        if (octets.length > RAW) {
            wrapped(
                    Role.WARNING,
                    "Only the first "
                            + Outline.size(RAW)
                            + " octets are shown; save the message to see all.");
        }
        // Not decoded by any label: every octet that is not UTF-8 is to be seen as such.
        int shown = Math.min(octets.length, RAW);
        Harmless.block(new String(octets, 0, shown, StandardCharsets.UTF_8))
                .forEach(line -> wrapped(Role.PLAIN, line));
    }

    private void message(Msg.LoadedMessage message) {
        header(message.header());
        add(Line.EMPTY, 0);
        boolean isAttachment = true;
        for (Block block : message.blocks()) {
            boolean wasAttachment = isAttachment;
            isAttachment = block instanceof Block.Attachment;
            if (isAttachment != wasAttachment && !rows.getLast().text().isBlank()) {
                add(Line.EMPTY, 0);
            }
            block(block);
        }
        boolean isFirst = true;
        for (int i = 0; i < links.size(); i++) {
            if (!spelledOut.contains(links.get(i))) {
                if (isFirst) {
                    add(Line.EMPTY, 0);
                }
                wrapped(Role.LINK, "[" + (i + 1) + "] " + links.get(i));
                isFirst = false;
            }
        }
    }

    private void header(Header header) {
        if (look.fields() == Layout.Fields.ALL) {
            header.fields().forEach(f -> field(f.name(), f.body()));
            return;
        }
        for (String name : FIELDS) {
            header.first(name).ifPresent(body -> known(name, body));
        }
        header.first("Reply-To")
                .filter(to -> !header.first("From").equals(Optional.of(to)))
                .ifPresent(to -> field("Reply-To", to));
    }

    private void known(String name, String body) {
        if (name.equals("Date")) {
            Dates.parse(body).ifPresent(date -> dates.put(rows.size(), date));
        }
        if (dates.containsKey(rows.size())) {
            add(Line.of(Role.HEADER, Columns.cut(label(name) + Harmless.line(body), columns)), 0);
        } else {
            field(name, body);
        }
    }

    private void field(String name, String body) {
        Role role =
                switch (name) {
                    case "From" -> Role.HEADER_FROM;
                    case "Subject" -> Role.HEADER_SUBJECT;
                    case "Reply-To" -> Role.WARNING;
                    default -> Role.HEADER;
                };
        String label = label(name);
        String value = Harmless.line(Words.decode(body)).strip();
        List<String> wrapped = Wrap.lines(label + value, columns);
        String first = wrapped.getFirst();
        if (wrapped.size() == 1 && first.startsWith(label)) {
            add(named(label, role, first.substring(label.length())), 0);
            return;
        }
        // Further rows stand in, so that each field is seen to begin.
        boolean isFirst = true;
        for (String row : Wrap.lines(value, Math.max(10, columns - Layout.FIELD_INDENT))) {
            boolean fits = Columns.width(label + row) <= columns;
            if (isFirst && fits) {
                add(named(label, role, row), 0);
            } else {
                if (isFirst) {
                    add(Line.of(Role.HEADER_NAME, Columns.cut(label, columns)), 0);
                }
                add(Line.of(new Span(role, " ".repeat(Layout.FIELD_INDENT) + row)), 0);
            }
            isFirst = false;
        }
    }

    /// The bodies of the usual fields begin at one column.
    private String label(String name) {
        String label = Harmless.line(name) + ": ";
        boolean isUsual = look.fields() == Layout.Fields.FEW && columns >= NARROW;
        return isUsual ? Columns.fit(label, Math.max(Layout.FIELD_INDENT, label.length())) : label;
    }

    private static Line named(String label, Role role, String value) {
        return Line.of(new Span(Role.HEADER_NAME, label), new Span(role, value));
    }

    private void block(Block block) {
        switch (block) {
            case Block.Text(_, var lines, int signature) -> text(lines, signature);
            case Block.Html(_, var html) -> html(HtmlText.render(html, columns));
            case Block.Attachment(var part, var name, var type, long size) ->
                    wrapped(Role.ATTACHMENT, attachment(part, name, type, size));
            case Block.Embedded(_, var header) -> {
                add(Line.of(Role.BORDER, "─".repeat(Math.min(columns, 40))), 0);
                header(header);
                add(Line.EMPTY, 0);
            }
            case Block.Notice(var sentence) -> wrapped(Role.WARNING, sentence);
        }
    }

    static String attachment(Part part, String name, String type, long size) {
        String number = part.number().isEmpty() ? "1" : part.number();
        String called = name.isEmpty() ? "no name" : name;
        return "[#"
                + number
                + "] "
                + called
                + "  "
                + Harmless.line(type)
                + "  "
                + Outline.size(size);
    }

    private void text(List<String> lines, int signature) {
        for (int i = 0; i < lines.size(); ) {
            int depth = i < signature ? Quote.depth(lines.get(i)) : 0;
            int end = i + 1;
            while (depth > 0 && end < signature && Quote.depth(lines.get(end)) > 0) {
                end++;
            }
            if (depth > 0 && look.quotes() == Layout.Quotes.FOLDED && end - i >= FOLD_FROM) {
                add(Line.of(Role.DIM, "[" + (end - i) + " quoted lines]"), 1);
            } else {
                for (int k = i; k < end; k++) {
                    line(lines.get(k), k >= signature ? Role.SIGNATURE : Role.PLAIN);
                }
            }
            i = end;
        }
    }

    private void line(String line, Role own) {
        int depth = own == Role.SIGNATURE ? 0 : Quote.depth(line);
        Role role = depth == 0 ? own : quote(depth);
        String prefix = depth == 0 ? "" : Quote.prefix(line);
        String rest = depth == 0 ? line : Quote.rest(line);
        int room = Math.max(10, columns - prefix.length());
        boolean mayLink = rest.contains("://") || rest.contains("mailto:");
        String text = mayLink ? numbered(rest) : rest;
        for (String row : isShort(text, room) ? List.of(text) : Wrap.lines(text, room)) {
            add(mayLink ? spans(role, prefix + row) : Line.of(role, prefix + row), depth);
        }
    }

    /// Nearly every line is, and to measure it would cost most of the time that a long message
    /// takes.
    private static boolean isShort(String line, int room) {
        if (line.length() > room) {
            return false;
        }
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /// The line with a number behind each link.
    private String numbered(String line) {
        Matcher matcher = LINK.matcher(line);
        var out = new StringBuilder();
        while (matcher.find()) {
            int number = numberOf(matcher.group());
            String behind = number > 0 ? " [" + number + "]" : "";
            matcher.appendReplacement(out, Matcher.quoteReplacement(matcher.group() + behind));
        }
        return matcher.appendTail(out).toString();
    }

    private int numberOf(String target) {
        int known = links.indexOf(target);
        if (known >= 0 || links.size() >= LINKS) {
            return known + 1;
        }
        links.add(target);
        spelledOut.add(target);
        return links.size();
    }

    private static Line spans(Role role, String row) {
        Matcher matcher = LINK.matcher(row);
        if (!matcher.find()) {
            return Line.of(role, row);
        }
        var spans = new ArrayList<Span>();
        int from = 0;
        do {
            spans.add(new Span(role, row.substring(from, matcher.start())));
            spans.add(new Span(Role.LINK, matcher.group()));
            from = matcher.end();
        } while (matcher.find());
        spans.add(new Span(role, row.substring(from)));
        return new Line(spans.stream().filter(s -> !s.text().isEmpty()).toList(), role);
    }

    private void html(RenderedHtml html) {
        int shift = links.size();
        for (RenderedHtml.Line line : html.lines()) {
            var spans = new ArrayList<Span>();
            for (RenderedHtml.Span span : line.spans()) {
                boolean number = shift > 0 && span.link() > 0;
                String text =
                        number
                                ? span.text()
                                        .replace(
                                                "[" + span.link() + "]",
                                                "[" + (span.link() + shift) + "]")
                                : span.text();
                spans.add(new Span(role(span, line.quoteDepth()), text));
            }
            add(new Line(spans, Role.PLAIN), line.quoteDepth());
        }
        for (RenderedHtml.Link link : html.links()) {
            links.add(link.target());
            if (link.text().equals(link.target())) {
                spelledOut.add(link.target());
            }
        }
    }

    private static Role role(RenderedHtml.Span span, int depth) {
        var marks = span.marks();
        if (marks.contains(RenderedHtml.Mark.LINK)) {
            return Role.LINK;
        }
        if (marks.contains(RenderedHtml.Mark.HEADING)) {
            return Role.HEADING;
        }
        if (marks.contains(RenderedHtml.Mark.CODE)) {
            return Role.CODE;
        }
        if (marks.contains(RenderedHtml.Mark.BOLD)) {
            return Role.BOLD;
        }
        if (marks.contains(RenderedHtml.Mark.ITALIC)) {
            return Role.ITALIC;
        }
        return depth > 0 ? quote(depth) : Role.PLAIN;
    }

    private static Role quote(int depth) {
        return depth == 1 ? Role.QUOTE1 : depth == 2 ? Role.QUOTE2 : Role.QUOTE3;
    }

    private void wrapped(Role role, String line) {
        for (String row : Wrap.lines(line, columns)) {
            add(Line.of(role, row), 0);
        }
    }

    private void add(Line row, int depth) {
        if (rows.size() == depths.length) {
            depths = Arrays.copyOf(depths, 2 * depths.length);
        }
        depths[rows.size()] = depth;
        rows.add(row);
    }
}
