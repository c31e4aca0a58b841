package hazel.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/// Asks a person at a terminal, and nobody else.
record Questions(PrintWriter out) {

    boolean canAsk() {
        return Terminals.isTerminal() && console().isPresent();
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /// @return what was typed, without blanks around it; empty where nothing was
    String ask(String question) {
        out.flush();
        return console().map(c -> String.valueOf(c.readLine("%s", question)).strip()).orElse("");
    }

    /// The answer is not shown while it is typed.
    String password(String question) {
        out.flush();
        return console()
                .flatMap(c -> Optional.ofNullable(c.readPassword("%s", question)))
                .map(String::new)
                .orElse("");
    }

    boolean isYes(String question) {
        return ask(question + " [y/n] ").toLowerCase(Locale.ROOT).startsWith("y");
    }
}
