package hazel.ui;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Keymap;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What stands around a screen.
class ChromeTest {

    private static List<Line> lines(String... texts) {
        return Stream.of(texts).map(text -> Line.of(Role.PLAIN, text)).toList();
    }

    /// @param row of the cursor on the screen
    private static Frame around(int row) {
        Size size = new Size(40, 10);
        Chrome chrome = new Chrome(Keymap.empty());
        List<Line> body = lines("one", "two", "three", "four", "five", "six", "typed");
        return chrome.frame(
                new Chrome.Parts(
                        size,
                        new Title("work", "", ""),
                        new Chrome.Body(
                                new Frame(body, Optional.of(new Frame.Position(5, row))),
                                Optional.empty()),
                        lines("a long", "notice"),
                        new KeysLine(lines("keys"), List.of())));
    }

    @Test
    void aLongNoticeCoversTheRowsAboveIt() {
        assertThat(around(2).text()).endsWith("four\nfive\nsix\na long\nnotice\nkeys");
        assertThat(around(2).cursor()).contains(new Frame.Position(5, 3));
    }

    @Test
    void butNotTheRowThatIsTypedOn() {
        assertThat(around(6).text())
                .startsWith(" Hazel   work\none\n")
                .endsWith("four\nfive\ntyped\na long\nnotice\nkeys");
        assertThat(around(6).cursor()).contains(new Frame.Position(5, 6));
    }
}
