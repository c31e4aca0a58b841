package hazel.store.imap;

import hazel.mail.MailException;
import hazel.store.MailboxName;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Waits for the server to tell of new mail in the inbox (IDLE, RFC 2177), over a connection and on
/// a thread of its own. It only makes sooner what is looked for anyway: where it fails, it begins
/// again a while later and nobody is told.
final class Watching implements AutoCloseable {

    /// A server may end a connection on which nothing is said for half an hour; what lies between
    /// us and it, sooner.
    private static final Duration AGAIN = Duration.ofMinutes(9);

    /// Before the first time that it begins again; each further pause is twice as long.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final ImapAccount account;
    private final LongConsumer arrived;
    private volatile boolean isClosed;
    private volatile Optional<Connection> connection = Optional.empty();
    private Optional<Thread> thread = Optional.empty();

    /// @param arrived hears the mailbox in which something happened
    Watching(ImapAccount account, LongConsumer arrived) {
        this.account = account;
        this.arrived = arrived;
    }

    void start(Replica replica) throws MailException {
        Optional<Mailboxes.Box> inbox =
                replica.ask(() -> replica.mailboxes().named(MailboxName.INBOX));
        if (inbox.isPresent()) {
            Mailboxes.Box watched = inbox.get();
            thread =
                    Optional.of(
                            Thread.ofVirtual()
                                    .name("imap idle " + account.server().host())
                                    .start(() -> run(watched)));
        }
    }

    private void run(Mailboxes.Box inbox) {
        Duration pause = FIRST_PAUSE;
        while (!isClosed) {
            try (Connection opened = Connection.open(account.server())) {
                connection = Optional.of(opened);
                if (!opened.offers("IDLE") || isClosed) {
                    return;
                }
                new Commands(opened).select(inbox.server());
                // What came between the last look and this is told to nobody.
                arrived.accept(inbox.id());
                while (!isClosed) {
                    if (!opened.idle(AGAIN).isEmpty()) {
                        arrived.accept(inbox.id());
                    }
                    pause = FIRST_PAUSE;
                }
            } catch (MailException e) {
                System.getLogger("hazel.store").log(System.Logger.Level.DEBUG, "at IDLE", e);
                // The other connection is silent, and hears of a server that went only when it
                // is asked for something.
                arrived.accept(inbox.id());
            }
            pause(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
        }
    }

    private void pause(Duration pause) {
        try {
            if (!isClosed) {
                Thread.sleep(pause);
            }
        } catch (InterruptedException _) {
            isClosed = true;
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.ifPresent(Thread::interrupt);
        connection.ifPresent(Connection::abort);
    }
}
