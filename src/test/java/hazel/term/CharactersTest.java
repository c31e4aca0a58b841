package hazel.term;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

class CharactersTest {

    private final Characters characters = new Characters();

    private String of(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return characters.of(bytes, bytes.length);
    }

    @Test
    void aCharacterThatComesInPiecesIsOneCharacter() {
        assertThat(of('a', 'b', 0xe5, 0xb1)).isEqualTo("ab");
        assertThat(of(0xb1)).isEqualTo("山");
        assertThat(of(0xf0)).isEmpty();
        assertThat(of(0x9f, 0x8e)).isEmpty();
        assertThat(of(0x89, 'c')).isEqualTo("🎉c");
    }

    @Test
    void everyCutOfATextGivesTheSameText() {
        byte[] text = "ab山田é🎉 ende".getBytes(UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            var each = new Characters();
            byte[] rest = java.util.Arrays.copyOfRange(text, cut, text.length);
            assertThat(each.of(text, cut) + each.of(rest, rest.length)).isEqualTo("ab山田é🎉 ende");
        }
    }

    @Test
    void whatIsNoUtf8IsSeenAsSuch() {
        assertThat(of('a', 0xff, 0xe9, 'b')).isEqualTo("a\ufffd\ufffdb");
        assertThat(of('c')).isEqualTo("c");
    }
}
