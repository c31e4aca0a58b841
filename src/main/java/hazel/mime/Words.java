package hazel.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Encoded words (RFC 2047) back to text.
///
/// Repairs what programs get wrong: a character divided between two words, a base64 group divided
/// between two words, spaces inside a word, words that touch other text, an unknown charset.
public final class Words {

    private Words() {}

    /// `=?charset?Q or B?text?=`, by offsets into the field.
    private record Word(String charset, char encoding, int textStart, int textEnd, int end) {}

    /// The text of an unstructured field body. What is not a well-formed encoded word stays.
    public static String decode(String body) {
        int at = body.indexOf("=?");
        if (at < 0) {
            return body;
        }
        var out = new StringBuilder(body.length());
        var run = new Run();
        int done = 0;
        int close = body.indexOf("?=", at + 2); // the next end of a word, looked for once
        while (at >= 0 && close >= 0) {
            close = close < at + 2 ? body.indexOf("?=", at + 2) : close;
            Optional<Word> found = word(body, at, close);
            if (found.isEmpty()) {
                at = body.indexOf("=?", at + 2);
                continue;
            }
            Word word = found.get();
            String between = body.substring(done, at);
            if (run.isEmpty() || !between.isBlank()) {
                out.append(run.flush()).append(between);
            }
            out.append(run.add(body, word));
            done = word.end();
            at = body.indexOf("=?", done);
        }
        return out.append(run.flush()).append(body, done, body.length()).toString();
    }

    /// The encoded word at an offset, if one is there.
    ///
    /// @param close where the first `?=` after the offset is, at least
    private static Optional<Word> word(String body, int at, int close) {
        int charsetEnd = body.indexOf('?', at + 2);
        if (charsetEnd < 0
                || charsetEnd == at + 2
                || charsetEnd - at > 80
                || charsetEnd + 2 >= body.length()
                || body.charAt(charsetEnd + 2) != '?') {
            return Optional.empty();
        }
        char encoding = Character.toUpperCase(body.charAt(charsetEnd + 1));
        int text = charsetEnd + 3;
        int end =
                switch (encoding) {
                    case 'B' -> body.indexOf('?', text);
                    case 'Q' -> close >= text ? close : body.indexOf("?=", text);
                    default -> -1;
                };
        int inner = encoding == 'Q' && end >= 0 ? body.indexOf("=?", text, end) : -1;
        if (end < 0 || inner >= 0 || !body.startsWith("?=", end)) {
            return Optional.empty();
        }
        String charset = body.substring(at + 2, charsetEnd);
        int language = charset.indexOf('*'); // RFC 2231 section 5
        return Optional.of(
                new Word(
                        language < 0 ? charset : charset.substring(0, language),
                        encoding,
                        text,
                        end,
                        end + 2));
    }

    /// Words that follow each other in one charset: joined as octets before they become text.
    private static final class Run {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final StringBuilder base64 = new StringBuilder();
        private String charset = "";

        boolean isEmpty() {
            return charset.isEmpty();
        }

        /// Takes a word in; gives the text of the run it ended, if it did.
        String add(String body, Word word) {
            String ended = word.charset().equalsIgnoreCase(charset) ? "" : flush();
            charset = word.charset().toLowerCase(Locale.ROOT);
            if (word.encoding() == 'B') {
                base64.append(body, word.textStart(), word.textEnd());
                String digits = base64.toString();
                if (digits.endsWith("=") || digits.length() % 4 == 0) {
                    drain();
                }
            } else {
                drain();
                q(body, word);
            }
            return ended;
        }

        String flush() {
            drain();
            byte[] all = octets.toByteArray();
            octets.reset();
            String text = Charsets.decode(all, 0, all.length, charset);
            charset = "";
            return text;
        }

        private void drain() {
            byte[] digits = base64.toString().getBytes(StandardCharsets.ISO_8859_1);
            octets.writeBytes(Transfer.base64(digits, 0, digits.length));
            base64.setLength(0);
        }

        private void q(String body, Word word) {
            for (int i = word.textStart(); i < word.textEnd(); i++) {
                char c = body.charAt(i);
                int value = -1;
                if (c == '=' && i + 2 < word.textEnd()) {
                    int high = Character.digit(body.charAt(i + 1), 16);
                    int low = Character.digit(body.charAt(i + 2), 16);
                    value = high < 0 || low < 0 ? -1 : high << 4 | low;
                }
                if (value >= 0) {
                    octets.write(value);
                    i += 2;
                } else if (c < 0x80) {
                    octets.write(c == '_' ? ' ' : c);
                } else {
                    octets.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }
}
