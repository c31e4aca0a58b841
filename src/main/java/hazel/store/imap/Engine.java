package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Quota;
import hazel.store.Progress;
import hazel.store.Sort;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A connection with all that is done over it to keep a replica and its server alike. Used by one
/// thread at a time.
final class Engine implements AutoCloseable {

    private final Replica replica;
    private final Connection connection;
    private final Commands commands;
    private final Lists lists;
    private final MailboxSync sync;
    private final Replay replay;
    private final Fetching fetching;
    private final Held held;
    private final Account account;
    private Interlude interlude = () -> {};
    private Orders orders = _ -> Sort.DEFAULT;
    private boolean isBetween;
    private boolean isReplaying;
    private boolean isListed;

    /// Whose connection it is.
    ///
    /// @param listener hears of what was done over it
    record Account(ImapServer server, SyncState.Listener listener, Choice choice, Clock clock) {}

    private Engine(Replica replica, Connection connection, Account account) {
        this.replica = replica;
        this.connection = connection;
        this.account = account;
        this.commands = new Commands(connection);
        this.lists = new Lists(connection);
        this.held = new Held(replica, account.clock());
        this.sync = new MailboxSync(replica, commands, new Turn());
        this.replay = new Replay(held, commands, sync, this::free, account.listener()::news);
        this.fetching = new Fetching(replica, commands);
    }

    static Engine connect(Replica replica, Account account) throws MailException {
        return new Engine(replica, Connection.open(account.server()), account);
    }

    /// The same connection for another replica of the account, whose thread uses it from now on.
    Engine over(Replica other) {
        var engine = new Engine(other, connection, account);
        engine.isListed = isListed;
        return engine;
    }

    boolean isBroken() {
        return connection.isBroken();
    }

    /// As in [Connection#silence].
    Duration silence() {
        return connection.silence();
    }

    /// Ends the connection; from any thread.
    void abort() {
        connection.abort();
    }

    /// What has its turn in the middle of work that takes long.
    interface Interlude {
        void take() throws MailException;
    }

    void between(Interlude other) {
        interlude = other;
    }

    /// In which order somebody looks at each mailbox.
    interface Orders {
        Sort of(long mailbox);
    }

    void ordered(Orders other) {
        orders = other;
    }

    private final class Turn implements MailboxSync.Turn {

        @Override
        public void taken(Mailboxes.Box box, long done, long total) throws MailException {
            account.listener().progress(box.name().value(), done, total);
            turn();
        }

        @Override
        public Sort order(Mailboxes.Box box) {
            return orders.of(box.id());
        }
    }

    private void turn() throws MailException {
        replay();
        if (!isBetween) {
            isBetween = true;
            try {
                interlude.take();
            } finally {
                isBetween = false;
            }
        }
    }

    /// Does at the server what waits to be done there.
    void replay() throws MailException {
        if (isReplaying) {
            return;
        }
        isReplaying = true;
        try {
            replay.all();
        } finally {
            isReplaying = false;
        }
    }

    /// Tries all of it again, whatever the server refused for now.
    void replayAll() throws MailException {
        replica.change(() -> {
            held.release();
            return 0;
        });
        replay();
    }

    /// Does at the server what waits to be done there, and what there was no room for where there
    /// is more now.
    void replayWhatFits() throws MailException {
        if (replica.ask(held::isForRoom)) {
            OptionalLong free = free();
            replica.change(() -> {
                if (free.isPresent()) {
                    held.roomIs(free.getAsLong());
                }
                return 0;
            });
        }
        replay();
    }

    private OptionalLong free() throws MailException {
        return lists.quotas().stream()
                .filter(q -> q.resource().equals("STORAGE"))
                .mapToLong(Quota::free)
                .min();
    }

    /// Lists the mailboxes, where that was not done over this connection.
    void listOnce() throws MailException {
        if (!isListed) {
            list();
        }
    }

    /// Lists the mailboxes anew.
    ///
    /// @return those in which something happened, the inbox first
    List<Long> list() throws MailException {
        Lists.Told told = lists.all();
        isListed = true;
        return replica.change(() -> {
            replica.mailboxes().listed(told.mailboxes());
            List<Long> changed = new ArrayList<>();
            for (Mailboxes.Box box : replica.mailboxes().all()) {
                Optional<Lists.Status> status =
                        Optional.ofNullable(told.statuses().get(box.server()));
                if (status.isPresent()) {
                    replica.mailboxes().counted(box.id(), status.get());
                }
                if (account.choice().isListed(box)
                        && status.map(s -> s.isOther(box)).orElse(true)) {
                    changed.add(isInbox(box) ? 0 : changed.size(), box.id());
                }
            }
            return changed;
        });
    }

    /// Says where a person will soon have no room at the server.
    void tellQuota() throws MailException {
        for (Quota each : lists.quotas()) {
            if (each.isNearlyUsed()) {
                account.listener()
                        .news("hardly any room is left at " + connection.host() + ": " + each);
            }
        }
    }

    private static boolean isInbox(Mailboxes.Box box) {
        return box.name().equals(hazel.store.MailboxName.INBOX);
    }

    void sync(long mailbox) throws MailException {
        try {
            sync.sync(mailbox);
        } catch (MailException e) {
            if (e.problem() instanceof Problem.Refused && !isBroken()) {
                account.listener().news("a mailbox cannot be read: " + e.problem().message());
                return;
            }
            throw e;
        }
    }

    /// Gets a message that is not kept, and keeps it.
    void fetch(long message, Progress progress) throws MailException {
        fetching.fetch(message, progress);
    }

    /// Which of those that are not kept have a text in their bodies, by their numbers.
    Set<Long> search(long mailbox, String text) throws MailException {
        return fetching.search(mailbox, text);
    }

    /// Keeps what is to be kept.
    void keep() throws MailException {
        for (Mailboxes.Box box : replica.ask(() -> replica.mailboxes().all())) {
            Optional<Instant> from =
                    account.choice().kept().in(box.name()).since(account.clock().instant());
            if (from.isEmpty()) {
                continue;
            }
            new Gathering(replica, fetching, this::turn).gather(box, from.get());
        }
    }

    void manage(Remote.Change change) throws MailException {
        Lists.Space space = lists.space();
        switch (change) {
            case Remote.Create(var name) -> {
                String server = Names.server(name, space.prefix(), space.delimiter());
                connection.run("CREATE", connection.name(server), Connection.USUAL);
                connection.run("SUBSCRIBE", connection.name(server), Connection.USUAL);
            }
            case Remote.Rename(var box, var to) -> {
                replay();
                commands.leave();
                String server = Names.server(to, space.prefix(), space.delimiter());
                connection.run(
                        "RENAME",
                        connection.name(box.server()).append(connection.name(server)),
                        Connection.USUAL);
                replica.change(() -> {
                    replica.mailboxes().renamed(box.id(), to, server);
                    return 0;
                });
            }
            case Remote.Delete(var box) -> {
                replay();
                commands.leave();
                connection.run("DELETE", connection.name(box.server()), Connection.USUAL);
                replica.change(() -> {
                    replica.mailboxes().forget(box.id());
                    return 0;
                });
            }
        }
        list();
    }

    @Override
    public void close() {
        connection.close();
    }
}
