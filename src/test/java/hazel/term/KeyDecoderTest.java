package hazel.term;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.ui.Key;
import hazel.ui.Msg;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class KeyDecoderTest {

    /// Fed a character at a time, as a slow line would, and then left alone.
    private static List<Msg> slowly(String sent) {
        var messages = new ArrayList<Msg>();
        KeyDecoder decoder = KeyDecoder.START;
        for (char c : sent.toCharArray()) {
            KeyDecoder.Step step = decoder.feed(String.valueOf(c));
            messages.addAll(step.messages());
            decoder = step.next();
        }
        messages.addAll(decoder.flush().messages());
        return messages;
    }

    @ParameterizedTest
    @CsvSource({
        "j, j",
        "é, é",
        "😀, 😀",
        "' ', <Space>",
        "<, <Lt>",
        "^M, <Enter>",
        "^I, <Tab>",
        "^J, <C-j>",
        "^A, <C-a>",
        "^@, <C-Space>",
        "^_, <C-_>",
        "DEL, <Backspace>",
        "^[, <Esc>",
        "^[x, <A-x>",
        "^[😀, <A-😀>",
        "^[^M, <A-Enter>",
        "^[^A, <C-A-a>",
        "^[O, <A-O>",
        "^[[, <A-[>",
        "^[[A, <Up>",
        "^[OA, <Up>",
        "^[[1;5C, <C-Right>",
        "^[[1;4D, <A-S-Left>",
        "^[[5~, <PageUp>",
        "^[[6;5~, <C-PageDown>",
        "^[[3~, <Delete>",
        "^[[H, <Home>",
        "^[OP, <F1>",
        "^[[15~, <F5>",
        "^[[24~, <F12>",
        "^[[[A, <F1>",
        "^[[Z, <BackTab>",
        "^[[97;5u, <C-a>",
        "^[[27;5;9~, <C-Tab>",
        "^[[27u, <Esc>"
    })
    void aKeyIsTheSameWholeOrInPieces(String sent, String name) {
        String text = controls(sent);
        KeyDecoder.Step step = KeyDecoder.START.feed(text);
        var quick = new ArrayList<>(step.messages());
        quick.addAll(step.next().flush().messages());
        assertThat(quick).containsExactly(new Msg.Pressed(new Key(name)));
        assertThat(slowly(text)).containsExactly(new Msg.Pressed(new Key(name)));
    }

    private static String controls(String sent) {
        var out = new StringBuilder();
        String rest = sent.replace("DEL", "\177");
        for (int i = 0; i < rest.length(); i++) {
            boolean isControl = rest.charAt(i) == '^' && i + 1 < rest.length();
            out.append(isControl ? (char) (rest.charAt(++i) - '@') : rest.charAt(i));
        }
        return out.toString();
    }

    @Test
    void aPasteIsOneMessageWhateverIsInIt() {
        assertThat(slowly("a\033[200~q\rd\033[A\033[201~b"))
                .containsExactly(
                        new Msg.Pressed(new Key("a")),
                        new Msg.Pasted("q\nd\033[A"),
                        new Msg.Pressed(new Key("b")));
    }

    @Test
    void clicksAndTheWheelAreInCellsFromZero() {
        assertThat(slowly("\033[<0;10;3M\033[<0;10;3m\033[<64;1;1M\033[<65;1;1M"))
                .containsExactly(new Msg.Clicked(9, 2), new Msg.Scrolled(-3), new Msg.Scrolled(3));
    }

    @Test
    void focusAndSequencesNobodyKnowsAreNoKeys() {
        assertThat(slowly("\033[I\033[O\033[?62;4c\033[999~\033[99999999999;9u\u009b\ud800"))
                .isEmpty();
    }

    @Test
    void aTornSequenceDoesNotSwallowTheNext() {
        assertThat(slowly("\033[1;\033[Bx"))
                .containsExactly(new Msg.Pressed(new Key("<Down>")), new Msg.Pressed(new Key("x")));
    }
}
