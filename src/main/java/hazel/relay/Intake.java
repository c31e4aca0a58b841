package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.session.Receipt;
import hazel.relay.session.SessionState;
import hazel.smtp.Reply;
import hazel.spool.Deposit;
import hazel.spool.QueueId;
import hazel.spool.Spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Takes a message that was received whole into the queue. Used by every connection's thread at
/// once.
final class Intake {

    private final Path directory;
    private final Spool spool;
    private final InstantSource clock;
    private final RelayLog log;
    private final Runnable afterwards;
    private final Quarantine quarantine;

    /// @param directory of the queue
    /// @param afterwards run when a message was taken: wake whoever delivers
    Intake(Path directory, Spool spool, RelayLog log, Runnable afterwards, InstantSource clock) {
        this.directory = directory;
        this.quarantine = new Quarantine(directory, clock);
        this.spool = spool;
        this.clock = clock;
        this.log = log;
        this.afterwards = afterwards;
    }

    /// [Receipt.Queued] only when the message is on disk with all that belongs to it.
    Receipt take(
            Reception reception, Client client, SessionState.Receiving session, byte[] message) {
        return take(reception, client, session, message, Optional.empty());
    }

    /// The same for a message that is not to be delivered yet.
    ///
    /// @param held why
    Receipt take(
            Reception reception,
            Client client,
            SessionState.Receiving session,
            byte[] message,
            Optional<String> held) {
        Optional<Reply> refusal = reception.refusal(message);
        if (refusal.isPresent()) {
            return refuse(client, refusal.get());
        }
        QueueId id = spool.newId();
        var now = clock.instant();
        Reception.Ready ready = prepared(reception, client, session, message, id);
        try {
            spool.accept(
                    new Deposit(
                            id,
                            ready.envelope(),
                            ready.dsn(),
                            attributes(client, session),
                            now,
                            held),
                    ready.message());
        } catch (MailException e) {
            Reply why = reply(e.problem());
            log.add(id.value(), "**", "not taken: " + e.problem().message());
            return new Receipt.Refused(why);
        }
        String from = ready.envelope().reversePath().map(a -> a.addrSpec()).orElse("<>");
        String user = client.user().map(u -> " user=" + u).orElse("");
        log.add(
                id.value(),
                "<=",
                from
                        + " from "
                        + client.from()
                        + user
                        + " size="
                        + ready.message().length
                        + " recipients="
                        + ready.envelope().forwardPaths().size());
        afterwards.run();
        return new Receipt.Queued(id.value());
    }

    private Reception.Ready prepared(
            Reception reception,
            Client client,
            SessionState.Receiving session,
            byte[] message,
            QueueId id) {
        var now = clock.instant().atZone(ZoneId.systemDefault());
        return reception.prepare(message, new Reception.Arrival(client, session, id.value(), now));
    }

    /// Takes no responsibility for a message, and says so.
    Receipt refuse(Client client, Reply why) {
        log.add("-", "**", "refused from " + client.from() + ": " + why);
        return new Receipt.Refused(why);
    }

    /// Tells the client that all is well, and keeps the message apart.
    Receipt discard(
            Reception reception,
            Client client,
            SessionState.Receiving session,
            byte[] message,
            String why) {
        QueueId id = spool.newId();
        Reception.Ready ready = prepared(reception, client, session, message, id);
        try {
            quarantine.keep(
                    new Quarantine.Kept(
                            id,
                            clock.instant(),
                            ready.envelope(),
                            why,
                            session.mail().parameters().requiresTls(),
                            ready.message()));
        } catch (IOException e) {
            log.add(id.value(), "**", "not taken: " + e);
            return new Receipt.Refused(
                    Reply.enhanced(452, "4.3.1", "No room for the message now; try again later"));
        }
        log.add(id.value(), "**", "discarded from " + client.from() + ": " + why);
        return new Receipt.Queued(id.value());
    }

    RelayLog log() {
        return log;
    }

    /// Somebody tried to log in.
    void noteLogin(Client client, String user, boolean isTrue) {
        String words = isTrue ? "login of " : "failed login of ";
        log.add("-", "--", words + user + " from " + client.from());
    }

    private static Map<String, String> attributes(Client client, SessionState.Receiving session) {
        boolean requiresTls = session.mail().parameters().requiresTls();
        TlsDemand demand = requiresTls ? TlsDemand.REQUIRED : TlsDemand.USUAL;
        Map<String, String> attributes = new HashMap<>(demand.attributes());
        client.user().ifPresent(user -> attributes.put("user", user));
        return attributes;
    }

    /// What stays secret is which file could not be written and why: the client is told to come
    /// again, the log has the rest.
    private Reply reply(Problem problem) {
        return switch (problem) {
            case Problem.NotPermitted _ ->
                    Reply.enhanced(552, "5.3.4", "The queue does not take a message like this");
            case Problem.CannotWrite _ when Files.isWritable(directory) ->
                    Reply.enhanced(452, "4.3.1", "No room for the message now; try again later");
            case Problem.CannotWrite _,
                    Problem.Unreachable _,
                    Problem.Busy _,
                    Problem.Unknown _,
                    Problem.Refused _,
                    Problem.BadCredentials _,
                    Problem.NotTrusted _,
                    Problem.BadCertificate _,
                    Problem.NoSuchAccount _,
                    Problem.NoSuchMailbox _,
                    Problem.NoSuchMessage _,
                    Problem.NoSuchFile _,
                    Problem.Malformed _,
                    Problem.BadConfig _,
                    Problem.Failed _,
                    Problem.Protocol _,
                    Problem.Cancelled _ ->
                    Reply.enhanced(
                            451, "4.3.0", "The queue cannot be written now; try again later");
        };
    }
}
