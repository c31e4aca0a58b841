package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;

/// What the relay did, one plain line an event: time, queue id, a sign, words. The signs are
/// Exim's: `<=` came in, `=>` delivered, `==` later, `**` failed, `--` anything else.
///
/// Appended to, never rewritten; at ten megabytes it becomes `relay.log.1` and a new one begins. A
/// log that cannot be written never stops mail.
final class RelayLog {

    private static final long ROTATE_AT = 10L << 20;
    private static final System.Logger LOGGER = System.getLogger("hazel.relay");

    private final Path file;
    private final InstantSource clock;

    RelayLog(Path directory, InstantSource clock) {
        this.file = directory.resolve("relay.log");
        this.clock = clock;
    }

    synchronized void add(String id, String sign, String words) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String line = now + " " + id + " " + sign + " " + harmless(words) + "\n";
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(file, options, mode)) {
            channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
            if (channel.size() > ROTATE_AT) {
                Files.move(
                        file,
                        file.resolveSibling("relay.log.1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "the log of the relay cannot be written: {0}",
                    e.toString());
        }
    }

    /// The last lines, oldest first.
    List<String> last(int count) throws MailException {
        try {
            List<String> lines = Files.readAllLines(file);
            return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(file.toString(), "the log cannot be read: " + Reason.of(e)),
                    e);
        }
    }

    /// No control character, line separator or direction override: no line can be forged and no
    /// terminal driven by what a client or a server said.
    static String harmless(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(isHarmful(c) ? '?' : c));
        return out.toString();
    }

    private static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
