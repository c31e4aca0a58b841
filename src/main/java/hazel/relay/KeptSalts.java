package hazel.relay;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.sasl.Salts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file with the secret of [Salts], which outlives the relay: names that change their salt when
/// it starts anew would be told from those that do not.
public record KeptSalts(Path file) {

    private static final String NAME = "login-secret";

    /// @param directory of the relay's queue
    public static KeptSalts in(Path directory) {
        return new KeptSalts(directory.resolve(NAME));
    }

    /// Made where there is no secret yet. Blocks.
    public Salts salts() throws MailException {
        try {
            byte[] secret = read();
            if (secret.length != Salts.SECRET) {
                DurableFiles.createPrivateDirectories(DurableFiles.directoryOf(file));
                DurableFiles.write(file, Salts.newSecret());
                secret = read(); // another process may have been quicker
            }
            return Salts.of(secret);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(file.toString(), file + ": " + Reason.of(e)), e);
        }
    }

    /// Empty where there is none.
    private byte[] read() throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(Salts.SECRET);
        } catch (NoSuchFileException _) {
            return new byte[0];
        }
    }
}
