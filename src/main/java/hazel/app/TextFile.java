package hazel.app;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.text.Harmless;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that is put into the text of a message.
final class TextFile {

    /// In octets.
    private static final long LONGEST = 16 << 20;

    private TextFile() {}

    /// With the line ends of a draft, and nothing in it that a terminal would take for a command.
    static String read(Path file) throws MailException {
        try {
            if (Files.size(file) > LONGEST) {
                throw new MailException(
                        new Problem.Malformed(file.toString(), file + " is too long to insert"));
            }
            byte[] octets = Files.readAllBytes(file);
            String text = new String(octets, StandardCharsets.UTF_8);
            return String.join("\n", Harmless.block(text.replace("\r\n", "\n")));
        } catch (java.nio.file.NoSuchFileException e) {
            throw new MailException(new Problem.NoSuchFile(file.toString()), e);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(
                            file.toString(), "cannot read " + file + ": " + Reason.of(e)),
                    e);
        }
    }
}
