package hazel.term;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Makes characters of octets that come in pieces, whatever the locale says: what Hazel writes is
/// UTF-8, and a terminal speaks one language. Keeps the beginning of a character until the rest
/// comes. Not for more than one thread.
final class Characters {

    /// No character is longer.
    private static final int LONGEST = 4;

    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);

    private ByteBuffer begun = ByteBuffer.allocate(0);

    String of(byte[] octets, int count) {
        ByteBuffer all =
                ByteBuffer.allocate(begun.remaining() + count)
                        .put(begun)
                        .put(octets, 0, count)
                        .flip();
        CharBuffer made = CharBuffer.allocate(all.remaining() + LONGEST);
        decoder.reset().decode(all, made, false);
        begun = all.slice();
        return made.flip().toString();
    }
}
