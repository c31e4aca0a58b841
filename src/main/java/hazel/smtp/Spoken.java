package hazel.smtp;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that speaks SMTP on its standard input and output, as `sendmail -bs` does.
///
/// @param process started
record Spoken(Process process) implements Closeable {

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /// @throws MailException with [Problem.BadConfig] where it cannot be started
    static Spoken start(List<String> argv) throws MailException {
        try {
            return new Spoken(new ProcessBuilder(argv).redirectError(Redirect.DISCARD).start());
        } catch (IOException e) {
            throw new MailException(
                    new Problem.BadConfig(
                            argv.getFirst(),
                            0,
                            "cannot start " + argv.getFirst() + ": " + Reason.of(e)),
                    e);
        }
    }

    InputStream in() {
        return process.getInputStream();
    }

    OutputStream out() {
        return process.getOutputStream();
    }

    /// Lets it end by itself, as it may have mail to put away still, but not for long.
    void end() {
        try {
            process.getOutputStream().close();
            boolean _ = process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException _) {
            // it does not listen any more
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /// Ends it at once; what it has started may deliver still.
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
