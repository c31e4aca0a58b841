package hazel.app;

import hazel.app.AccountWorker.Transfer;
import hazel.config.Config;
import hazel.config.Places;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mime.Content;
import hazel.mime.MessageParser;
import hazel.mime.MessageText;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Uid;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Performs the effects on mail, each on the worker of the account it belongs to.
final class MailWork {

    private final Accounts accounts;
    private final Places places;
    private final Workers workers;
    private final History history;
    private final Map<String, AccountWorker> byAccount = new LinkedHashMap<>();

    /// Accounts whose last look for changes has not ended.
    private final Set<String> checking = ConcurrentHashMap.newKeySet();

    MailWork(Accounts accounts, Places places, Workers workers, Clock clock) {
        this.accounts = accounts;
        this.places = places;
        this.workers = workers;
        this.history = new History();
        for (Config.Account each : accounts.config().accounts()) {
            byAccount.put(each.name(), new AccountWorker(each, accounts, clock));
        }
    }

    History history() {
        return history;
    }

    /// Work on one account, on its worker.
    interface AccountTask {
        void run(AccountWorker worker, Work work) throws MailException;
    }

    void perform(Effect.OnMail effect, Consumer<Msg> report) {
        switch (effect) {
            case Effect.ListMailboxes list -> list(list, report);
            case Effect.Undo undo -> undo(undo, report);
            case Effect.OpenMailbox(var ref) ->
                    on(
                            ref,
                            order(effect, "opening " + ref, report),
                            (worker, work) -> worker.openMailbox(ref, report, work));
            case Effect.CloseMailbox(var ref) ->
                    on(ref, order(effect, "closing", report), (worker, _) -> worker.close(ref));
            case Effect.CheckMailbox(var ref) ->
                    shown(ref, order(effect, "checking " + ref, report), AccountWorker::check);
            case Effect.Arrange arrange -> arrange(arrange, report);
            case Effect.Find find -> find(find, report);
            case Effect.Match match -> match(match, report);
            case Effect.CreateMailbox(var ref) ->
                    on(
                            ref,
                            order(effect, "making " + ref, report),
                            (worker, _) -> worker.create(ref.name()));
            case Effect.RenameMailbox(var ref, var to) ->
                    on(
                            ref,
                            order(effect, "renaming " + ref, report),
                            (worker, _) -> worker.rename(ref.name(), to));
            case Effect.DeleteMailbox(var ref) ->
                    on(
                            ref,
                            order(effect, "removing " + ref, report),
                            (worker, _) -> worker.delete(ref.name()));
            case Effect.LoadMessage(var message) ->
                    on(
                            message.mailbox(),
                            order(effect, "reading", report),
                            (worker, _) -> report.accept(worker.load(message)));
            case Effect.ChangeFlags change -> changeFlags(change, report);
            case Effect.Move move -> move(move, report);
            case Effect.Copy copy -> copy(copy, report);
            case Effect.Expunge(var ref) ->
                    on(
                            ref,
                            order(effect, "expunging " + ref, report),
                            (worker, work) -> {
                                int count = worker.expunge(ref, report, work);
                                report.accept(said(messages(count) + " removed for good"));
                            });
            case Effect.SaveParts save -> save(save, report);
            case Effect.Pipe pipe -> pipe(pipe, report);
            case Effect.ViewPart view -> view(view, report);
        }
    }

    /// Looks in every account for what other programs did, where the last look has ended.
    void checkAll(Consumer<Msg> report) {
        for (var each : byAccount.entrySet()) {
            String name = each.getKey();
            if (checking.add(name)) {
                var effect = new Effect.CheckMailbox(inbox(name));
                workers.start(
                        new Workers.Order(name, effect, "checking " + name, report),
                        _ -> {
                            try {
                                each.getValue().checkAll(report);
                            } finally {
                                checking.remove(name);
                            }
                        });
            }
        }
    }

    /// Starts work on the account that a mailbox is of.
    void on(MailboxRef ref, Workers.Order order, AccountTask task) {
        String name = accounts.full(ref).account();
        var named = new Workers.Order(name, order.effect(), order.name(), order.report());
        workers.start(named, work -> task.run(worker(name), work));
    }

    private static Workers.Order order(Effect effect, String name, Consumer<Msg> report) {
        return new Workers.Order("", effect, name, report);
    }

