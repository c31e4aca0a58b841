package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Text that comes from outside, as octets of an unknown charset.
final class Input {

    private static final Charset LATIN = Charset.forName("windows-1252");

    private Input() {}

    /// @param file `-` for standard input
    static String text(String file) throws MailException {
        return text(octets(file));
    }

    static byte[] octets(String file) throws MailException {
        try {
            return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (java.nio.file.NoSuchFileException | InvalidPathException e) {
            throw new MailException(new Problem.NoSuchFile(file), e);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(file, "cannot read " + file + ": " + Reason.of(e)), e);
        }
    }

    /// UTF-8 where it can be read so, else as Windows writes it.
    static String text(byte[] octets) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException _) {
            return new String(octets, LATIN);
        }
    }
}
