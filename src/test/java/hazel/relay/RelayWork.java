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
import hazel.spool.Spool;
import hazel.store.MailboxName;
import hazel.store.maildir.MaildirStore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A process that takes mail into the relay's queue, or delivers what is in it into Maildirs; it is
/// there to be let down.
final class RelayWork {

    static final Address ADA = address("ada@home.test");

    /// Each message has another body.
    static final List<String> BODIES = List.of(".\r\nFrom here\r\n", "two\r\n".repeat(20_000));

    static final Map<String, MailboxName> USERS =
            Map.of("ada", MailboxName.INBOX, "grace", new MailboxName("grace"));

    private RelayWork() {}

    /// @param args the directory; `take` or `deliver`
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        Strace.work(
                dir,
                () -> {
                    if (args[1].equals("take")) {
                        take(dir);
                    } else {
                        deliver(dir, InstantSource.system());
                    }
                });
    }

    /// Each message that was answered 250 has a note.
    private static void take(Path dir) throws Exception {
        Path queue = dir.resolve("queue");
        Spool spool = Spool.open(queue);
        var clock = InstantSource.system();
        var intake = new Intake(queue, spool, new RelayLog(queue, clock), () -> {}, clock);
        var reception = new Reception(AtHome.policy(Reach.ANYWHERE), Map.of());
        var client = new Client("[127.0.0.1]", Optional.empty());
        var session =
                new SessionState.Receiving(
                        new Command.Hello(Command.Dialect.ESMTP, "mua.test"),
                        new Command.Mail(Optional.of(ADA), Command.Parameters.NONE, false),
                        List.of(rcpt("ada@home.test"), rcpt("grace@home.test")));
        for (int n = 0; n < BODIES.size(); n++) {
            switch (intake.take(reception, client, session, message(n))) {
                case Receipt.Queued _ -> Files.createFile(dir.resolve(Strace.NOTE + n));
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
