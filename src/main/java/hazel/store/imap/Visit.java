package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Progress;
import hazel.store.Sort;

import java.util.Optional;
import java.util.Set;

/// One command's dealings with the server, on the command's thread: connected when it is first
/// needed, once; what waits is done before it ends.
///
/// Where another Hazel has the account open, that one sees to the server; only messages that are
/// not kept are got here. Where the server cannot be reached, the replica answers, and one sentence
/// says so.
final class Visit implements Remote {

    private final ImapAccount account;
    private final Replica replica;
    private Optional<Engine> engine = Optional.empty();
    private Optional<Turnstile> turnstile = Optional.empty();

    Visit(ImapAccount account, Replica replica) {
        this.account = account;
        this.replica = replica;
    }

    /// Everything, both ways.
    void all() throws MailException {
        turnstile = turnstile.isPresent() ? turnstile : account.tryToEnter();
        Engine engine = connected();
        if (turnstile.isEmpty()) {
            throw new MailException(
                    new Problem.Busy(
                            account.server().host(),
                            "another Hazel has this account open and keeps it alike"));
        }
        engine.replayAll();
        for (long mailbox : engine.list()) {
            engine.sync(mailbox);
        }
        engine.replay();
        engine.keep();
        new Pruning(replica).all();
        engine.tellQuota();
    }

    @Override
    public void listed() throws MailException {
        tryTo(engine -> {
            engine.replayWhatFits();
            engine.listOnce();
        });
    }

    @Override
    public void opened(long mailbox) throws MailException {
        tryTo(engine -> {
            engine.replayWhatFits();
            engine.listOnce();
            engine.sync(mailbox);
        });
    }

    @Override
    public void closed(long mailbox) {}

    /// All are here before a command sees them.
    @Override
    public void preferred(long mailbox, Sort order) {}

    @Override
    public void queued() {}

    private interface Work {
        void with(Engine engine) throws MailException;
    }

    /// Where that cannot be, the replica will do.
    private void tryTo(Work work) throws MailException {
        turnstile = turnstile.isPresent() ? turnstile : account.tryToEnter();
        if (account.failure().isPresent() || turnstile.isEmpty()) {
            return;
        }
        try {
            work.with(connected());
        } catch (MailException e) {
            if (!isOfTheWay(e.problem())) {
                throw e;
            }
            account.failed(e);
            account.listener().state(new SyncState.Offline(e.problem(), java.time.Duration.ZERO));
        }
    }

    /// What is between us and the server, and no fault in what is asked.
    static boolean isOfTheWay(Problem problem) {
        return switch (problem) {
            case Problem.Unreachable _,
                    Problem.Unknown _,
                    Problem.BadCredentials _,
                    Problem.NotTrusted _,
                    Problem.BadCertificate _,
                    Problem.Protocol _,
                    Problem.Refused _ ->
                    true;
            case Problem.Busy _,
                    Problem.NotPermitted _,
                    Problem.NoSuchAccount _,
                    Problem.NoSuchMailbox _,
                    Problem.NoSuchMessage _,
                    Problem.NoSuchFile _,
                    Problem.Malformed _,
                    Problem.BadConfig _,
                    Problem.CannotWrite _,
                    Problem.Failed _,
                    Problem.Cancelled _ ->
                    false;
        };
    }

    private Engine connected() throws MailException {
        if (account.failure().isPresent()) {
            throw account.failure().get();
        }
        if (engine.isPresent() && !engine.get().isBroken()) {
            return engine.get();
        }
        Optional<Engine> parked = account.takeParked();
        engine =
                Optional.of(
                        parked.isPresent()
                                ? parked.get().over(replica)
                                : account.connect(replica, account.listener()));
        return engine.get();
    }

    @Override
    public void fetch(long message, Progress progress) throws MailException {
        connected().fetch(message, progress);
    }

    @Override
    public Set<Long> search(long mailbox, String text) throws MailException {
        return connected().search(mailbox, text);
    }

    @Override
    public void manage(Change change) throws MailException {
        connected().manage(change);
    }

    @Override
    public void left() throws MailException {
        try {
            var held = new Held(replica, account.clock());
            if (!replica.ask(() -> held.free(1)).isEmpty()) {
                tryTo(Engine::replay);
            }
            if (turnstile.isPresent() || account.failure().isPresent()) {
                replica.ask(held::sentence).ifPresent(account.listener()::news);
            }
        } finally {
            engine.ifPresent(account::park);
            turnstile.ifPresent(Turnstile::close);
        }
    }
}
