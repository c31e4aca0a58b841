package hazel.relay;

import hazel.file.BoundedLog;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What the relay did, one plain line an event: time, queue id, a sign, words. The signs are
/// Exim's: `<=` came in, `=>` delivered, `==` later, `**` failed, `--` anything else.
///
/// Appended to, never rewritten; at ten megabytes it becomes `relay.log.1` and a new one begins. A
/// log that cannot be written never stops mail.
final class RelayLog {

    private static final long ROTATE_AT = 10L << 20;
    private static final System.Logger LOGGER = System.getLogger("hazel.relay");

    private final BoundedLog log;
    private final InstantSource clock;
    private final Counters counters = new Counters();

    RelayLog(Path directory, InstantSource clock) {
        this.log = new BoundedLog(directory.resolve("relay.log"), ROTATE_AT);
        this.clock = clock;
    }

    /// What was added since this object was made, counted.
    Counters counters() {
        return counters;
    }

    synchronized void add(String id, String sign, String words) {
        counters.count(id, sign);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String line = now + " " + id + " " + sign + " " + harmless(words) + "\n";
        try {
            log.append(line);
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
            List<String> lines = Files.readAllLines(log.file());
            return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(
                            log.file().toString(), "the log cannot be read: " + Reason.of(e)),
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
