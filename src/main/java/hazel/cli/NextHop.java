package hazel.cli;

import hazel.app.KeptSessions;
import hazel.app.Writers;
import hazel.compose.Outgoing;
import hazel.config.Config;
import hazel.config.SubmitConfig;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.outbox.Route;
import hazel.smtp.Reply;
import hazel.smtp.SendmailCommand;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;
import hazel.smtp.Submission;
import hazel.smtp.Transaction;
import hazel.smtp.Transcript;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Hands a message to where its account's mail goes, at once and without the outbox.
record NextHop(Session session, SubmitOptions options, Config config, Clock clock) {

    /// How long the relay of this process is given for its first try.
    private static final Duration FIRST_TRY = Duration.ofSeconds(10);

    /// @throws MailException where nothing was sent
    Submission submit(Envelope envelope, Writers.Ready ready, Transcript transcript)
            throws MailException {
        var local = new LocalRelay(config, session.places(), clock);
        String account = ready.options().account();
        boolean byRelay =
                config.account(account)
                        .filter(a -> a.outgoing() instanceof SubmitConfig.Bundled)
                        .isPresent();
        try (var relay = byRelay ? local.embedded() : LocalRelay.Embedded.NONE) {
            Route route = local.routes().of(account);
            Submission done =
                    switch (route) {
                        case Route.Smtp(var server) -> {
                            yield byServer(server, envelope, ready, transcript);
                        }
                        case Route.Sendmail(var command) -> {
                            options.noReports(command.argv().getFirst());
                            yield hand(command, envelope, ready.outgoing());
                        }
                    };
            if (relay.relay().isPresent()) {
                local.settle(FIRST_TRY);
            }
            return done;
        }
    }

    private Submission byServer(
            Server server, Envelope envelope, Writers.Ready ready, Transcript transcript)
            throws MailException {
        Instant began = clock.instant();
        Submission done;
        try (SmtpClient client = SmtpClient.open(server, transcript)) {
            var transaction = Transaction.of(envelope, ready.outgoing().wire());
            done = client.submit(options.withReports(transaction, client));
        }
        KeptSessions.in(session.places())
                .keep(
                        ready.options().notes(),
                        server.name(),
                        began,
                        done.queueId(),
                        transcript.lines());
        return done;
    }

    private static Submission hand(SendmailCommand command, Envelope envelope, Outgoing outgoing)
            throws MailException {
        List<Address> all = envelope.forwardPaths();
        var handover = command.hand(envelope, outgoing.wire());
        String program = command.argv().getFirst();
        String said = program + " ended with " + handover.status() + ": " + handover.said();
        return switch (handover.result()) {
            case ACCEPTED -> {
                Reply reply = Reply.of(250, "handed to " + program);
                yield new Submission(
                        all.stream().map(a -> new Submission.Accepted(a, reply)).toList(),
                        List.of(),
                        List.of(),
                        Optional.of(reply));
            }
            case UNCERTAIN -> new Submission(List.of(), List.of(), all, Optional.empty());
            case TEMPORARY -> refused(all, Reply.of(451, said));
            case PERMANENT -> refused(all, Reply.of(554, said));
        };
    }

    private static Submission refused(List<Address> all, Reply reply) {
        return new Submission(
                List.of(),
                all.stream().map(a -> new Submission.Rejected(a, reply)).toList(),
                List.of(),
                Optional.of(reply));
    }
}
