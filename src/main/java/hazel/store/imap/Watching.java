package hazel.store.imap;

import hazel.mail.MailException;
import hazel.store.MailboxName;

import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Waits for the server to tell of new mail, over a connection and on a thread of its own: in every
/// mailbox where it does that (NOTIFY, RFC 5465), else in the inbox (IDLE, RFC 2177). It only makes
/// sooner what is looked for anyway: where it fails, it begins again a while later and nobody is
/// told.
final class Watching implements AutoCloseable {

    /// A server may end a connection on which nothing is said for half an hour; what lies between
    /// us and it, sooner.
    private static final Duration AGAIN = Duration.ofMinutes(9);

    /// Before the first time that it begins again; each further pause is twice as long.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /// What of each mailbox, the most first: a server may refuse some of it (section 5).
    private static final List<String> EVENTS =
            List.of(
                    "MessageNew MessageExpunge FlagChange MailboxName",
                    "MessageNew MessageExpunge");

    private final ImapAccount account;
    private final Hearer hearer;
    private volatile boolean isClosed;
    private volatile Optional<Connection> connection = Optional.empty();
    private Optional<Thread> thread = Optional.empty();

    /// Who is told, on the thread that waits.
    interface Hearer {

        /// Something happened in a mailbox.
        void changed(long mailbox);

        /// There may be other mailboxes than before.
        void listedAnew();
    }

    Watching(ImapAccount account, Hearer hearer) {
        this.account = account;
        this.hearer = hearer;
    }

    void start() {
        thread =
                Optional.of(
                        Thread.ofVirtual()
                                .name("imap idle " + account.server().host())
                                .start(this::run));
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!isClosed) {
            long began = System.nanoTime();
            try (Replica replica = account.replica()) {
                Optional<Mailboxes.Box> inbox =
                        replica.ask(() -> replica.mailboxes().named(MailboxName.INBOX));
                if (inbox.isEmpty() || !isWorthIt(replica, inbox.get())) {
                    return;
                }
            } catch (MailException e) {
                System.getLogger("hazel.store").log(System.Logger.Level.DEBUG, "at IDLE", e);
            }
            if (System.nanoTime() - began > LONGEST_PAUSE.toNanos()) {
                pause = FIRST_PAUSE;
            }
            pause(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
        }
    }

    /// Watches until that ends.
    ///
    /// @return false where the server tells nothing by itself
    private boolean isWorthIt(Replica replica, Mailboxes.Box inbox) {
        try (Connection opened = Connection.open(account.server())) {
            connection = Optional.of(opened);
            if (!opened.offers("IDLE") || isClosed) {
                return false;
            }
            Optional<List<Response>> states = notified(opened);
            if (states.isPresent()) {
                watchAll(opened, replica, states.get());
            } else {
                watchInbox(opened, inbox);
            }
        } catch (MailException e) {
            System.getLogger("hazel.store").log(System.Logger.Level.DEBUG, "at IDLE", e);
            // The other connection is silent, and hears of a server that went only when it is
            // asked for something.
            hearer.changed(inbox.id());
        }
        return true;
    }

    /// Asks to be told of every mailbox that is kept alike; none is selected.
    ///
    /// @return how each stands now; empty where the server does not do that
    private Optional<List<Response>> notified(Connection opened) throws MailException {
        if (!opened.offers("NOTIFY")) {
            return Optional.empty();
        }
        String which =
                switch (account.choice().listing()) {
                    case ALL -> "personal";
                    case SUBSCRIBED -> "subscribed";
                };
        for (String events : EVENTS) {
            try {
                return Optional.of(
                        List.of(opened.run("NOTIFY SET STATUS (" + which + " (" + events + "))")));
            } catch (MailException e) {
                if (opened.isBroken()) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    private void watchAll(Connection opened, Replica replica, List<Response> states)
            throws MailException {
        tell(opened, replica, states);
        while (!isClosed) {
            List<Response> told = opened.idle(AGAIN);
            if (told.stream().anyMatch(Answers::isOverflow)) {
                return; // and begin again: from here on it tells nothing
            }
            tell(opened, replica, told);
        }
    }

    private void tell(Connection opened, Replica replica, List<Response> told)
            throws MailException {
        if (told.stream().anyMatch(r -> r instanceof IMAPResponse i && i.keyEquals("LIST"))) {
            hearer.listedAnew();
        }
        Map<String, Lists.Status> statuses = Lists.statuses(opened, told.toArray(Response[]::new));
        if (statuses.isEmpty()) {
            if (told.stream().anyMatch(Response::isUnTagged)) {
                hearer.listedAnew(); // something happened, and it is not understood what
            }
            return;
        }
        List<Long> changed = new ArrayList<>();
        boolean isAllKnown =
                replica.change(() -> {
                    Set<String> known = new HashSet<>();
                    for (Mailboxes.Box box : replica.mailboxes().all()) {
                        known.add(box.server());
                        Optional<Lists.Status> status =
                                Optional.ofNullable(statuses.get(box.server()));
                        if (status.isPresent() && account.choice().isListed(box)) {
                            replica.mailboxes().counted(box.id(), status.get());
                            if (status.get().isOther(box)) {
                                changed.add(box.id());
                            }
                        }
                    }
                    return known.containsAll(statuses.keySet());
                });
        changed.forEach(hearer::changed);
        if (!isAllKnown) {
            hearer.listedAnew(); // of a mailbox that is new, or whose name did not come whole
        }
    }

    private void watchInbox(Connection opened, Mailboxes.Box inbox) throws MailException {
        new Commands(opened).select(inbox.server());
        // What came between the last look and this is told to nobody.
        hearer.changed(inbox.id());
        while (!isClosed) {
            if (!opened.idle(AGAIN).isEmpty()) {
                hearer.changed(inbox.id());
            }
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
