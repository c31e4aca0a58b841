package hazel.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.file.BoundedLog;
import hazel.file.DurableFiles;
import hazel.text.Harmless;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/// Where warnings of Hazel and its libraries go, and what is known of a bug: a file that only its
/// owner can read, never the screen and never standard error.
///
/// What Hazel says comes by [Logs]. For libraries that say it to `java.util.logging` that makes one
/// when the first record is published. A program that has nothing to complain of neither makes a
/// file nor waits for this.
public final class Log extends Handler {

    /// In octets. With the one before it, twice this is kept.
    private static final long MOST = 1 << 20;

    /// In characters, of one record: a stack that overflowed is a thousand lines.
    private static final int LONGEST = 1 << 16;

    private static volatile boolean hasBegun;

    private final Path directory;
    private final BoundedLog file;

    /// For `java.util.logging`.
    public Log() {
        this(Session.usual().places().state().resolve("log"));
    }

    Log(Path directory) {
        this.directory = directory;
        this.file = new BoundedLog(directory.resolve("hazel.log"), MOST);
    }

    /// What `java.util.logging` makes, by its name, when the first logger is wanted.
    public static final class Settings {

        public Settings() throws IOException {
            String settings = "handlers = " + Log.class.getName() + "\n.level = INFO\n";
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(settings.getBytes(US_ASCII)));
        }
    }

    /// To be called before anything logs.
    static void begin() {
        hasBegun = true;
        System.setProperty("java.util.logging.config.class", Settings.class.getName());
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> {
            var _ = bug(e);
        });
    }

    /// Takes a line of [Logs].
    static void tell(String words, Optional<Throwable> thrown) {
        if (!hasBegun) {
            System.err.println(words);
            thrown.ifPresent(e -> e.printStackTrace(System.err));
            return;
        }
        new Log().add(words, thrown);
    }

    /// Writes down what should not have happened.
    ///
    /// @return where that can be read; empty where nothing could be written
    static Optional<Path> bug(Throwable e) {
        var log = new Log();
        try {
            log.write("BUG in " + Version.line(), Optional.of(e));
            return Optional.of(log.file.file());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void publish(LogRecord record) {
        String words = record.getLevel() + " " + record.getLoggerName() + ": ";
        add(
                words + new SimpleFormatter().formatMessage(record),
                Optional.ofNullable(record.getThrown()));
    }

    private void add(String words, Optional<Throwable> thrown) {
        try {
            write(words, thrown);
        } catch (IOException _) {
            // There is nowhere to say that the log cannot be written.
        }
    }

    private void write(String words, Optional<Throwable> thrown) throws IOException {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + Harmless.line(words));
        thrown.ifPresent(e -> e.printStackTrace(out));
        String whole = text.toString();
        String bounded = whole.substring(0, Math.min(whole.length(), LONGEST));
        DurableFiles.createPrivateDirectories(directory);
        file.append(String.join("\n", Harmless.block(bounded)) + "\n");
    }

    @Override
    public void flush() {
        // Every record is written at once.
    }

    @Override
    public void close() {
        // Nothing is open between records.
    }
}
