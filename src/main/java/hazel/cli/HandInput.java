package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Optional;

/// What somebody types, or a script pipes in, line by line.
interface HandInput {

    /// Whether a person can be asked.
    boolean isPerson();

    /// The next line as it is; empty at the end.
    ///
    /// @param prompt shown to a person only
    Optional<String> line(String prompt) throws MailException;

    /// The same for what nobody is to see.
    Optional<String> secret(String prompt) throws MailException;

    static HandInput of(PrintWriter out) {
        Optional<Console> console =
                Terminals.isTerminal()
                        ? Optional.ofNullable(System.console()).filter(Console::isTerminal)
                        : Optional.empty();
        return console.<HandInput>map(c -> new Person(c, out)).orElseGet(Pipe::new);
    }

    /// At a terminal.
    record Person(Console console, PrintWriter out) implements HandInput {

        @Override
        public boolean isPerson() {
            return true;
        }

        @Override
        public Optional<String> line(String prompt) {
            out.flush();
            return Optional.ofNullable(console.readLine("%s", prompt));
        }

        @Override
        public Optional<String> secret(String prompt) {
            out.flush();
            return Optional.ofNullable(console.readPassword("%s", prompt)).map(String::new);
        }
    }

    /// Standard input that is no terminal.
    final class Pipe implements HandInput {

        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, UTF_8));

        @Override
        public boolean isPerson() {
            return false;
        }

        @Override
        public Optional<String> line(String prompt) throws MailException {
            try {
                return Optional.ofNullable(in.readLine());
            } catch (IOException e) {
                throw new MailException(
                        new Problem.Failed(
                                "standard input", "cannot read the commands: " + Reason.of(e)),
                        e);
            }
        }

        @Override
        public Optional<String> secret(String prompt) throws MailException {
            return line(prompt);
        }
    }
}
