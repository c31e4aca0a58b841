package hazel.screen.parts;

import hazel.command.Command;
import hazel.text.Columns;
import hazel.text.Harmless;

import java.util.List;

/// One line of text being typed, and a cursor in it, between grapheme clusters.
///
/// @param cursor in `char`s
public record TypedLine(String text, int cursor) {

    public static final TypedLine EMPTY = new TypedLine("", 0);

    /// What [#perform] does.
    public static final List<Command> COMMANDS =
            List.of(
                    Command.ERASE_LINE,
                    Command.ERASE_WORD,
                    Command.ERASE_TO_END,
                    Command.CURSOR_LEFT,
                    Command.CURSOR_RIGHT,
                    Command.WORD_LEFT,
                    Command.WORD_RIGHT,
                    Command.LINE_START,
                    Command.LINE_END,
                    Command.ERASE_BACK,
                    Command.ERASE);

    public static TypedLine of(String text) {
        return new TypedLine(text, text.length());
    }

    /// As much of the line as there is room for around the cursor, harmless.
    ///
    /// @param columns at least 1
    public Shown shown(int columns) {
        String before = Harmless.line(before());
        while (Columns.width(before) > columns) {
            before = before.substring(Columns.clusters(before).getFirst().length());
        }
        String after = Columns.cut(Harmless.line(after()), columns - Columns.width(before));
        return new Shown(before, after);
    }

    /// What stands before the cursor and behind it.
    public record Shown(String before, String after) {}

    /// With an asterisk for each character.
    public TypedLine masked() {
        return new TypedLine(masked(before()) + masked(after()), masked(before()).length());
    }

    private static String masked(String text) {
        return "*".repeat(Columns.clusters(text).size());
    }

    public String before() {
        return text.substring(0, cursor);
    }

    public String after() {
        return text.substring(cursor);
    }

    public TypedLine insert(String typed) {
        return new TypedLine(before() + typed + after(), cursor + typed.length());
    }

    /// This where the command does not edit a line.
    public TypedLine perform(Command command) {
        return switch (command) {
            case CURSOR_LEFT -> at(left());
            case CURSOR_RIGHT -> at(right());
            case WORD_LEFT -> at(wordLeft());
            case WORD_RIGHT -> at(wordRight());
            case LINE_START -> at(0);
            case LINE_END -> at(text.length());
            case ERASE_BACK -> cut(left(), cursor);
            case ERASE -> cut(cursor, right());
            case ERASE_WORD -> cut(wordLeft(), cursor);
            case ERASE_TO_END -> cut(cursor, text.length());
            case ERASE_LINE -> EMPTY;
            default -> this;
        };
    }

    private TypedLine at(int place) {
        return new TypedLine(text, place);
    }

    private TypedLine cut(int from, int to) {
        return new TypedLine(text.substring(0, from) + text.substring(to), from);
    }

    private int left() {
        return cursor == 0 ? 0 : cursor - Columns.clusters(before()).getLast().length();
    }

    private int right() {
        String after = after();
        return after.isEmpty() ? cursor : cursor + Columns.clusters(after).getFirst().length();
    }

    private int wordLeft() {
        int i = cursor;
        while (i > 0 && text.charAt(i - 1) == ' ') {
            i--;
        }
        while (i > 0 && text.charAt(i - 1) != ' ') {
            i--;
        }
        return i;
    }

    private int wordRight() {
        int i = cursor;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        while (i < text.length() && text.charAt(i) != ' ') {
            i++;
        }
        return i;
    }
}
