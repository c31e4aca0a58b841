package hazel.screen.compose;

import hazel.mime.Outline;
import hazel.screen.editor.Editor;
import hazel.screen.editor.Viewport;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Size;
import hazel.ui.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a [ComposeScreen] looks: fields, attachments, what sending will do, and the text.
final class ComposeView {

    private static final int LABEL = 10;
    private static final int CANDIDATES = 5;

    /// What a long list of recipients takes at most.
    private static final int FIELD_ROWS = 3;

    private ComposeView() {}

    /// What the text has of the room: what the fields leave, at least half.
    static Size bodyRoom(ComposeScreen screen, Size room) {
        int above = Math.min(head(screen, room).lines().size(), room.rows() / 2);
        return new Size(room.columns(), Math.max(1, room.rows() - above));
    }

    static Frame draw(ComposeScreen screen, Size size) {
        Frame head = head(screen, size);
        int limit = Math.min(head.lines().size(), size.rows() / 2);
        int cursorRow = head.cursor().map(Frame.Position::row).orElse(head.lines().size() - 1);
        int from = Math.clamp(cursorRow - limit + 1, 0, head.lines().size() - limit);
        var lines = new ArrayList<>(head.lines().subList(from, from + limit));
        Size room = new Size(size.columns(), Math.max(1, size.rows() - limit));
        Viewport seen = screen.viewport().follow(screen.body(), room);
        Frame body = seen.draw(screen.body(), room);
        lines.addAll(body.lines());
        Optional<Frame.Position> cursor =
                screen.focus().isPresent()
                        ? head.cursor().map(p -> new Frame.Position(p.column(), p.row() - from))
                        : body.cursor().map(p -> new Frame.Position(p.column(), p.row() + limit));
        return new Frame(lines, cursor);
    }

    private static Frame head(ComposeScreen screen, Size size) {
        var lines = new ArrayList<Line>();
        Optional<Frame.Position> cursor = Optional.empty();
        int columns = Math.max(2, size.columns() - LABEL);
        for (Heading heading : screen.visible()) {
            boolean hasCursor = screen.focus().equals(Optional.of(heading));
            Editor editor = screen.headings().editor(heading);
            int rows = Viewport.rows(editor, columns);
            Size room = new Size(columns, Math.min(rows, FIELD_ROWS));
            Viewport seen = hasCursor ? Viewport.TOP.follow(editor, room) : Viewport.TOP;
            Frame value = seen.draw(editor, room);
            if (hasCursor) {
                int row = lines.size();
                cursor =
                        value.cursor()
                                .map(p -> new Frame.Position(p.column() + LABEL, p.row() + row));
            }
            String label = heading.label() + ":";
            for (Line each : value.lines()) {
                lines.add(
                        Line.of(
                                new Span(Role.HEADER_NAME, Columns.fit(label, LABEL)),
                                new Span(role(heading), each.text())));
                label = "";
            }
            if (rows > FIELD_ROWS && !hasCursor) {
                lines.set(lines.size() - 1, more(lines.getLast(), size.columns()));
            }
            if (hasCursor) {
                candidates(screen.completion()).forEach(lines::add);
            }
        }
        if (!screen.isResend()) {
            lines.addAll(attachments(screen));
        }
        lines.add(rule(outlook(screen), size.columns()));
        return new Frame(lines, cursor);
    }

    /// A row behind which there is more.
    private static Line more(Line row, int columns) {
        String text = Columns.cut(row.text(), Math.max(1, columns - 3)) + " …";
        return Line.of(Role.HEADER, text);
    }

    private static Line rule(String text, int columns) {
        String cut = Columns.cut(text + " ", columns);
        String rest = "─".repeat(Math.max(0, columns - Columns.width(cut)));
        return Line.of(new Span(Role.DIM, cut), new Span(Role.BORDER, rest));
    }

    private static List<Line> candidates(Completion completion) {
        return completion.candidates().stream()
                .limit(CANDIDATES)
                .map(c -> Line.of(Role.DIM, " ".repeat(LABEL) + Harmless.line(c)))
                .toList();
    }

    private static List<Line> attachments(ComposeScreen screen) {
        var lines = new ArrayList<Line>();
        int number = 1;
        for (var attachment : screen.draft().attachments()) {
            String label = number == 1 ? "Attached:" : "";
            lines.add(
                    Line.of(
                            new Span(Role.HEADER_NAME, Columns.fit(label, LABEL)),
                            new Span(
                                    Role.ATTACHMENT,
                                    number
                                            + ". "
                                            + Harmless.line(attachment.fileName())
                                            + "  "
                                            + Harmless.line(attachment.mediaType().toString())
                                            + "  "
                                            + Outline.size(attachment.size()))));
            number++;
        }
        return lines;
    }

    /// What sending will do, or why it cannot be done yet. An address that is still being typed is
    /// not complained of.
    private static String outlook(ComposeScreen screen) {
        return "── "
                + screen.headings()
                        .fault()
                        .map(f -> obstacle(screen, f))
                        .orElseGet(() -> sends(screen));
    }

    private static String obstacle(ComposeScreen screen, Headings.Fault fault) {
        boolean isBeingTyped =
                screen.focus().equals(Optional.of(fault.heading()))
                        && !screen.headings().text(fault.heading()).isBlank();
        return isBeingTyped
                ? "cannot be sent yet"
                : "cannot be sent yet: " + Harmless.line(fault.message());
    }

    private static String sends(ComposeScreen screen) {
        String people = ComposeCommands.people(screen.headings().recipients().size());
        String way = screen.way();
        String what = screen.isResend() ? "sends it on unchanged to " : "sends to ";
        return what + people + (way.isEmpty() ? "" : " " + Harmless.line(way));
    }

    private static Role role(Heading heading) {
        return switch (heading) {
            case FROM -> Role.HEADER_FROM;
            case SUBJECT -> Role.HEADER_SUBJECT;
            case TO, CC, BCC, REPLY_TO -> Role.HEADER;
        };
    }
}
