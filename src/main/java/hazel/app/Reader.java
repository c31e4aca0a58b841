package hazel.app;

import hazel.config.Config;
import hazel.config.Places;
import hazel.index.QueryReader;
import hazel.mail.MailException;
import hazel.outbox.Outbox;
import hazel.outbox.OutboxEvent;
import hazel.spool.Item;
import hazel.spool.Spool;
import hazel.tls.Pins;
import hazel.ui.Effect;
import hazel.ui.Effects;
import hazel.ui.Msg;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Everything the screens ask for, performed: the one implementation of [Effects] that touches the
/// world.
///
/// [#perform] returns at once except for what needs the terminal. [#close] lets what was begun come
/// to its end.
public final class Reader implements Effects, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Reader.class.getName());

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Setting setting;
    private final Consumer<Msg> post;
    private final Workers workers;
    private final Stores stores;
    private final AccountWorkers mailboxes;
    private final MailWork mail;
    private final OutboxWork outbox;
    private final WritingWork writing;
    private final History history = new History();
    private final TerminalWork terminal;
    private final KeptSessions sessions;
    private final TrustWork trust;
    private final Caches caches;
    private final Indexing indexing;
    private final FetchWork fetching;
    private Runnable stopBeating = () -> {};
    private Runnable stopWatching = () -> {};

    /// What the reader works in.
    ///
    /// @param relaySocket where an account whose mail goes to the bundled relay hands it over
    /// @param relay looks into its queue
    public record Setting(
            Config config,
            Places places,
            Map<String, String> environment,
            Clock clock,
            Path relaySocket,
            RelayDesk relay) {

        /// Without a relay to look into.
        Setting(
                Config config,
                Places places,
                Map<String, String> environment,
                Clock clock,
                Path relaySocket) {
            this(config, places, environment, clock, relaySocket, RelayDesk.NONE);
        }

        /// Where what was sent waits.
        public Path outbox() {
            return places.state().resolve("outbox");
        }

        /// Where messages are kept that are being written.
        public Path drafts() {
            return places.state().resolve("drafts");
        }
    }

    /// @param post hears what happens without being asked for, from any thread
    public Reader(Setting setting, Lease lease, Consumer<Msg> post) throws MailException {
        this(setting, lease, post, Workers.onThreads());
    }

    Reader(Setting setting, Lease lease, Consumer<Msg> post, Workers workers) throws MailException {
        this.setting = setting;
        this.post = post;
        this.workers = workers;
        var accounts = new Accounts(setting.config());
        var known =
                new KnownServers(
                        setting.places().state(), warning -> post.accept(Msg.Noticed.of(warning)));
        this.caches = Caches.in(setting.places().cache());
        this.stores =
                new Stores(
                        setting.config(),
                        setting.places(),
                        setting.clock(),
                        name -> new LinkNews(name, post, this::reached, this::came));
        this.sessions = KeptSessions.in(setting.places());
        QueryReader queries = sessions.queries(setting.clock());
        this.mailboxes = new AccountWorkers(accounts, workers, caches, stores, queries);
        this.indexing =
                new Indexing(
                        SearchedAccounts.indexed(setting.config(), stores),
                        setting.places().cache(),
                        workers::isBusy,
                        post);
        this.fetching =
                new FetchWork(
                        new Fetching(setting.config(), setting.places(), setting.clock(), known),
                        post);
        this.mail =
                new MailWork(
                        mailboxes,
                        new PartWork(mailboxes, setting.places()),
                        new TypedSearch(mailboxes, workers.moment()),
                        history);
        var queue =
                new Outbox(
                        Spool.open(setting.outbox()),
                        new Routes(setting.config(), setting.relaySocket(), known),
                        new SentCopies(setting.config(), stores, setting.clock()),
                        this::hear);
        this.outbox = new OutboxWork(queue, workers, setting.clock(), new Sent());
        this.writing = new WritingWork(setting, mailboxes, workers, outbox, history, stores);
        this.trust = new TrustWork(setting.config().trust(), sessions, workers, setting.clock());
        this.terminal =
                new TerminalWork(setting.config().screen(), setting.environment(), lease, workers);
        stores.start();
    }

    private void reached(String account) {
        outbox.reached(account);
    }

    /// What fills a screen is shown without waiting for the system to tell of it.
    private void came(String account) {
        mailboxes.checkChanged(Set.of(account), post);
    }

    /// Begins what goes on by itself: the clock, the look for new mail, the sending.
    public void start() {
        var sleep = new Sleep(setting.clock().instant());
        Heartbeat heart =
                Heartbeat.start(
                        BEAT,
                        () -> {
                            Instant now = setting.clock().instant();
                            post.accept(new Msg.Tick(now));
                            mailboxes.checkAll(post);
                            if (sleep.isOver(now)) {
                                stores.nudge();
                            }
                        });
        stopBeating = heart::close;
        watch();
        try {
            writing.tidy();
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "drafts of messages sent", e);
        }
        writing.tellKept(post);
        outbox.tellLeft(post);
        outbox.start();
        fetching.start();
        indexing.start();
    }

    private void watch() {
        try {
            Watch watch = Watch.start(names -> mailboxes.checkChanged(names, post));
            mailboxes.tell(watch::follow);
            stopWatching = watch::close;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing is watched", e);
        }
    }

    @Override
    public void perform(Effect effect, Consumer<Msg> report) {
        switch (effect) {
            case Effect.CheckMailbox check -> {
                fetching.check(check.mailbox().account());
                mail.perform(check, report);
            }
            case Effect.OnMail onMail -> mail.perform(onMail, report);
            case Effect.OnWriting onWriting -> writing.perform(onWriting, report);
            case Effect.OnOutbox onOutbox -> outbox.perform(onOutbox, report);
            case Effect.OnRelay onRelay ->
                    workers.start(
                            new Workers.Order("relay", onRelay, "relay", report),
                            _ -> setting.relay().perform(onRelay, report));
            case Effect.OnTrust onTrust -> trust.perform(onTrust, report);
            case Effect.Undo _ -> undo(report);
            case Effect.ToggleIndexing _ ->
                    report.accept(
                            Msg.Noticed.of(
                                    indexing.toggle() ? "indexing is paused" : "indexing goes on"));
            case Effect.PinCertificate pin -> pin(pin, report);
            case Effect.OnSetup setup ->
                    throw new IllegalArgumentException("there are accounts already: " + setup);
            case Effect.OnProgram onProgram -> terminal.perform(onProgram, report);
        }
    }

    /// What the certificate kept from being done is tried again at once.
    private void pin(Effect.PinCertificate pin, Consumer<Msg> report) {
        workers.start(
                new Workers.Order("pins", pin, "pinning a certificate", report),
                _ -> {
                    Pins.in(setting.places().state())
                            .add(
                                    Owner.account(pin.account())
                                            .pin(pin.host(), pin.port(), pin.fingerprint()));
                    report.accept(new Msg.Pinned(pin.account(), pin.host()));
                    report.accept(
                            Msg.Noticed.of(
                                    "this certificate of "
                                            + pin.host()
                                            + " is trusted for "
                                            + pin.account()
                                            + " now, and no other"));
                    stores.nudge();
                    fetching.check(pin.account());
                    outbox.trusted(pin.account(), pin.fingerprint());
                });
    }

    private void undo(Consumer<Msg> report) {
        switch (history.take().orElse(null)) {
            case null -> report.accept(MailWork.said("there is nothing to take back"));
            case History.Deed(Undoable.OnMail done, String what) -> mail.undo(done, what, report);
            case History.Deed(Undoable.Several(var all), String what) ->
                    all.forEach(done -> mail.undo(done, what, report));
            case History.Deed(Undoable.Sent(var id), _) -> outbox.takeBack(id, report);
        }
    }

    private void hear(OutboxEvent event) {
        sessions.hear(event);
        outbox.hear(event);
    }

    /// What the outbox tells the rest.
    private final class Sent implements OutboxWork.Around {

        @Override
        public void tell(Msg msg) {
            post.accept(msg);
        }

        @Override
        public void accepted(Item item) {
            mail.markAnswered(item.attributes(), post);
        }

        @Override
        public Msg.Composing keep(Item item, byte[] message) throws MailException {
            return writing.keep(item, message);
        }

        @Override
        public void forget(Msg.Composing kept) throws MailException {
            writing.forget(kept);
        }
    }

    @Override
    public void close() {
        stopBeating.run();
        stopWatching.run();
        indexing.close();
        fetching.close();
        outbox.close();
        mailboxes.close(_ -> {});
        workers.close();
        stores.close();
        caches.headers().tidy(setting.clock().instant());
        sessions.prune(setting.clock().instant());
    }
}
