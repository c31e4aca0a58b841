package hazel.relay;

import static hazel.relay.session.AtHome.LOCALS;
import static hazel.relay.session.AtHome.address;
import static hazel.relay.session.AtHome.rcpt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Strace;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.session.AtHome;
import hazel.relay.session.Command;
import hazel.relay.session.Reach;
import hazel.relay.session.Receipt;
import hazel.relay.session.SessionState;
import hazel.spool.QueueId;
import hazel.spool.Spool;
import hazel.store.MailboxName;
import hazel.store.maildir.MaildirStore;

import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A process that takes mail into the relay's queue or discards it, delivers what is in the queue
/// into Maildirs, or restores what was discarded; it is there to be let down.
final class RelayWork {

    static final Address ADA = address("ada@home.test");

    /// Each message has another body.
    static final List<String> BODIES = List.of(".\r\nFrom here\r\n", "two\r\n".repeat(20_000));

    static final Map<String, MailboxName> USERS =
            Map.of("ada", MailboxName.INBOX, "grace", new MailboxName("grace"));

    private RelayWork() {}

    /// @param args the directory; `take`, `discard`, `restore` or `deliver`
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        Strace.work(
                dir,
                () -> {
                    switch (args[1]) {
                        case "take" -> receive(dir, RelayWork::taken);
                        case "discard" -> receive(dir, RelayWork::discarded);
                        case "restore" -> restore(dir);
                        default -> deliver(dir, InstantSource.system());
                    }
                });
    }

    private static final Reception RECEPTION =
            new Reception(AtHome.policy(Reach.ANYWHERE), Map.of());

    private static final SessionState.Receiving SESSION =
            new SessionState.Receiving(
                    new Command.Hello(Command.Dialect.ESMTP, "mua.test"),
                    new Command.Mail(Optional.of(ADA), Command.Parameters.NONE, false),
                    List.of(rcpt("ada@home.test"), rcpt("grace@home.test")));

    private interface Receiving {
        Receipt of(Intake intake, byte[] message);
    }

    private static final Client CLIENT = new Client("[127.0.0.1]", Optional.empty());

    private static Receipt taken(Intake intake, byte[] message) {
        return intake.take(RECEPTION, CLIENT, SESSION, message);
    }

    static Receipt discarded(Intake intake, byte[] message) {
        return intake.discard(RECEPTION, CLIENT, SESSION, message, "junk");
    }

    /// What is discarded has a note when it is in the queue again.
    private static void restore(Path dir) throws Exception {
        var quarantine = new Quarantine(dir.resolve("queue"), InstantSource.system());
        for (QueueId id : quarantine.ids()) {
            quarantine.restore(id);
            Strace.note(dir, id);
        }
    }

    /// Each message that was answered 250 has a note.
    private static void receive(Path dir, Receiving receiving) throws Exception {
        Path queue = dir.resolve("queue");
        Spool spool = Spool.open(queue);
        var clock = InstantSource.system();
        var intake = new Intake(queue, spool, new RelayLog(queue, clock), () -> {}, clock);
        for (int n = 0; n < BODIES.size(); n++) {
            switch (receiving.of(intake, message(n))) {
                case Receipt.Queued _ -> Strace.note(dir, n);
                case Receipt.Refused(var why) ->
                        throw new MailException(
                                new Problem.Refused("data", why.code(), why.toString()));
                case Receipt other -> throw new IllegalStateException("" + other);
            }
        }
    }

    static byte[] message(int n) {
        return ("From: <ada@home.test>\r\nSubject: " + n + "\r\n\r\n" + BODIES.get(n))
                .getBytes(US_ASCII);
    }

    /// Goes through the queue once.
    static void deliver(Path dir, InstantSource clock) throws MailException {
        Path queue = dir.resolve("queue");
        Spool spool = Spool.open(queue);
        MaildirStore mail = MaildirStore.open(dir.resolve("mail"), Clock.systemUTC());
        var delivery =
                new Delivery(
                        spool,
                        new Delivery.Parts(
                                "mx.test",
                                LOCALS.router(),
                                new LastStep(
                                        "mx.test", new MailboxDelivery(USERS, mail::open, clock)),
                                _ -> parcel -> parcel.all(Outcome.deferred("", "450 no way")),
                                Retries.DEFAULT,
                                () -> 0,
                                1,
                                clock,
                                new RelayLog(queue, clock)),
                        () -> {});
        delivery.recover();
        delivery.round();
        delivery.round(); // the bounces
        if (!spool.items().toList().isEmpty()) {
            throw new MailException(new Problem.Busy("queue", "something waits"));
        }
    }
}
