package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Gives a message to a program on its standard input.
///
/// There is no shell: the program is started with exactly the words given, and nothing of the
/// message or its envelope is ever one of them. It has `RECIPIENT` and `USER` in its environment,
/// and of our environment `PATH`, `HOME`, `LANG`, `LC_ALL` and `TZ`. Its exit status decides: 0 it
/// has the message, 75 (EX_TEMPFAIL) or no end in time is tried again, anything else is a failure.
///
/// @param argv the program with its whole path, and its words
/// @param patience after which it is ended
public record CommandDelivery(List<String> argv, Duration patience) implements LocalDelivery {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int TEMPFAIL = 75;
    private static final int MOST_SAID = 2000;
    private static final int MOST_SHOWN = 200;
    private static final List<String> KEPT = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

    public CommandDelivery {
        argv = List.copyOf(argv);
    }

    public CommandDelivery(List<String> argv) {
        this(argv, PATIENCE);
    }

    @Override
    public void deliver(String user, Address recipient, byte[] message) throws MailException {
        Process process = start(user, recipient);
        Thread writer = Thread.ofVirtual().start(() -> write(process, message));
        var said = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> read(process, said));
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                end(process);
                throw later("it did not end within " + patience.toSeconds() + " seconds");
            }
            // What it left running may keep its output open; nobody waits for that.
            reader.join(Duration.ofSeconds(1));
            writer.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw later("it was stopped", e);
        }
        int status = process.exitValue();
        if (status == TEMPFAIL) {
            throw later("it asks to be tried again later" + words(said));
        }
        if (status != 0) {
            throw new MailException(
                    new Problem.Refused(
                            "data",
                            554,
                            "5.3.0 the command "
                                    + name()
                                    + " failed with exit status "
                                    + status
                                    + words(said)));
        }
    }

    private Process start(String user, Address recipient) throws MailException {
        var builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().keySet().retainAll(KEPT);
        builder.environment().put("RECIPIENT", recipient.addrSpec());
        builder.environment().put("USER", user);
        builder.directory(Path.of("/").toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw later("it cannot be started: " + Reason.of(e), e);
        }
    }

    private static void write(Process process, byte[] message) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(MailboxDelivery.withLf(message));
        } catch (IOException e) {
            // It need not read all; its exit status says whether it has what it wants.
            System.getLogger("hazel.relay")
                    .log(System.Logger.Level.DEBUG, "a command stopped reading: {0}", e.toString());
        }
    }

    /// Reads all, so that it is never stuck, and keeps the beginning.
    private static void read(Process process, StringBuilder said) {
        byte[] some = new byte[4096];
        try (var from = process.getInputStream()) {
            for (int n = from.read(some); n >= 0; n = from.read(some)) {
                synchronized (said) {
                    int room = Math.min(n, MOST_SAID - said.length());
                    if (room > 0) {
                        said.append(new String(some, 0, room, UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            System.getLogger("hazel.relay")
                    .log(System.Logger.Level.DEBUG, "reading from a command: {0}", e.toString());
        }
    }

    /// And what it started.
    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static String words(StringBuilder said) {
        synchronized (said) {
            String line = RelayLog.harmless(said.toString().strip().replaceAll("\\s+", " "));
            return line.isEmpty()
                    ? ""
                    : ": " + line.substring(0, Math.min(MOST_SHOWN, line.length()));
        }
    }

    private String name() {
        return argv.getFirst();
    }

    private MailException later(String why, Exception cause) {
        return new MailException(problem(why), cause);
    }

    private MailException later(String why) {
        return new MailException(problem(why));
    }

    private Problem problem(String why) {
        return new Problem.Unreachable(name(), "the command " + name() + ": " + why);
    }
}
