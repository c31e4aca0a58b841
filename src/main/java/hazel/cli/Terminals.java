package hazel.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a person sits at the other end.
final class Terminals {

    private Terminals() {}

    /// Whether standard input and output are a terminal.
    static boolean isTerminal() {
        return isTerminal(0) && isTerminal(1);
    }

    /// Whether standard input, output or error (0, 1, 2) is a terminal.
    static boolean isTerminal(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException _) {
            // No /proc: ask Java, which needs longer and knows input and output only together.
            return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        }
    }
}
