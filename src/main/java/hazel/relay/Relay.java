package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.session.Locals;
import hazel.spool.Limits;
import hazel.spool.Spool;
import hazel.spool.SpoolLock;

import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// A relay that runs: in the reader's process, in a demonstration, or as `hazel relay run`. Of all
/// processes one delivers from a queue; who comes second is told so.
///
/// To look at the queue or change it, running or not, see [RelayQueue].
public final class Relay implements AutoCloseable {

    /// The queue is looked through so often even where nothing rings.
    private static final Duration RESCAN = Duration.ofMinutes(1);

    private static final Duration STOPPING = Duration.ofSeconds(20);
    private static final System.Logger LOGGER = System.getLogger("hazel.relay");

    private final SpoolLock lock;
    private final Bell bell;
    private final Delivery delivery;
    private final Sessions sessions;
    private final Places places;
    private final InstantSource clock;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<KeptFile> kept = new ArrayList<>();
    private final Thread deliverer;
    private volatile boolean isStopping;

    /// What the relay is given by whoever starts it.
    ///
    /// @param local delivers to users of this machine
    /// @param smarthost takes mail for everywhere else; without one that mail is held
    /// @param jitter the share by which intervals are shifted, -0.1 to 0.1
    public record Wiring(
            LocalDelivery local,
            Optional<Smarthost> smarthost,
            InstantSource clock,
            DoubleSupplier jitter) {}

    private Relay(
            SpoolLock lock,
            Bell bell,
            Delivery delivery,
            Sessions sessions,
            Places places,
            InstantSource clock) {
        this.sessions = sessions;
        this.lock = lock;
        this.bell = bell;
        this.delivery = delivery;
        this.places = places;
        this.clock = clock;
        this.deliverer = Thread.ofVirtual().name("relay-deliver").unstarted(this::deliver);
    }

    /// Starts to listen and to deliver, and returns.
    ///
    /// @throws MailException with [Problem.Busy] where another process delivers from this queue
    ///   already; with [Problem.BadConfig] or [Problem.Failed] where a way in cannot be opened, or
    ///   would be open to anybody
    public static Relay start(RelaySettings settings, Wiring wiring) throws MailException {
        Spool spool = Spool.open(settings.directory(), spoolLimits(settings), wiring.clock());
        SpoolLock lock =
                spool.tryLock()
                        .orElseThrow(() ->
                                new MailException(
                                        new Problem.Busy(
                                                settings.directory().toString(),
                                                "another relay delivers from "
                                                        + settings.directory())));
        Bell bell = Bell.hang(settings.directory());
        RelayLog log = new RelayLog(settings.directory(), wiring.clock());
        RelaySettings whole = wiring.smarthost().map(settings::withSmarthost).orElse(settings);
        Path remembered = settings.directory().resolve(Memory.FILE);
        Memory memory = WaysOn.memory(whole, wiring.clock());
        memory.read(remembered);
        var sessions = new Sessions();
        var delivery = new Delivery(spool, parts(whole, wiring, memory, sessions, log), bell::ring);
        var relay =
                new Relay(
                        lock,
                        bell,
                        delivery,
                        sessions,
                        new Places(settings.limits()),
                        wiring.clock());
        try {
            spool.sweep();
            delivery.recover();
            var intake = new Intake(settings.directory(), spool, log, bell::ring, wiring.clock());
            relay.listen(settings, intake, WaysOn.callOut(settings, memory));
            relay.count(settings.inbound(), spool, log.counters());
            var file = KeptFile.keep(remembered, memory::written);
            memory.policies().onLearning(file::soon);
            relay.kept.add(file);
        } catch (MailException e) {
            relay.close();
            throw e;
        }
        relay.deliverer.start();
        log.add("-", "--", "started");
        return relay;
    }

