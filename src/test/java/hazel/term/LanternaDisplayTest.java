package hazel.term;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;

import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Size;
import hazel.ui.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

class LanternaDisplayTest {

    @Test
    void whatIsBehindAWideCharacterStandsWhereItShould() throws IOException {
        var terminal = new DefaultVirtualTerminal(new TerminalSize(12, 4));
        var display = new LanternaDisplay(terminal, Theme.read(List.of(), ColorDepth.TRUE).theme());
        assertThat(display.size()).isEqualTo(new Size(12, 4));
        display.show(Frame.of(List.of(Line.of(Role.PLAIN, "世界|"), Line.of(Role.PLAIN, "\u26a1|"))));
        assertThat(terminal.getCharacter(4, 0).getCharacterString()).isEqualTo("|");
    }

    @Test
    void whatLooksTheSameIsNotSent() throws IOException {
        try (var display = new TappedDisplay(new Size(20, 4), List.of())) {
            display.show(Frame.of(List.of(Line.of(Role.PLAIN, "one"))));
            assertThat(display.sent()).contains("one");
            display.show(Frame.of(List.of(Line.of(Role.PLAIN, "one"))));
            assertThat(display.sent()).isEmpty();
            display.show(Frame.of(List.of(Line.of(Role.PLAIN, "two"))));
            assertThat(display.sent()).contains("tw");
            display.invalidate();
            display.show(Frame.of(List.of(Line.of(Role.PLAIN, "two"))));
            assertThat(display.sent()).contains("two");
        }
    }

    /// Whatever was there before, the terminal ends as one that is drawn from nothing.
    @Test
    void whatChangedIsAllThatIsNeeded() throws IOException {
        var random = new Random(7);
        Theme theme = Theme.read(resource("themes/dark.theme"), ColorDepth.TRUE).theme();
        var terminal = new DefaultVirtualTerminal(SIZE);
        var display = new LanternaDisplay(terminal, theme);
        for (int frames = 0; frames < 300; frames++) {
            Frame frame = frame(random);
            display.size();
            display.show(frame);
            var fresh = new DefaultVirtualTerminal(SIZE);
            var whole = new LanternaDisplay(fresh, theme);
            whole.size();
            whole.invalidate();
            whole.show(frame);
            assertThat(cells(terminal)).isEqualTo(cells(fresh));
        }
    }

    private static final TerminalSize SIZE = new TerminalSize(9, 4);

    private static Frame frame(Random random) {
        List<Role> roles = List.of(Role.PLAIN, Role.SELECTED, Role.UNSEEN);
        List<String> texts = List.of("a", "bc", " ", "é", "世", "界世", "long enough for all");
        List<Line> lines = new ArrayList<>();
        for (int row = random.nextInt(5); row > 0; row--) {
            List<Span> spans = new ArrayList<>();
            for (int count = random.nextInt(6); count > 0; count--) {
                spans.add(
                        new Span(
                                roles.get(random.nextInt(roles.size())),
                                texts.get(random.nextInt(texts.size()))));
            }
            lines.add(new Line(spans, roles.get(random.nextInt(roles.size()))));
        }
        return Frame.of(lines);
    }

    private static List<String> cells(DefaultVirtualTerminal terminal) {
        List<String> cells = new ArrayList<>();
        for (int row = 0; row < SIZE.getRows(); row++) {
            for (int column = 0; column < SIZE.getColumns(); column++) {
                cells.add(terminal.getCharacter(column, row).toString());
            }
        }
        return cells;
    }

    @Test
    void clustersAreAsWideAsATerminalShowsThem() {
        Theme.Style plain = Theme.Style.PLAIN;
        var cells = new Cells();
        assertThat(cells.cell("e\u0301", plain).isDoubleWidth()).isFalse();
        assertThat(cells.cell("\u26a1", plain).isDoubleWidth()).isTrue();
        assertThat(cells.cell("😀", plain).isDoubleWidth()).isTrue();
        assertThat(cells.cell("世", plain).isDoubleWidth()).isTrue();
        assertThat(Cells.pieces("a👨‍👩‍👧b")).containsExactly("a", "👨", "👩", "👧", "b");
        assertThat(Cells.pieces("x\033[31m")).containsExactly("x", "\ufffd", "[", "3", "1", "m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dark", "light"})
    void theThemesSayHowEveryRoleLooksAtEveryDepth(String name) throws IOException {
        List<String> lines = resource("themes/" + name + ".theme");
        for (ColorDepth depth : ColorDepth.values()) {
            assertThat(Theme.read(lines, depth).mistakes()).isEmpty();
        }
        for (Role role : Role.values()) {
            String word = role.name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(lines).anyMatch(line -> line.matches(word + " += .*"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SELECTED", "UNSEEN"})
    void withoutColourTheSelectedAndTheUnreadStillStandOut(Role role) throws IOException {
        Theme theme = Theme.read(resource("themes/dark.theme"), ColorDepth.NONE).theme();
        assertThat(theme.style(role).attributes()).isNotEmpty();
        assertThat(theme.style(role).foreground()).isEqualTo(Theme.Style.PLAIN.foreground());
    }

    private static List<String> resource(String name) throws IOException {
        try (var in = LanternaDisplayTest.class.getResourceAsStream("/hazel/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
