package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.app.Programs;
import hazel.mail.MailException;

import jakarta.json.JsonObject;

import java.util.List;

/// A command of the user's that is told of what happens to mail: a shell reads the command, and the
/// event is one line of JSON on its standard input, so that nothing a message says is ever a word
/// of a command line.
record MailHook(String command) {

    /// Waits until it has ended, for two minutes at most.
    ///
    /// @return what it printed, harmless
    List<String> tell(JsonObject event) throws MailException {
        return Programs.pipe(command, (Json.line(event) + "\n").getBytes(UTF_8));
    }
}
