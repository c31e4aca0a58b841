package hazel.smtp;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.smtp.Submission.Accepted;
import hazel.smtp.Submission.Rejected;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// MAIL, RCPT, the message and its end: one transaction on an open session.
///
/// A server that offers CHUNKING gets the message as it is and then an empty last chunk, any other
/// after DATA with a dot at its end. Either way it has everything but the word to keep it when the
/// caller writes down that it may have it.
final class Exchange {

    /// Commands sent ahead of their replies (RFC 2920). Few enough that neither side's buffers fill
    /// while both write.
    private static final int AHEAD = 50;

    private static final int CLOSING = 421;
    private static final String CHUNKING = "CHUNKING";

    private final Wire wire;
    private final Transaction transaction;
    private final Capabilities offers;
    private final boolean isLmtp;
    private final List<Accepted> accepted = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private boolean alive = true;

    Exchange(Wire wire, Transaction transaction, Capabilities offers, boolean isLmtp) {
        this.wire = wire;
        this.transaction = transaction;
        this.offers = offers;
        this.isLmtp = isLmtp;
    }

    /// Whether the session goes on after this transaction.
    boolean isAlive() {
        return alive;
    }

    /// @param mail the MAIL command
    Submission run(String mail, Payload payload) throws MailException {
        List<Address> to = transaction.envelope().forwardPaths();
        Optional<Reply> refusal = mailAndRcpt(mail, to);
        if (refusal.isPresent()) {
            return refusedAll(refusal.get());
        }
        if (accepted.isEmpty()) {
            return new Submission(
                    List.of(), rejected, List.of(), Optional.of(rejected.getLast().reply()));
        }
        Optional<Reply> unwanted = offers.has(CHUNKING) ? chunk(payload) : data(payload);
        if (unwanted.isPresent()) {
            return refusedAll(unwanted.get());
        }
        transaction.beforeDot().committing(accepted.stream().map(Accepted::address).toList());
        return isLmtp ? afterDotOfLmtp() : afterDot();
    }

    /// Empty where the server waits for the dot.
    private Optional<Reply> data(Payload payload) throws MailException {
        Reply go = heard(wire.command("DATA"));
        if (go.code() == 354) {
            wire.message(payload);
            return Optional.empty();
        }
        alive &= go.code() >= 400; // 2yz here: who knows what it is waiting for
        return Optional.of(go.code() >= 400 ? go : Reply.of(451, "answered DATA with " + go));
    }

    /// Empty where the server waits for the last chunk.
    private Optional<Reply> chunk(Payload payload) throws MailException {
        Reply taken = heard(wire.chunk(payload));
        return taken.code() / 100 == 2
                ? Optional.empty()
                : Optional.of(notPositive(taken, "the message"));
    }

    private Reply end() throws MailException {
        return wire.end(offers.has(CHUNKING) ? "BDAT 0 LAST" : ".");
    }

    /// The reply that refused the whole transaction; empty where it goes on.
    private Optional<Reply> mailAndRcpt(String mail, List<Address> to) throws MailException {
        boolean ahead = offers.has("PIPELINING");
        wire.send(mail, mail);
        Optional<Reply> mailReply =
                ahead ? Optional.empty() : Optional.of(heard(wire.reply("MAIL")));
        int next = 0;
        while (next < to.size()) {
            if (mailReply.filter(r -> !r.isPositive()).isPresent()) {
                return mailReply;
            }
            int end = ahead ? Math.min(to.size(), next + AHEAD) : next + 1;
            for (Address address : to.subList(next, end)) {
                String command = rcpt(address);
                wire.send(command, command);
            }
            if (mailReply.isEmpty()) {
                mailReply = Optional.of(heard(wire.reply("MAIL")));
            }
            for (Address address : to.subList(next, end)) {
                if (!alive) {
                    return mailReply.filter(r -> !r.isPositive()).or(this::lastRefusal);
                }
                sort(address, heard(wire.reply("RCPT")));
            }
            if (!alive) {
                return lastRefusal();
            }
            next = end;
        }
        if (mailReply.filter(r -> !r.isPositive()).isPresent()) {
            rejected.clear(); // what RCPT was told after that says nothing about a recipient
            accepted.clear();
            return mailReply;
        }
        return Optional.empty();
    }

    private String rcpt(Address address) throws MailException {
        String dsn =
                offers.has("DSN")
                        ? transaction.dsn().map(d -> d.of(address).parameters()).orElse("")
                        : "";
        return "RCPT TO:" + Paths.path(address) + dsn;
    }

    private void sort(Address address, Reply reply) {
        if (reply.code() / 100 == 2) {
            accepted.add(new Accepted(address, reply));
        } else {
            rejected.add(new Rejected(address, notPositive(reply, "RCPT")));
        }
    }

    private Submission afterDot() {
        Reply last;
        try {
            last = heard(end());
        } catch (MailException e) {
            alive = false;
            return new Submission(
                    List.of(),
                    rejected,
                    accepted.stream().map(Accepted::address).toList(),
                    Optional.empty());
        }
        return last.code() / 100 == 2
                ? new Submission(accepted, rejected, List.of(), Optional.of(last))
                : refusedAll(notPositive(last, "the message"));
    }

    /// RFC 2033 section 4.2: one reply for each recipient that RCPT was accepted for, in the order
    /// of the commands. Of those whose reply does not come nobody knows.
    private Submission afterDotOfLmtp() {
        List<Accepted> taken = new ArrayList<>();
        List<Address> open = new ArrayList<>(accepted.stream().map(Accepted::address).toList());
        Optional<Reply> last = Optional.empty();
        try {
            while (!open.isEmpty()) {
                Reply reply = last.isEmpty() ? end() : wire.reply("the end of the message");
                last = Optional.of(reply);
                if (heard(reply).code() / 100 == 2) {
                    taken.add(new Accepted(open.removeFirst(), reply));
                } else {
                    rejected.add(
                            new Rejected(open.removeFirst(), notPositive(reply, "the message")));
                }
            }
        } catch (MailException e) {
            alive = false;
        }
        return new Submission(taken, rejected, open, last);
    }

    private Optional<Reply> lastRefusal() {
        return rejected.isEmpty() ? Optional.empty() : Optional.of(rejected.getLast().reply());
    }

    /// Those refused before keep their own reply.
    private Submission refusedAll(Reply reply) {
        List<Address> named = rejected.stream().map(Rejected::address).toList();
        List<Rejected> all = new ArrayList<>(rejected);
        List<Address> rest = new ArrayList<>(transaction.envelope().forwardPaths());
        named.forEach(rest::remove);
        rest.forEach(a -> all.add(new Rejected(a, reply)));
        return new Submission(List.of(), all, List.of(), Optional.of(reply));
    }

    private Reply heard(Reply reply) {
        alive &= reply.code() != CLOSING;
        return reply;
    }

    /// A 3yz where it has no meaning is a refusal for now.
    private static Reply notPositive(Reply reply, String to) {
        return reply.code() >= 400 ? reply : Reply.of(451, "answered " + to + " with " + reply);
    }
}
