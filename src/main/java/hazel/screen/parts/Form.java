package hazel.screen.parts;

import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Wrap;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Span;

import java.util.ArrayList;
import java.util.List;

/// Rows of a screen that tells something and then asks one question: sentences, what is known with
/// its label, and the line that the answer is typed on.
///
/// @param columns there are
/// @param label columns of the labels
public record Form(int columns, int label, List<Line> lines) {

    private static final int MARGIN = 2;

    public static Form of(int columns, int label) {
        return new Form(columns, label, new ArrayList<>(List.of(Line.EMPTY)));
    }

    public void gap() {
        lines.add(Line.EMPTY);
    }

    /// A sentence, wrapped, and an empty row.
    public void say(Role role, String text) {
        Wrap.lines(Harmless.line(text), Math.max(10, columns - 2 * MARGIN))
                .forEach(row -> lines.add(Line.of(role, " ".repeat(MARGIN) + row)));
        gap();
    }

    public void field(String name, String value) {
        String shown = name;
        for (String row : Wrap.lines(Harmless.line(value), room())) {
            row(shown, row);
            shown = "";
        }
    }

    /// A field whose value is as many columns as it is, harmless.
    public void row(String name, String value) {
        lines.add(Line.of(labelled(Role.HEADER_NAME, name), new Span(Role.HEADER, value)));
    }

    /// @return where the cursor stands
    public Frame.Position ask(String question, TypedLine typed) {
        TypedLine.Shown shown = typed.shown(room());
        lines.add(
                Line.of(
                        labelled(Role.PROMPT, question),
                        new Span(Role.PLAIN, shown.before() + shown.after())));
        return new Frame.Position(
                MARGIN + label + MARGIN + Columns.width(shown.before()), lines.size() - 1);
    }

    private Span labelled(Role role, String name) {
        String margin = " ".repeat(MARGIN);
        return new Span(role, margin + Columns.fit(name, label) + margin);
    }

    private int room() {
        return Math.max(4, columns - label - 3 * MARGIN);
    }
}
