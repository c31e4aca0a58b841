package hazel.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Hands a message to a program with the command line of `sendmail`.
///
/// No shell sees an address. `-oi` keeps a lone dot from ending the message; the recipients follow
/// `--`, so that the envelope is ours and none of them is an option. Reports (`-N`) are never asked
/// for: to Exim that means to pretend.
///
/// @param argv the program and its own arguments
/// @param patience until it is killed
public record SendmailCommand(List<String> argv, Duration patience) {

    /// More recipients than this go in a further call.
    public static final int MAX_RECIPIENTS = 100;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int STDERR_LIMIT = 16 * 1024;
    private static final Pattern TEMPORARY = Pattern.compile("(?s).*\\b4\\d\\d\\b.*");

    public SendmailCommand {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("no program");
        }
    }

    public SendmailCommand(List<String> argv) {
        this(argv, PATIENCE);
    }

    /// What the program made of it.
    public enum Result {
        /// It has taken responsibility; nothing is delivered yet.
        ACCEPTED,
        TEMPORARY,
        PERMANENT,
        /// It was killed for taking too long, or by somebody else: perhaps it has the message.
        UNCERTAIN
    }

    /// @param status the exit status, -1 where it was killed
    /// @param said what it wrote to its standard error, made harmless and cut
    public record Handover(Result result, int status, String said) {}

    /// @throws MailException where the program cannot be started, and so nothing was handed over
    public Handover hand(Envelope envelope, byte[] message) throws MailException {
        Process process = start(commandLine(envelope));
        var said = new ByteArrayOutputStream();
        Thread listener = Thread.ofVirtual().start(() -> drain(process.getErrorStream(), said));
        Thread.ofVirtual().start(() -> feed(message, process));
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Handover(
                        Result.UNCERTAIN,
                        -1,
                        argv.getFirst() + " did not end within " + patience.toSeconds() + " s");
            }
            listener.join(Duration.ofSeconds(1)); // a child it left behind may keep the pipe open
            String text = text(said);
            return new Handover(result(process.exitValue(), text), process.exitValue(), text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Handover(Result.UNCERTAIN, -1, "stopped while " + argv.getFirst() + " ran");
        } finally {
            process.destroyForcibly();
        }
    }

    /// Everything `sysexits.h` knows. Some programs end with 69 or 1 for a 4yz reply; only what
    /// they wrote tells.
    static Result result(int status, String said) {
        return switch (status) {
            case 0 -> Result.ACCEPTED;
            case 71, 74, 75 -> Result.TEMPORARY;
            case 1, 69 -> TEMPORARY.matcher(said).matches() ? Result.TEMPORARY : Result.PERMANENT;
            default -> status > 128 ? Result.UNCERTAIN : Result.PERMANENT; // 128 + signal
        };
    }

    private List<String> commandLine(Envelope envelope) throws MailException {
        List<String> command = new ArrayList<>(argv);
        var from = envelope.reversePath();
        command.addAll(List.of("-oi", "-f", from.map(Address::addrSpec).orElse("")));
        command.add("--");
        for (Address to : envelope.forwardPaths()) {
            Paths.path(to);
            command.add(to.addrSpec());
        }
        return command;
    }

    private Process start(List<String> command) throws MailException {
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.BadConfig(
                            argv.getFirst(),
                            0,
                            "cannot run " + argv.getFirst() + ": " + Reason.of(e)),
                    e);
        }
    }

    /// With LF line ends, as every program of this kind expects on its standard input.
    private static void feed(byte[] message, Process process) {
        try (OutputStream in = process.getOutputStream()) {
            var lines = new ByteArrayOutputStream(message.length);
            for (int i = 0; i < message.length; i++) {
                boolean ofCrlf =
                        message[i] == '\r' && i + 1 < message.length && message[i + 1] == '\n';
                if (!ofCrlf) {
                    lines.write(message[i]);
                }
            }
            lines.writeTo(in);
        } catch (IOException e) {
            // It stopped reading: its exit status says why.
            System.getLogger("hazel.smtp").log(System.Logger.Level.DEBUG, "writing to a pipe", e);
        }
    }

    /// Reads to the end, so that the program never waits for us, and keeps the beginning.
    private static void drain(InputStream stderr, ByteArrayOutputStream kept) {
        byte[] buffer = new byte[4096];
        try {
            for (int n = stderr.read(buffer); n >= 0; n = stderr.read(buffer)) {
                synchronized (kept) {
                    kept.write(
                            buffer,
                            0,
                            Math.min(n, STDERR_LIMIT - Math.min(STDERR_LIMIT, kept.size())));
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
