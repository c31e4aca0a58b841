package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Text that comes from outside, as octets of an unknown charset.
final class Input {

    /// The most that is taken for one message, which is more than any server takes.
    private static final int MOST = 128 << 20;

    private static final Charset LATIN = Charset.forName("windows-1252");

    private Input() {}

    /// A password from a program: the first line of standard input, or nothing.
    static String firstLine() throws MailException {
        try {
            return new String(System.in.readNBytes(4096), UTF_8).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("password", "cannot read standard input"), e);
        }
    }

    /// @param file `-` for standard input
    static String text(String file) throws MailException {
        return text(octets(file));
    }

    /// A whole message.
    ///
    /// @param file `-` for standard input
    static byte[] message(String file) throws MailException {
        byte[] octets = octets(file);
        if (octets.length == 0 && file.equals("-")) {
            throw new MailException(
                    new Problem.Malformed(file, "there is no message on standard input"));
        }
        return octets;
    }

    static byte[] octets(String file) throws MailException {
        try {
            byte[] octets = file.equals("-") ? System.in.readNBytes(MOST) : fromFile(file);
            if (octets.length == MOST) {
                throw new MailException(
                        new Problem.Malformed(
                                file, file + ": more than 128 MiB, which is no message"));
            }
            return octets;
        } catch (InvalidPathException e) {
            throw new MailException(new Problem.NoSuchFile(file), e);
        } catch (IOException e) {
            throw file.equals("-")
                    ? new MailException(
                            new Problem.Failed(file, "cannot read standard input: " + Reason.of(e)),
                            e)
                    : Trouble.reading(Path.of(file), e);
        }
    }

    private static byte[] fromFile(String file) throws IOException {
        try (var in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(MOST);
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
