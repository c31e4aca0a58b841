package hazel.screen.editor;

import hazel.command.Call;
import hazel.command.Command;
import hazel.ui.Size;

import java.util.Optional;
import java.util.Set;

/// A text being edited, and what each command makes of it.
///
/// The cursor and the mark always stand between two grapheme clusters.
///
/// @param mark the other end of what is marked
/// @param cut what was cut last
/// @param run what the last command was, so that typing is undone by the word and cuts in a row
///   come back together
/// @param goal the column that going up and down tries to keep, -1 for the cursor's own
/// @param sought what was searched last, empty for nothing
public record Editor(
        TextBuffer text,
        Place cursor,
        Optional<Place> mark,
        String cut,
        Run run,
        History history,
        int goal,
        String sought) {

    /// Every command [#perform] knows.
    public static final Set<Command> COMMANDS =
            Set.of(
                    Command.CURSOR_LEFT,
                    Command.CURSOR_RIGHT,
                    Command.WORD_LEFT,
                    Command.WORD_RIGHT,
                    Command.LINE_START,
                    Command.LINE_END,
                    Command.NEXT_ENTRY,
                    Command.PREVIOUS_ENTRY,
                    Command.NEXT_PAGE,
                    Command.PREVIOUS_PAGE,
                    Command.HALF_DOWN,
                    Command.HALF_UP,
                    Command.FIRST_ENTRY,
                    Command.LAST_ENTRY,
                    Command.ERASE_BACK,
                    Command.ERASE,
                    Command.ERASE_WORD,
                    Command.ERASE_TO_END,
                    Command.ERASE_LINE,
                    Command.NEWLINE,
                    Command.CUT_LINE,
                    Command.PASTE_LINE,
                    Command.MARK,
                    Command.JUSTIFY,
                    Command.UNDO_EDIT,
                    Command.SEARCH,
                    Command.SEARCH_REVERSE,
                    Command.SEARCH_NEXT);

    /// What consecutive commands are grouped by.
    enum Run {
        NONE,
        TYPING,
        ERASING,
        CUTTING
    }

    public Editor {
        cursor = settled(text, cursor);
        TextBuffer buffer = text;
        mark = mark.map(place -> settled(buffer, place));
    }

    /// The cursor at the start, nothing to undo.
    public static Editor of(String text) {
        return new Editor(
                TextBuffer.of(text),
                Place.START,
                Optional.empty(),
                "",
                Run.NONE,
                History.NONE,
                -1,
                "");
    }

    /// @param room what is to be seen at once, for paging and for going by rows
    public Editor perform(Call call, Size room) {
        return switch (call.command()) {
            case ERASE_BACK -> eraseTo(Moves.left(text, cursor));
            case ERASE -> eraseTo(Moves.right(text, cursor));
            case ERASE_WORD -> eraseTo(Moves.wordLeft(text, cursor));
            case ERASE_TO_END -> eraseTo(new Place(cursor.line(), lineLength()));
            case ERASE_LINE ->
                    edit(
                            new Place(cursor.line(), 0),
                            new Place(cursor.line(), lineLength()),
                            "",
                            Run.NONE);
            case NEWLINE -> edit(cursor, cursor, "\n", Run.NONE);
            case CUT_LINE -> mark.map(this::cutMarked).orElseGet(this::cutLine);
            case PASTE_LINE -> edit(cursor, cursor, cut, Run.NONE);
            case MARK -> with(mark.isPresent() ? Optional.empty() : Optional.of(cursor));
            case JUSTIFY -> justify();
            case UNDO_EDIT -> undo();
            case SEARCH, SEARCH_REVERSE -> search(call);
            case SEARCH_NEXT -> search(new Call(Command.SEARCH, sought));
            default -> move(call.command(), room);
        };
    }

    /// A character typed.
    public Editor type(String typed) {
        boolean newWord =
                cursor.offset() > 0
                        && text.line(cursor.line()).charAt(cursor.offset() - 1) == ' '
                        && !typed.equals(" ");
        Editor ready = newWord ? moved(cursor) : this;
        return ready.edit(cursor, cursor, typed, Run.TYPING);
    }

    /// Text pasted: line ends of any kind begin a new line, other control characters but tabs are
    /// left out.
    public Editor paste(String pasted) {
        var clean = new StringBuilder(pasted.length());
        String text = String.join("\n", TextBuffer.split(pasted));
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(clean::appendCodePoint);
        return edit(cursor, cursor, clean.toString(), Run.NONE);
    }

    /// The whole text replaced, as another editor did; undone as one step. Another text in the
    /// place of this one; the cursor stays where it was, as far as that goes.
    public Editor replaceAll(String other) {
        return edit(Place.START, text.end(), other, Run.NONE).at(cursor);
    }

    public Editor at(Place place) {
        return moved(place);
    }

    private Editor move(Command command, Size room) {
        int page = Math.max(1, room.rows() - 2);
        return switch (command) {
            case CURSOR_LEFT -> moved(Moves.left(text, cursor));
            case CURSOR_RIGHT -> moved(Moves.right(text, cursor));
            case WORD_LEFT -> moved(Moves.wordLeft(text, cursor));
            case WORD_RIGHT -> moved(Moves.wordRight(text, cursor));
            case LINE_START -> moved(new Place(cursor.line(), 0));
            case LINE_END -> moved(new Place(cursor.line(), lineLength()));
            case FIRST_ENTRY -> moved(Place.START);
            case LAST_ENTRY -> moved(text.end());
            case NEXT_ENTRY -> vertically(1, room);
            case PREVIOUS_ENTRY -> vertically(-1, room);
            case NEXT_PAGE -> vertically(page, room);
            case PREVIOUS_PAGE -> vertically(-page, room);
            case HALF_DOWN -> vertically(Math.max(1, room.rows() / 2), room);
            case HALF_UP -> vertically(-Math.max(1, room.rows() / 2), room);
            default -> this;
        };
    }

    private Editor vertically(int rows, Size room) {
        int column = goal >= 0 ? goal : Moves.column(text, cursor, room.columns());
        Place to = Moves.vertically(text, cursor, rows, column, room.columns());
        return new Editor(text, to, mark, cut, Run.NONE, history, column, sought);
    }

    private Editor eraseTo(Place other) {
        boolean back = other.compareTo(cursor) < 0;
        return edit(back ? other : cursor, back ? cursor : other, "", Run.ERASING);
    }

    private Editor cutMarked(Place other) {
        boolean back = other.compareTo(cursor) < 0;
        Place from = back ? other : cursor;
        Place to = back ? cursor : other;
        return edit(from, to, "", Run.NONE).withCut(text.between(from, to), Run.NONE);
    }

    private Editor cutLine() {
        Place from = new Place(cursor.line(), 0);
        boolean last = cursor.line() + 1 == text.size();
        Place to = last ? new Place(cursor.line(), lineLength()) : new Place(cursor.line() + 1, 0);
        String taken = text.between(from, to);
        if (taken.isEmpty()) {
            return this;
        }
        String kept = run == Run.CUTTING ? cut + taken : taken;
        return edit(from, to, "", Run.CUTTING).withCut(kept, Run.CUTTING);
    }

    private Editor justify() {
        return Paragraph.around(text, cursor.line())
                .map(p -> {
                    TextBuffer filled = text.splice(p.from(), p.to(), p.filled());
                    Place after = new Place(p.from() + p.filled().size() - 1, Integer.MAX_VALUE);
                    return changed(filled, after, Run.NONE);
                })
                .orElse(this);
    }

    private Editor undo() {
        return history.last()
                .map(step ->
                        new Editor(
                                step.text(),
                                step.cursor(),
                                Optional.empty(),
                                cut,
                                Run.NONE,
                                step.before(),
                                -1,
                                sought))
                .orElse(this);
    }

    private Editor search(Call call) {
        boolean back = call.command() == Command.SEARCH_REVERSE;
        String wanted = call.argument().isEmpty() ? sought : call.argument();
        Place found = Moves.find(text, cursor, wanted, back).orElse(cursor);
        return new Editor(text, found, mark, cut, Run.NONE, history, -1, wanted);
    }

    private Editor edit(Place from, Place to, String with, Run kind) {
        if (with.isEmpty() && from.equals(to)) {
            return this;
        }
        TextBuffer after = text.replace(from, to, with);
        int breaks = (int) with.chars().filter(c -> c == '\n').count();
        int tail = with.length() - (with.lastIndexOf('\n') + 1);
        int offset = breaks == 0 ? from.offset() + tail : tail;
        return changed(after, new Place(from.line() + breaks, offset), kind);
    }

    private Editor changed(TextBuffer after, Place to, Run kind) {
        boolean grouped = kind != Run.NONE && kind == run;
        History past = grouped ? history : history.with(text, cursor);
        return new Editor(after, to, Optional.empty(), cut, kind, past, -1, sought);
    }

    private Editor moved(Place to) {
        return new Editor(text, to, mark, cut, Run.NONE, history, -1, sought);
    }

    private Editor with(Optional<Place> place) {
        return new Editor(text, cursor, place, cut, Run.NONE, history, -1, sought);
    }

    private Editor withCut(String taken, Run kind) {
        return new Editor(text, cursor, mark, taken, kind, history, goal, sought);
    }

    private int lineLength() {
        return text.line(cursor.line()).length();
    }

    private static Place settled(TextBuffer text, Place place) {
        int number = Math.clamp(place.line(), 0, text.size() - 1);
        String line = text.line(number);
        int offset = Clusters.boundary(line, Math.clamp(place.offset(), 0, line.length()));
        return number == place.line() && offset == place.offset()
                ? place
                : new Place(number, offset);
    }
}
