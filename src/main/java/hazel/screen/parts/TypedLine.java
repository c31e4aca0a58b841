package hazel.screen.parts;

import hazel.command.Command;
import hazel.text.Columns;

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
