package hazel.app;

import hazel.config.Config;
import hazel.index.QueryReader;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.search.SearchStore;
import hazel.search.SearchedAccount;
import hazel.store.FoundUid;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Searches;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The workers of all accounts, and how a piece of work finds its own.
final class AccountWorkers {

    private final Accounts accounts;
    private final Workers workers;
    private final Stores stores;
    private final SearchStore searches;
    private final Meanwhile meanwhile = new Meanwhile();
    private final Map<String, AccountWorker> byAccount = new LinkedHashMap<>();

    /// Get messages from other machines, each on a worker of its own.
    private final Map<String, AccountWorker> readers = new LinkedHashMap<>();

    /// Accounts whose last look for changes has not ended.
    private final Set<String> checking = ConcurrentHashMap.newKeySet();

    /// Hears what is to be watched of each account.
    private volatile Watch.Followers followers = Watch.Followers.NONE;

    AccountWorkers(
            Accounts accounts, Workers workers, Caches caches, Stores stores, QueryReader queries) {
        this.accounts = accounts;
        this.workers = workers;
        this.stores = stores;
        var shared = new AccountWorker.Shared(accounts, caches, stores, queries, meanwhile);
        Config config = accounts.config();
        for (SearchedAccount each : SearchedAccounts.of(config, stores)) {
            byAccount.put(each.name(), new AccountWorker(each, shared));
            readers.put(each.name(), new AccountWorker(each, shared));
        }
        searches = SearchedAccounts.store(config, stores, caches.directory(), queries);
        SearchedAccount all = SearchedAccounts.searches(config, () -> searches);
        byAccount.put(all.name(), new AccountWorker(all, shared));
    }

    Accounts accounts() {
        return accounts;
    }

    /// Work on one account, on its worker.
    interface AccountTask {
        void run(AccountWorker worker, Work work) throws MailException;
    }

    /// Work on a mailbox that a screen shows.
    interface ShownTask {
        void run(AccountWorker worker, OpenMailbox mailbox, Work work) throws MailException;
    }

    /// What is to be done, for the user and for whoever answers.
    record Job(Effect effect, String name, Consumer<Msg> report) {

        Workers.Order by(String worker) {
            return new Workers.Order(worker, effect, name, report);
        }
    }

    /// From now on tells what is to be watched.
    void tell(Watch.Followers all) {
        followers = all;
    }

    /// Looks in every account for what other programs did, where the last look has ended.
    void checkAll(Consumer<Msg> report) {
        byAccount.keySet().forEach(name -> check(name, worker -> worker.checkAll(report), report));
    }

    /// Looks in accounts of which something is known to have changed, and at what is listed of
    /// them.
    void checkChanged(Set<String> names, Consumer<Msg> report) {
        for (String name : names) {
            check(
                    name,
                    worker -> {
                        worker.checkAll(report);
                        if (worker.isListedOtherwise()) {
                            list(new Effect.ListMailboxes(), report);
                        }
                    },
                    report);
        }
    }

    private interface Look {
        void at(AccountWorker worker) throws MailException;
    }

    private void check(String name, Look look, Consumer<Msg> report) {
        AccountWorker worker = byAccount.get(name);
        if (worker == null || !checking.add(name)) {
            return;
        }
        var effect = new Effect.CheckMailbox(inbox(name));
        workers.start(
                new Job(effect, "checking " + name, report).by(name),
                _ -> {
                    try {
                        look.at(worker);
                        followers.follow(name, worker.watchable());
                    } finally {
                        checking.remove(name);
                    }
                });
    }

    /// Servers that are not reached are tried again now, and the others asked.
    void nudge() {
        stores.nudge();
    }

    /// Starts work on the account that a mailbox is of.
    void on(MailboxRef ref, Job job, AccountTask task) {
        String name = accounts.full(ref).account();
        workers.start(job.by(name), work -> task.run(worker(name), work));
    }

    /// Work with what is not on this machine.
    interface ServersTask {
        void run(SearchStore searches, Work work) throws MailException;
    }

    /// Starts a search at the servers, one after another, on a worker of their own: no account
    /// waits for it.
    void atServers(Job job, ServersTask task) {
        workers.start(job.by("searches at servers"), work -> task.run(searches, work));
    }

    /// Starts work on a message's octets: on the account's worker where they are on this machine,
    /// sooner where that is just reading the mailbox; on another where they have to be fetched, so
    /// that nothing else of the account waits for that.
    void onMessage(MessageRef message, Job job, OctetsTask task) {
        MailboxRef ref = accounts.full(message.mailbox());
        var wanted =
                new Meanwhile.Wanted(
                        new MessageRef(ref, message.uid()),
                        octets ->
                                workers.now(
                                        job.by(ref.account()),
                                        _ -> task.run(ref.account(), octets)));
        meanwhile.add(wanted);
        workers.start(
                job.by(ref.account()),
                _ -> {
                    if (meanwhile.take(wanted)) {
                        onMessage(worker(ref.account()), message, job, task);
                    }
                });
    }