    private AccountWorker worker(String account) throws MailException {
        return Optional.ofNullable(byAccount.get(account))
                .orElseThrow(() -> new MailException(new Problem.NoSuchMailbox(account)));
    }

    private interface ShownTask {
        void run(AccountWorker worker, OpenMailbox mailbox, Work work) throws MailException;
    }

    private interface CheckTask {
        void run(AccountWorker worker, OpenMailbox mailbox, Consumer<Msg> report)
                throws MailException;
    }

    private void shown(MailboxRef ref, Workers.Order order, CheckTask task) {
        onShown(ref, order, (worker, mailbox, _) -> task.run(worker, mailbox, order.report()));
    }

    /// Work on a mailbox that a screen shows; there is none to do where it was closed meanwhile.
    private void onShown(MailboxRef ref, Workers.Order order, ShownTask task) {
        on(
                ref,
                order,
                (worker, work) -> {
                    Optional<OpenMailbox> mailbox = worker.shown(ref);
                    if (mailbox.isPresent()) {
                        task.run(worker, mailbox.get(), work);
                    }
                });
    }

    private void arrange(Effect.Arrange arrange, Consumer<Msg> report) {
        onShown(
                arrange.mailbox(),
                order(arrange, "arranging " + arrange.mailbox(), report),
                (_, mailbox, work) -> {
                    mailbox.arrange(arrange, work);
                    report.accept(new Msg.ViewChanged(mailbox.name(), mailbox.view()));
                });
    }

    private void find(Effect.Find find, Consumer<Msg> report) {
        onShown(
                find.mailbox(),
                order(find, "searching", report),
                (_, mailbox, work) ->
                        report.accept(new Msg.Found(find.mailbox(), mailbox.find(find, work))));
    }

    private void match(Effect.Match match, Consumer<Msg> report) {
        onShown(
                match.mailbox(),
                order(match, "searching", report),
                (_, mailbox, work) ->
                        report.accept(
                                new Msg.Matched(
                                        match.mailbox(),
                                        match.purpose(),
                                        mailbox.matching(match.query(), work))));
    }

    private void changeFlags(Effect.ChangeFlags effect, Consumer<Msg> report) {
        int count = effect.uids().size();
        on(
                effect.mailbox(),
                order(effect, "marking " + messages(count), report),
                (worker, _) -> {
                    var undo =
                            worker.changeFlags(
                                    effect.mailbox(), effect.uids(), effect.change(), report);
                    if (count == 1 && effect.change().equals(FlagChange.adding(Flag.SEEN))) {
                        return; // reading is not a deed to take back
                    }
                    history.add(undo);
                    flagged(effect.change(), count)
                            .ifPresent(text -> report.accept(new Msg.Noticed(text, true)));
                });
    }

    private static Optional<String> flagged(FlagChange change, int count) {
        if (change.add().contains(Flag.DELETED)) {
            return Optional.of(messages(count) + " marked deleted");
        }
        if (change.remove().contains(Flag.DELETED)) {
            return Optional.of(messages(count) + " no longer marked deleted");
        }
        return count > 1 ? Optional.of(messages(count) + " marked") : Optional.empty();
    }

    private void move(Effect.Move effect, Consumer<Msg> report) {
        MailboxRef target = accounts.full(effect.target());
        on(
                effect.mailbox(),
                order(effect, "moving to " + target, report),
                (worker, work) -> {
                    var transfer = new Transfer(report, work);
                    var undo = worker.move(effect.mailbox(), effect.uids(), target, transfer);
                    history.add(undo);
                    report.accept(
                            new Msg.Noticed(
                                    messages(undo.moved().size()) + " moved to " + target, true));
                });
    }

    private void copy(Effect.Copy effect, Consumer<Msg> report) {
        MailboxRef target = accounts.full(effect.target());
        on(
                effect.mailbox(),
                order(effect, "copying to " + target, report),
                (worker, work) -> {
                    var transfer = new Transfer(report, work);
                    var undo = worker.copy(effect.mailbox(), effect.uids(), target, transfer);
                    history.add(undo);
                    report.accept(
                            new Msg.Noticed(
                                    messages(undo.copies().size()) + " copied to " + target, true));
                });
    }

