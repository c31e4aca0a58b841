package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.text.Harmless;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Standard output, which remembers that it could not be written, as Java's own does not: what a
/// script takes for a whole message must not be half of one.
final class StandardOutput extends OutputStream {

    private final OutputStream to;
    private Optional<IOException> failure = Optional.empty();

    StandardOutput(OutputStream to) {
        this.to = to;
    }

    /// The process's own, in place of Java's.
    static StandardOutput replace() {
        var output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(output, false, UTF_8));
        return output;
    }

    /// Octets as they are, or, for a terminal, as text that it can be shown.
    static void octets(PrintWriter out, byte[] octets) {
        if (Terminals.isTerminal(1)) {
            Harmless.block(Input.text(octets)).forEach(out::println);
            return;
        }
        out.flush();
        System.out.write(octets, 0, octets.length);
        System.out.flush();
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        if (failure.isPresent()) {
            return; // one failure is enough to know
        }
        try {
            to.write(octets, from, length);
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    /// The exit status of a command, once all it printed is written: another where that could not
    /// be. A reader that has read enough, as `head` does, is no trouble.
    int status(int status, PrintWriter err) {
        System.out.flush();
        if (failure.isEmpty() || status != Exit.OK || isReaderGone(failure.get())) {
            return status;
        }
        err.println("hazel: cannot write standard output: " + failure.get().getMessage());
        err.flush();
        return Exit.IO;
    }

    private static boolean isReaderGone(IOException e) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException _) {
            // No /proc: by what is said, which is in the user's language.
            return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
        }
    }
}
