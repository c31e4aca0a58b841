package hazel.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.text.Harmless;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Runs other programs for the user.
///
/// What the user typed is a shell's to read; what a message says never is: a link or a file name is
/// one argument of a program and no more.
public final class Programs {

    private static final int MOST_OUTPUT = 4 * 1024 * 1024;
    private static final int SECONDS = 120;
    private static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "gopher", "gemini");

    private Programs() {}

    /// Hands octets to a command the user typed.
    ///
    /// @return what the command printed, harmless, and how it ended where that was not well
    public static List<String> pipe(String command, byte[] input) throws MailException {
        try {
            Process process =
                    new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true).start();
            Thread.ofVirtual().start(() -> feed(process, input));
            byte[] printed;
            try (InputStream out = process.getInputStream()) {
                printed = out.readNBytes(MOST_OUTPUT);
            }
            List<String> lines = new ArrayList<>(Harmless.block(new String(printed, UTF_8)));
            int status = ended(process);
            if (status != 0) {
                lines.add("[" + Harmless.line(command) + " ended with " + status + "]");
            }
            return lines;
        } catch (IOException e) {
            throw failed(command, e);
        }
    }

    /// A program that stops reading before the end, such as head, is no trouble.
    private static void feed(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            System.getLogger("hazel.app").log(System.Logger.Level.DEBUG, "pipe closed early", e);
        }
    }

    private static int ended(Process process) throws MailException {
        try {
            if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new MailException(
                    new Problem.Failed("command", "stopped after " + SECONDS + " seconds"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new MailException(new Problem.Cancelled("command"), e);
        }
    }

    /// Starts a program that nobody waits for and whose words nobody reads.
    public static void start(List<String> words) throws MailException {
        try {
            new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream()
                    .close();
        } catch (IOException e) {
            throw failed(words.getFirst(), e);
        }
    }

    /// Starts the user's browser with a link as its last argument.
    static void open(String browser, String link) throws MailException {
        int colon = link.indexOf(':');
        String scheme = colon < 0 ? "" : link.substring(0, colon).toLowerCase(Locale.ROOT);
        boolean isPlain = link.chars().noneMatch(c -> c <= ' ' || Character.isISOControl(c));
        if (!SCHEMES.contains(scheme) || !isPlain) {
            throw new MailException(
                    new Problem.NotPermitted(
                            "link", "only links to the web are opened: " + Harmless.line(link)));
        }
        List<String> words = new ArrayList<>(List.of(browser.strip().split("\\s+")));
        words.add(link);
        start(words);
    }

    /// Runs a command with the terminal; for the thread that was lent it.
    static int withTerminal(List<String> words) throws MailException {
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw failed(words.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(new Problem.Cancelled(words.getFirst()), e);
        }
    }

    private static MailException failed(String command, IOException e) {
        return new MailException(
                new Problem.Failed(
                        command, "cannot run " + Harmless.line(command) + ": " + Reason.of(e)),
                e);
    }
}