    private void undo(Effect.Undo effect, Consumer<Msg> report) {
        Optional<Undoable> last = history.take();
        if (last.isEmpty()) {
            report.accept(said("there is nothing to take back"));
            return;
        }
        Undoable undoable = last.get();
        on(
                undoable.mailbox(),
                order(effect, "taking back", report),
                (worker, work) -> {
                    worker.undo(undoable, report, work);
                    report.accept(said("taken back"));
                });
    }

    /// Marks the message that a sent one answers, as its notes say.
    void markAnswered(Map<String, String> notes, Consumer<Msg> report) {
        String[] answers = notes.getOrDefault(SentNotes.ANSWERS, "").split("\t", -1);
        if (answers.length == 3 && !answers[1].isEmpty()) {
            boolean isForward = notes.getOrDefault(SentNotes.MARK, "").equals(SentNotes.FORWARDED);
            var mailbox = new MailboxRef(answers[0], new MailboxName(answers[1]));
            var change = FlagChange.adding(isForward ? Flag.FORWARDED : Flag.ANSWERED);
            var uids = List.of(new Uid(answers[2]));
            on(
                    mailbox,
                    order(
                            new Effect.ChangeFlags(mailbox, uids, change),
                            "marking what was answered",
                            report),
                    (worker, _) -> worker.changeFlags(mailbox, uids, change, report));
        }
    }

    /// Asks every account's worker; whoever answers last tells of all.
    private void list(Effect.ListMailboxes effect, Consumer<Msg> report) {
        Map<String, List<MailboxInfo>> found = new ConcurrentHashMap<>();
        for (var each : byAccount.entrySet()) {
            workers.start(
                    new Workers.Order(each.getKey(), effect, "listing mailboxes", report),
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
                        .map(name ->
                                new Msg.AccountMailboxes(name, found.getOrDefault(name, List.of())))
                        .toList());
    }

    private void save(Effect.SaveParts effect, Consumer<Msg> report) {
        onMessage(
                effect.message(),
                order(effect, "saving", report),
                octets -> {
                    Path path = places.path(effect.path());
                    List<Path> files = PartFiles.save(octets, effect.parts(), path);
                    String names =
                            files.size() == 1
                                    ? files.getFirst().toString()
                                    : files.size() + " files in " + path;
                    report.accept(said("saved " + Harmless.line(names)));
                });
    }

    private void pipe(Effect.Pipe effect, Consumer<Msg> report) {
        onMessage(
                effect.message(),
                order(effect, "running " + Harmless.line(effect.command()), report),
                octets -> {
                    byte[] input =
                            effect.part().isEmpty() ? octets : decoded(octets, effect.part());
                    List<String> lines = Programs.pipe(effect.command(), input);
                    report.accept(
                            lines.isEmpty()
                                    ? said(Harmless.line(effect.command()) + " has ended well")
                                    : new Msg.Printed(effect.command(), lines));
                });
    }

    private void view(Effect.ViewPart effect, Consumer<Msg> report) {
        onMessage(
                effect.message(),
                order(effect, "reading", report),
                octets -> {
                    var part = PartFiles.part(MessageParser.parse(octets), effect.part());
                    int columns = accounts.config().screen().readableColumns();
                    String name = part.fileName().orElse(part.mediaType().toString());
                    report.accept(
                            new Msg.TextLoaded(
                                    effect.message(),
                                    Harmless.line(name),
                                    MessageText.lines(octets, part, columns)));
                });
    }

    private static byte[] decoded(byte[] message, String number) throws MailException {
        return Content.octets(message, PartFiles.part(MessageParser.parse(message), number));
    }

    private interface OctetsTask {
        void run(byte[] octets) throws MailException;
    }

    private void onMessage(MessageRef message, Workers.Order order, OctetsTask task) {
        on(message.mailbox(), order, (worker, _) -> task.run(worker.fetch(message)));
    }

    private static MailboxRef inbox(String account) {
        return new MailboxRef(account, MailboxName.INBOX);
    }

    private static Msg said(String text) {
        return new Msg.Noticed(text, false);
    }

    private static String messages(int count) {
        return count == 1 ? "1 message" : String.format("%,d messages", count);
    }

    /// Closes every store, each on its worker.
    void close(Consumer<Msg> report) {
        for (var each : byAccount.entrySet()) {
            var effect = new Effect.CloseMailbox(inbox(each.getKey()));
            workers.start(
                    new Workers.Order(each.getKey(), effect, "closing", report),
                    _ -> each.getValue().closeAll());
        }
    }
}
