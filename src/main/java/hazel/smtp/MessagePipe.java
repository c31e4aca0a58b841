package hazel.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.LineEnds;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Gives a message to a program on its standard input, and waits for it.
///
/// There is no shell: the program is started with exactly the words given.
///
/// @param argv the program and its words
/// @param patience after which it is killed
public record MessagePipe(List<String> argv, Duration patience) {

    private static final int MOST_SAID = 16 * 1024;

    public MessagePipe {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("no program");
        }
    }

    /// How it ended.
    ///
    /// @param status empty where it was killed for taking too long
    /// @param out the beginning of what it wrote on standard output, made harmless, on one line
    /// @param err the same of its standard error
    public record Ended(OptionalInt status, String out, String err) {}

    /// With LF line ends, as every program of this kind expects.
    ///
    /// @param words that follow those of the program
    /// @return empty where this thread was interrupted meanwhile
    /// @throws MailException with [Problem.BadConfig] where the program cannot be started
    public Optional<Ended> run(List<String> words, byte[] message) throws MailException {
        return run(words, message, _ -> {});
    }

    /// The same in other surroundings than our own.
    ///
    /// @param surroundings sets the environment and the directory of the program
    public Optional<Ended> run(
            List<String> words, byte[] message, Consumer<ProcessBuilder> surroundings)
            throws MailException {
        Process process = start(words, surroundings);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Thread first = Thread.ofVirtual().start(() -> drain(process.getInputStream(), out));
        Thread second = Thread.ofVirtual().start(() -> drain(process.getErrorStream(), err));
        Thread.ofVirtual().start(() -> feed(message, process));
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of(new Ended(OptionalInt.empty(), text(out), text(err)));
            }
            // A child it left behind may keep a pipe open.
            first.join(Duration.ofSeconds(1));
            second.join(Duration.ofSeconds(1));
            return Optional.of(
                    new Ended(OptionalInt.of(process.exitValue()), text(out), text(err)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(List<String> words, Consumer<ProcessBuilder> surroundings)
            throws MailException {
        List<String> command = new ArrayList<>(argv);
        command.addAll(words);
        var builder = new ProcessBuilder(command);
        surroundings.accept(builder);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.BadConfig(
                            argv.getFirst(),
                            0,
                            "cannot run " + argv.getFirst() + ": " + Reason.of(e)),
                    e);
        }
    }

    private static void feed(byte[] message, Process process) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(LineEnds.withLf(message));
        } catch (IOException e) {
            // It stopped reading: its exit status says why.
            System.getLogger("hazel.smtp").log(System.Logger.Level.DEBUG, "writing to a pipe", e);
        }
    }

    /// Reads to the end, so that the program never waits for us, and keeps the beginning.
    private static void drain(InputStream from, ByteArrayOutputStream kept) {
        byte[] buffer = new byte[4096];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                synchronized (kept) {
                    kept.write(
                            buffer, 0, Math.min(n, MOST_SAID - Math.min(MOST_SAID, kept.size())));
                }
            }
        } catch (IOException e) {
            System.getLogger("hazel.smtp").log(System.Logger.Level.DEBUG, "reading a pipe", e);
        }
    }

    private static String text(ByteArrayOutputStream said) {
        synchronized (said) {
            return Harmless.text(said.toString(UTF_8).strip().replaceAll("\\R", " / "));
        }
    }
}
