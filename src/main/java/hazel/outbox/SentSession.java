package hazel.outbox;

import hazel.mail.MessageId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was said when a message was handed to a server.
///
/// @param server as the account names it
/// @param queueId under which the server's log has the message; empty where it took it for nobody,
///   or does not say
/// @param lines as [hazel.smtp.Transcript] has them, without secrets
public record SentSession(
        MessageId message,
        String server,
        Instant began,
        Optional<String> queueId,
        List<String> lines) {

    public SentSession {
        lines = List.copyOf(lines);
    }
}
