package hazel.screen.editor;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.text.Columns;
import hazel.ui.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class EditorTest {

    private static final Size ROOM = new Size(20, 5);

    @Test
    void typingAWordIsUndoneAtOnceAndGivesTheVeryBufferBack() {
        Editor before = Editor.of("a\nb");
        Editor after = typed(before, "one");

        assertThat(after.text().text()).isEqualTo("onea\nb");
        assertThat(after.perform(Call.of(Command.UNDO_EDIT), ROOM).text()).isSameAs(before.text());
    }

    @Test
    void linesCutInARowComeBackTogether() {
        Editor editor = run(Editor.of("1\n2\n3"), Command.CUT_LINE, Command.CUT_LINE);

        assertThat(editor.text().text()).isEqualTo("3");
        assertThat(run(editor, Command.LAST_ENTRY, Command.PASTE_LINE).text().text())
                .isEqualTo("31\n2\n");
    }

    @Test
    void aMoveBetweenTwoCutsBeginsAnew() {
        Editor editor =
                run(
                        Editor.of("1\n2\n3"),
                        Command.CUT_LINE,
                        Command.NEXT_ENTRY,
                        Command.CUT_LINE,
                        Command.PASTE_LINE);

        assertThat(editor.text().text()).isEqualTo("2\n3");
    }

    @Test
    void whatIsMarkedIsCut() {
        Editor editor =
                run(
                        Editor.of("abcd"),
                        Command.CURSOR_RIGHT,
                        Command.MARK,
                        Command.CURSOR_RIGHT,
                        Command.CURSOR_RIGHT,
                        Command.CUT_LINE);

        assertThat(editor.text().text()).isEqualTo("ad");
        assertThat(editor.cut()).isEqualTo("bc");
    }

    @Test
    void theCursorStepsOverAFamilyAndAnAccentAsOneCharacter() {
        Editor editor = Editor.of("👨‍👩‍👧e\u0301x");

        assertThat(run(editor, Command.CURSOR_RIGHT).cursor().offset()).isEqualTo(8);
        assertThat(run(editor, Command.CURSOR_RIGHT, Command.CURSOR_RIGHT).cursor().offset())
                .isEqualTo(10);
        assertThat(run(editor, Command.CURSOR_RIGHT, Command.ERASE_BACK).text().text())
                .isEqualTo("e\u0301x");
    }

    @Test
    void aQuotedParagraphIsFilledBehindItsQuoting() {
        Editor editor = run(Editor.of("> one\n> two\n\nmine"), Command.JUSTIFY);

        assertThat(editor.text().text()).isEqualTo("> one two\n\nmine");
    }

    @Test
    void aPasteLosesItsControlCharactersAndKeepsItsLines() {
        assertThat(Editor.of("").paste("a\u001b[31m\r\nb\rc\td\u009b").text().text())
                .isEqualTo("a[31m\nb\nc\td");
    }

    @Test
    void searchingGoesRoundAndIgnoresCase() {
        Editor editor = Editor.of("Needle\nhay");

        assertThat(editor.perform(new Call(Command.SEARCH, "HAY"), ROOM).cursor())
                .isEqualTo(new Place(1, 0));
        assertThat(
                        editor.at(new Place(1, 1))
                                .perform(new Call(Command.SEARCH, "needle"), ROOM)
                                .cursor())
                .isEqualTo(Place.START);
    }

    @Test
    void goingDownALongLineGoesByRowsOfTheScreen() {
        Editor editor = run(Editor.of("aaaa bbbb cccc dddd eeee\nz"), Command.NEXT_ENTRY);

        assertThat(editor.cursor()).isEqualTo(new Place(0, 20));
    }

    @Test
    void randomEditsKeepTheCursorInTheTextAndCanAllBeUndone() {
        var random = new Random(7);
        var commands = new ArrayList<>(Editor.COMMANDS);
        Collections.sort(commands);
        List<String> typed = List.of("a", " ", "é", "👍🏽", "\u0301", "世", "\t", "\u200d", ">");
        Editor start = Editor.of("> quoted words here\n\nplain 世界 text\n-- \nsig");
        Editor editor = start;
        for (int i = 0; i < 3000; i++) {
            int pick = random.nextInt(commands.size() + typed.size());
            editor =
                    pick < commands.size()
                            ? editor.perform(new Call(commands.get(pick), "t"), ROOM)
                            : editor.type(typed.get(pick - commands.size()));
            if (i % 97 == 0) {
                editor = editor.paste("x\r\ny\u0007z");
            }
            Place cursor = editor.cursor();
            assertThat(cursor.line()).isBetween(0, editor.text().size() - 1);
            String line = editor.text().line(cursor.line());
            assertThat(boundaries(line)).contains(cursor.offset());
            assertThat(TextBuffer.of(editor.text().text()).size()).isEqualTo(editor.text().size());
        }
        for (int i = 0; i < 5000; i++) {
            editor = run(editor, Command.UNDO_EDIT);
        }
        assertThat(editor.history().last()).isEmpty();
    }

    @Test
    void aBufferSharesWhatDidNotChange() {
        TextBuffer buffer = TextBuffer.of("line\n".repeat(100_000));
        TextBuffer after = buffer.replace(new Place(50_000, 0), new Place(50_000, 4), "x\ny");

        assertThat(after.size()).isEqualTo(100_002);
        assertThat(after.line(50_001)).isEqualTo("y");
        assertThat(after.line(99_000)).isSameAs(buffer.line(98_999));
        assertThat(after.replace(Place.START, after.end(), "").text()).isEmpty();
    }

    @Test
    void whatIsDrawnIsHarmlessAndTheCursorIsSeen() {
        Editor editor = Editor.of("a\u001bb\u202e\n" + "word ".repeat(20)).at(new Place(1, 100));
        var frame = Viewport.TOP.follow(editor, ROOM).draw(editor, ROOM);

        assertThat(frame.text()).doesNotContain("\u001b", "\u202e");
        assertThat(frame.cursor()).isPresent();
        assertThat(frame.lines()).hasSize(5);
    }

    private static List<Integer> boundaries(String line) {
        var all = new ArrayList<Integer>(List.of(0));
        for (String cluster : Columns.clusters(line)) {
            all.add(all.getLast() + cluster.length());
        }
        return all;
    }

    private static Editor typed(Editor editor, String text) {
        for (String c : Columns.clusters(text)) {
            editor = editor.type(c);
        }
        return editor;
    }

    private static Editor run(Editor editor, Command... commands) {
        for (Command command : commands) {
            editor = editor.perform(Call.of(command), ROOM);
        }
        return editor;
    }
}