    static Limits spoolLimits(RelaySettings settings) {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                usual.messages(),
                usual.octets(),
                // With room for the fields that are added.
                settings.limits().messageOctets() + 64 * 1024,
                Locals.MAX_EXPANSION,
                settings.limits().freeOctets());
    }

    private static Delivery.Parts parts(
            RelaySettings whole, Wiring wiring, Memory memory, Sessions sessions, RelayLog log) {
        return new Delivery.Parts(
                whole.hostName(),
                whole.router(),
                new LastStep(whole.hostName(), wiring.local()),
                new WaysOn(whole, memory, sessions),
                whole.retries(),
                wiring.jitter(),
                whole.routing().onward().connections(),
                wiring.clock(),
                log);
    }

    private void count(Inbound inbound, Spool spool, Counters counts) {
        inbound.metrics()
                .map(file -> KeptFile.keep(file, () -> counts.text(queued(spool), places.taken())))
                .ifPresent(kept::add);
    }

    private static long queued(Spool spool) {
        try {
            return spool.count();
        } catch (MailException e) {
            throw new IllegalStateException(e.problem().message(), e);
        }
    }

    /// Serves the one client whose connection this process was given, and returns when it has gone.
    /// What it sends is put into the queue, and whoever delivers from there is woken.
    public static void serve(RelaySettings settings, ListenOn.Connected client, InstantSource clock)
            throws MailException {
        Path directory = settings.directory();
        Spool spool = Spool.open(directory, spoolLimits(settings), clock);
        var log = new RelayLog(directory, clock);
        var intake = new Intake(directory, spool, log, () -> Bell.ring(directory), clock);
        Memory memory = WaysOn.memory(settings, clock);
        memory.read(directory.resolve(Memory.FILE));
        var service =
                new Welcome.Service(
                        settings,
                        settings.locals(),
                        new Places(settings.limits()),
                        intake,
                        WaysOn.callOut(settings, memory));
        OpenRelayProbe.check(client.as(), service);
        try (var welcome = new Welcome(client.as(), service)) {
            welcome.receive(client.channel());
        }
    }

    private void listen(RelaySettings settings, Intake intake, Optional<CallOut> callOut)
            throws MailException {
        var service = new Welcome.Service(settings, settings.locals(), places, intake, callOut);
        for (ListenOn where : settings.listen()) {
            OpenRelayProbe.check(where, service);
            listeners.add(Listener.open(where, service));
        }
    }

    /// Where it listens, in the order of the settings, ports as the system chose them.
    public List<SocketAddress> addresses() throws MailException {
        List<SocketAddress> all = new ArrayList<>();
        for (Listener listener : listeners) {
            all.add(listener.address());
        }
        return all;
    }

    /// Looks through the queue now: something was put in, or the network is back.
    public void wake() {
        bell.ring();
    }

    private void deliver() {
        while (!isStopping) {
            Duration pause = RESCAN;
            try {
                Optional<Instant> next = delivery.begin();
                pause = next.map(this::until).filter(d -> d.compareTo(RESCAN) < 0).orElse(RESCAN);
            } catch (MailException | UncheckedIOException e) {
                LOGGER.log(
                        System.Logger.Level.ERROR, "the queue of the relay: {0}", e.getMessage());
            } catch (RuntimeException e) {
                // A bug met with one message must not end the delivery of all others.
                LOGGER.log(System.Logger.Level.ERROR, "the queue of the relay", e);
            }
            try {
                bell.await(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Duration until(Instant next) {
        return Duration.between(clock.instant(), next);
    }

    /// Stops: no more clients, the attempt that runs comes to its end within a short time, and the
    /// next process may deliver.
    @Override
    public void close() {
        isStopping = true;
        delivery.stopBeginning();
        listeners.forEach(Listener::close);
        bell.ring();
        try {
            if (deliverer.getState() != Thread.State.NEW) {
                deliverer.join(STOPPING);
            }
            delivery.stop(STOPPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sessions.close();
        kept.forEach(KeptFile::close); // what was learnt at the last moment too
        bell.close();
        lock.close();
    }
}
