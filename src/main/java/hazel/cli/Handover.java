package hazel.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.app.KeptSessions;
import hazel.app.SentCopies;
import hazel.app.Stores;
import hazel.config.Config;
import hazel.config.SubmitConfig;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mime.Dates;
import hazel.outbox.Outbox;
import hazel.outbox.SendOptions;
import hazel.relay.RelayQueue;
import hazel.smtp.Dsn;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;
import hazel.smtp.Submission;
import hazel.smtp.Transaction;
import hazel.smtp.Transcript;
import hazel.spool.Deposit;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.spool.Spool;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Hands a message that is complete to where an account's mail goes, for a command that sends and
/// ends.
///
/// To the bundled relay: over its Unix socket where one runs; else into its queue, which is as
/// durable, and there it is tried once before the command ends. To anywhere else: through the
/// outbox, so that what cannot go out now goes out later.
record Handover(LocalRelay relay) {

    private static final Duration FIRST_TRY = Duration.ofSeconds(20);

    /// What became of it.
    sealed interface Handed {}

    /// The next hop has it.
    record Sent() implements Handed {}

    /// It is safe, and goes out without anybody's help.
    record Queued(String id) implements Handed {}

    /// It was sent whole and no answer came: it is kept in the outbox and not tried again until
    /// somebody says so.
    record Uncertain(String id) implements Handed {}

    /// Some or all recipients were refused for good; the others have it.
    record Refused(List<String> refusals, boolean isOfAll) implements Handed {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /// @param dsn the reports that are wanted
    Handed hand(Config.Account account, Envelope envelope, Dsn dsn, byte[] message)
            throws MailException {
        return account.outgoing() instanceof SubmitConfig.Bundled
                ? toRelay(envelope, dsn, message)
                : throughOutbox(account, envelope, dsn, message);
    }

    private Handed toRelay(Envelope envelope, Dsn dsn, byte[] message) throws MailException {
        return relay.answers()
                ? overSocket(envelope, dsn, message)
                : intoQueue(envelope, dsn, message);
    }

    private Handed overSocket(Envelope envelope, Dsn dsn, byte[] message) throws MailException {
        try (var client = SmtpClient.open(Server.unix(relay.socket()), new Transcript())) {
            Submission done = client.submit(Transaction.of(envelope, message).with(dsn));
            if (!done.uncertain().isEmpty()) {
                throw new MailException(
                        new Problem.Failed(
                                "relay", "the relay ended before it answered; it may have it"));
            }
            if (done.isComplete()) {
                return new Queued(done.last().map(r -> r.lines().getLast()).orElse(""));
            }
            List<String> refusals =
                    done.rejected().stream()
                            .map(r -> r.address().addrSpec() + ": " + r.reply())
                            .toList();
            if (done.rejected().stream().anyMatch(Submission.Rejected::isTemporary)) {
                throw new MailException(new Problem.Busy("relay", refusals.getFirst()));
            }
            return new Refused(refusals, done.isRefusedByAll());
        }
    }

    private Handed intoQueue(Envelope envelope, Dsn dsn, byte[] message) throws MailException {
        Spool spool = Spool.open(relay.directory());
        String user = System.getProperty("user.name", "");
        QueueId id = spool.newId();
        var now = relay.clock().instant();
        spool.accept(
                new Deposit(id, envelope, dsn, Map.of("user", user), now), received(id, message));
        RelayQueue.in(relay.directory()).flush(id); // one that came up meanwhile hears of it
        relay.deliverOnce(id, FIRST_TRY);
        return new Queued(id.value());
    }

    /// As the relay would have marked it (RFC 5321 section 4.4).
    private byte[] received(QueueId id, byte[] message) {
        var now = OffsetDateTime.now(relay.clock());
        String field =
                "Received: by %s (Hazel) with local id %s;\r\n\t%s\r\n"
                        .formatted(LocalRelay.hostName(), id, Dates.format(now));
        byte[] top = field.getBytes(US_ASCII);
        byte[] whole = Arrays.copyOf(top, top.length + message.length);
        System.arraycopy(message, 0, whole, top.length, message.length);
        return whole;
    }

    private Handed throughOutbox(Config.Account account, Envelope envelope, Dsn dsn, byte[] message)
            throws MailException {
        var clock = relay.clock();
        Map<String, String> notes =
                dsn.when().isEmpty() ? Map.of() : Map.of(SendOptions.REPORTS, dsn.words());
        Outbox outbox = outbox();
        QueueId id =
                outbox.enqueue(
                        envelope,
                        message,
                        new SendOptions(account.name(), clock.instant(), Optional.empty(), notes));
        outbox.runDue(clock.instant());
        Optional<Item> left =
                outbox.list().stream().filter(item -> item.id().equals(id)).findFirst();
        return left.isEmpty() ? new Sent() : remaining(outbox, left.get());
    }

    private static Handed remaining(Outbox outbox, Item item) throws MailException {
        if (!item.in(Recipient.State.UNCERTAIN).isEmpty()) {
            return new Uncertain(item.id().value());
        }
        if (item.held().isEmpty()) {
            return new Queued(item.id().value());
        }
        List<String> refusals =
                item.recipients().stream()
                        .filter(r -> r.state() != Recipient.State.DELIVERED)
                        .map(r ->
                                r.address().addrSpec()
                                        + ": "
                                        + (r.reply().isEmpty()
                                                ? item.held().orElse("refused")
                                                : r.reply()))
                        .toList();
        // The caller is told, and still has it.
        var _ = outbox.discard(item.id());
        return new Refused(refusals, item.in(Recipient.State.DELIVERED).isEmpty());
    }

    /// The reader's outbox, with all it needs to send.
    Outbox outbox() throws MailException {
        return new Outbox(
                Spool.open(relay.places().state().resolve("outbox")),
                relay.routes(),
                new SentCopies(
                        relay.config(),
                        new Stores(relay.config(), relay.places(), relay.clock(), CommandNews::of),
                        relay.clock()),
                KeptSessions.in(relay.places())::hear);
    }
}
