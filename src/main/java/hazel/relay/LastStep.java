package hazel.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.route.Way;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Delivers on this machine: into a mailbox, a file or a command. Used by many threads at once; of
/// the deliveries to one user one is made at a time, so that no mailbox has to be waited for,
/// unless it is of a kind that nobody has to wait for.
final class LastStep {

    private static final int STRIPES = 64;

    private final String us;
    private final LocalDelivery local;
    private final ReentrantLock[] turns =
            IntStream.range(0, STRIPES)
                    .mapToObj(_ -> new ReentrantLock())
                    .toArray(ReentrantLock[]::new);

    /// @param us what this relay calls itself
    LastStep(String us, LocalDelivery local) {
        this.us = us;
        this.local = local;
    }

    /// Whose copy it is.
    ///
    /// @param envelope the recipient that the envelope named. No other recipient gets this copy, so
    ///   that none learns of another by it
    /// @param last where its aliases led
    private record Whose(Address envelope, Address last) {}

    /// The message as it is put down.
    private static byte[] marked(Letter letter, Whose whose, Optional<Address> reversePath) {
        return deliveredTo(letter.without("Return-Path").without("Envelope-To"), whose.last)
                .under("Envelope-To", wire(whose.envelope.addrSpec()))
                .under(
                        "Return-Path",
                        "<" + wire(reversePath.map(Address::addrSpec).orElse("")) + ">")
                .toBytes();
    }

    /// As it goes on from an address here to another: whoever gets it again knows that it was here.
    static Letter deliveredTo(Letter letter, Address owner) {
        return letter.under("Delivered-To", wire(owner.addrSpec()));
    }

    /// Whether it was delivered to this address before, and has come back.
    static boolean isLoop(Letter letter, Address owner) {
        return letter.bodies("Delivered-To").stream().anyMatch(owner.addrSpec()::equalsIgnoreCase);
    }

    /// Header fields are octets here; an address beyond ASCII is UTF-8 (RFC 6532).
    private static String wire(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /// Blocks.
    ///
    /// @param way one that ends here
    /// @param owner the recipient whose alias or `.forward` led here
    Outcome take(Way way, Address owner, Letter letter, Optional<Address> reversePath) {
        return switch (way) {
            case Way.Mailbox(var user, _, var address) -> {
                byte[] copy = marked(letter, new Whose(owner, address), reversePath);
                Work work = () -> local.deliver(user, address, copy);
                String words = "Delivered to " + user;
                yield local.isInTurn(user) ? inTurn(user, work, words) : outcome(work, words);
            }
            case Way.File(var path) ->
                    inTurn(
                            path.toString(),
                            () ->
                                    local.append(
                                            path,
                                            marked(letter, new Whose(owner, owner), reversePath)),
                            "Appended to a file");
            case Way.Command(var argv) ->
                    outcome(
                            () ->
                                    new CommandDelivery(argv)
                                            .deliver(
                                                    owner.localPart(),
                                                    owner,
                                                    marked(
                                                            letter,
                                                            new Whose(owner, owner),
                                                            reversePath)),
                            "Given to a command");
            case Way.Nowhere _ -> Outcome.delivered(us, "250 2.1.5 Thrown away, as its alias says");
            case Way.Refused(_, var reply) -> Outcome.failed(us, reply);
            case Way.Later(_, var why) -> Outcome.deferred(us, why);
            case Way.Onward _, Way.Held _ -> throw new IllegalArgumentException("it goes on");
        };
    }

    private interface Work {
        void run() throws MailException;
    }

    private Outcome inTurn(String whose, Work work, String words) {
        ReentrantLock turn = turns[Math.floorMod(whose.hashCode(), STRIPES)];
        turn.lock();
        try {
            return outcome(work, words);
        } finally {
            turn.unlock();
        }
    }

    private Outcome outcome(Work work, String words) {
        try {
            work.run();
            return Outcome.delivered(us, "250 2.1.5 " + words);
        } catch (MailException e) {
            if (e.problem() instanceof Problem.Refused r && r.replyCode() >= 500) {
                return Outcome.failed(us, r.replyCode() + " " + r.message());
            }
            // A mailbox that cannot be written to is ours to mend; no sender can help it.
            return Outcome.deferred(us, "451 4.3.0 " + e.problem().message());
        }
    }

    /// Of the outcomes of several ways, the one that counts for their recipient: one that must be
    /// tried again first, then one that failed.
    static Outcome worst(Stream<Outcome> outcomes) {
        return outcomes.reduce((a, b) -> rank(b) > rank(a) ? b : a)
                .orElseThrow(() -> new IllegalArgumentException("no way at all"));
    }

    private static int rank(Outcome outcome) {
        return switch (outcome.kind()) {
            case DELIVERED -> 0;
            case FAILED -> 1;
            case DEFERRED -> 2;
        };
    }
}
