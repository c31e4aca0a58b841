package hazel.store.imap;

import hazel.mail.MailException;
import hazel.store.MessageStore;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// An account at a server, with its replica on this machine.
///
/// Either somebody stays: [#start] keeps replica and server alike in the background until [#close],
/// and stores answer at once. Or somebody comes by: without that, each store connects for itself
/// when it is used, on the thread that uses it, and does what waits before it is closed.
public final class ImapAccount implements AutoCloseable {

    private final ImapServer server;
    private final Places places;
    private final Choice choice;
    private final SyncState.Listener listener;
    private final Clock clock;
    private Optional<Background> background = Optional.empty();

    /// What the last visit left, for the next one.
    private Optional<Engine> parked = Optional.empty();

    /// Why nobody who comes by can reach the server.
    private Optional<MailException> failure = Optional.empty();

    /// @param replica the account's own directory, which nothing else is in
    /// @param caches where Hazel keeps what can be made again
    public record Places(Path replica, Path caches) {}

    public ImapAccount(
            ImapServer server,
            Places places,
            Choice choice,
            SyncState.Listener listener,
            Clock clock) {
        this.server = server;
        this.places = places;
        this.choice = choice;
        this.listener = listener;
        this.clock = clock;
    }

    synchronized Optional<Engine> takeParked() {
        Optional<Engine> taken = parked;
        parked = Optional.empty();
        return taken;
    }

    synchronized void park(Engine engine) {
        parked.ifPresent(Engine::close);
        parked = engine.isBroken() ? Optional.empty() : Optional.of(engine);
    }

    synchronized Optional<MailException> failure() {
        return failure;
    }

    synchronized void failed(MailException why) {
        failure = Optional.of(why);
    }

    ImapServer server() {
        return server;
    }

    Choice choice() {
        return choice;
    }

    /// Connected to the server for one replica.
    Engine connect(Replica replica, SyncState.Listener hears) throws MailException {
        return Engine.connect(replica, new Engine.Account(server, hears, choice, clock));
    }

    SyncState.Listener listener() {
        return listener;
    }

    Clock clock() {
        return clock;
    }

    Optional<Turnstile> tryToEnter() throws MailException {
        return Turnstile.tryToEnter(places.replica());
    }

    Replica replica() throws MailException {
        return Replica.open(places.replica(), places.caches());
    }

    /// Keeps replica and server alike from now on.
    public synchronized void start() {
        if (background.isEmpty()) {
            background = Optional.of(Background.start(this));
        }
    }

    /// Looks for new mail in all mailboxes now, and tries again what the server refused for now;
    /// where the server is not reached, tries again.
    public synchronized void nudge() {
        background.ifPresent(Background::nudge);
    }

    /// The account's mailboxes, for one thread.
    public synchronized MessageStore open() throws MailException {
        Replica replica = replica();
        if (background.isPresent()) {
            return new ImapStore(replica, background.get(), choice, _ -> _ -> true);
        }
        return new ImapStore(replica, new Visit(this, replica), choice, _ -> _ -> true);
    }

    /// The same for somebody who reads every message there is: nothing is asked of the server for
    /// that. A message that is to be kept is not seen before it is.
    public MessageStore openAtHand() throws MailException {
        Instant now = clock.instant();
        return new ImapStore(
                replica(),
                new Apart(server.host()),
                choice,
                name -> {
                    Instant since = choice.kept().in(name).since(now).orElse(Instant.MAX);
                    return m -> m.isKept() || m.arrival().isBefore(since);
                });
    }

    /// Brings everything in, lets everything out, and keeps what is to be kept.
    ///
    /// @return how many changes the server refused for now, and wait
    /// @throws MailException where the server cannot be reached, or another Hazel sees to it
    public long synchronise() throws MailException {
        try (Replica replica = replica()) {
            var visit = new Visit(this, replica);
            try {
                visit.all();
            } finally {
                visit.left();
            }
            return replica.ask(() -> replica.operations().count());
        }
    }

    @Override
    public synchronized void close() {
        parked.ifPresent(Engine::close);
        parked = Optional.empty();
        background.ifPresent(Background::close);
        background = Optional.empty();
    }
}