    private void onMessage(AccountWorker worker, MessageRef message, Job job, OctetsTask task)
            throws MailException {
        Optional<byte[]> here = worker.atHand(message);
        if (here.isPresent()) {
            task.run(worker.name(), here.get());
        } else {
            fetch(FoundUid.own(message), job, task);
        }
    }

    /// What is done with a message of an account.
    interface OctetsTask {
        void run(String account, byte[] octets) throws MailException;

        /// What is done with a message of which only the header is here.
        ///
        /// @param why the rest cannot be had
        default void runWithout(String account, byte[] header, MailException why)
                throws MailException {
            throw why;
        }
    }

    private void fetch(MessageRef message, Job job, OctetsTask task) {
        String account = accounts.full(message.mailbox()).account();
        AccountWorker reader = readers.get(account);
        workers.start(
                job.by("messages of " + account),
                work -> {
                    if (reader == null) {
                        throw new MailException(new Problem.NoSuchAccount(account));
                    }
                    fetch(reader, message, work, task);
                });
    }

    private static void fetch(AccountWorker reader, MessageRef message, Work work, OctetsTask task)
            throws MailException {
        byte[] octets;
        try {
            octets = reader.fetch(message, work.inOctets());
        } catch (MailException e) {
            task.runWithout(reader.name(), reader.header(message).orElseThrow(() -> e), e);
            return;
        }
        task.run(reader.name(), octets);
    }

    private AccountWorker worker(String account) throws MailException {
        return Optional.ofNullable(byAccount.get(account))
                .orElseThrow(() -> new MailException(new Problem.NoSuchAccount(account)));
    }

    /// Starts work on a mailbox that a screen shows; there is none to do where it was closed
    /// meanwhile.
    void onShown(MailboxRef ref, Job job, ShownTask task) {
        on(
                ref,
                job,
                (worker, work) -> {
                    Optional<OpenMailbox> mailbox = worker.shown(ref);
                    if (mailbox.isPresent()) {
                        task.run(worker, mailbox.get(), work);
                    }
                });
    }

    /// Asks every account's worker; whoever answers last tells of all.
    void list(Effect.ListMailboxes effect, Consumer<Msg> report) {
        Map<String, List<MailboxInfo>> found = new ConcurrentHashMap<>();
        for (var each : byAccount.entrySet()) {
            workers.start(
                    new Job(effect, "listing mailboxes", report).by(each.getKey()),
                    _ -> {
                        List<MailboxInfo> mailboxes = List.of();
                        try {
                            mailboxes = each.getValue().list();
                        } finally {
                            found.put(each.getKey(), mailboxes);
                            if (found.size() == byAccount.size()) {
                                report.accept(listed(found));
                            }
                        }
                    });
        }
    }

    private Msg listed(Map<String, List<MailboxInfo>> found) {
        return new Msg.MailboxesListed(
                byAccount.keySet().stream()
                        .filter(name -> !name.equals(Searches.ACCOUNT) || isAnythingSaved())
                        .map(name -> new Msg.AccountMailboxes(name, infos(name, found)))
                        .toList());
    }

    private static List<MailboxInfo> infos(String account, Map<String, List<MailboxInfo>> found) {
        return found.getOrDefault(account, List.of()).stream()
                .map(info ->
                        info.name().equals(Searches.ALL_INBOXES.name()) ? sum(info, found) : info)
                .toList();
    }

    /// All inboxes together, where each has been counted.
    private static MailboxInfo sum(MailboxInfo all, Map<String, List<MailboxInfo>> found) {
        List<MailboxInfo> inboxes =
                found.values().stream()
                        .flatMap(List::stream)
                        .filter(info -> info.name().equals(MailboxName.INBOX))
                        .toList();
        boolean isCounted =
                inboxes.stream().allMatch(info -> info.total() >= 0 && info.unseen() >= 0);
        return isCounted
                ? new MailboxInfo(
                        all.name(),
                        true,
                        inboxes.stream().mapToLong(MailboxInfo::total).sum(),
                        inboxes.stream().mapToLong(MailboxInfo::unseen).sum())
                : all;
    }

    private boolean isAnythingSaved() {
        return !accounts.config().searches().isEmpty() || accounts.config().accounts().size() > 1;
    }

    private static MailboxRef inbox(String account) {
        return new MailboxRef(account, MailboxName.INBOX);
    }

    /// Closes every store, each on its worker.
    void close(Consumer<Msg> report) {
        for (var each : byAccount.entrySet()) {
            var effect = new Effect.CloseMailbox(inbox(each.getKey()));
            workers.start(
                    new Job(effect, "closing", report).by(each.getKey()),
                    _ -> each.getValue().closeAll());
        }
        for (var each : readers.entrySet()) {
            var effect = new Effect.CloseMailbox(inbox(each.getKey()));
            workers.start(
                    new Job(effect, "closing", report).by("messages of " + each.getKey()),
                    _ -> each.getValue().closeAll());
        }
    }
}
