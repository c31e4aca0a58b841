package hazel.app;

import hazel.app.AccountWorker.Transfer;
import hazel.app.AccountWorkers.Job;
import hazel.mail.MailException;
import hazel.mail.Part;
import hazel.mime.MessageParser;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.FoundUid;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Uid;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Performs the effects on mail, each on the worker of the account it belongs to.
final class MailWork {

    private final AccountWorkers accounts;
    private final PartWork parts;
    private final TypedSearch typed;
    private final History history;

    MailWork(AccountWorkers accounts, PartWork parts, TypedSearch typed, History history) {
        this.accounts = accounts;
        this.parts = parts;
        this.typed = typed;
        this.history = history;
    }

    void perform(Effect.OnMail effect, Consumer<Msg> report) {
        switch (effect) {
            case Effect.ListMailboxes list -> accounts.list(list, report);
            case Effect.OpenMailbox(var ref) ->
                    accounts.on(
                            ref,
                            new Job(effect, "opening " + ref, report),
                            (worker, work) -> worker.openMailbox(ref, report, work));
            case Effect.SearchAll search -> typed.perform(search, report);
            case Effect.CloseMailbox(var ref) ->
                    accounts.on(
                            ref,
                            new Job(effect, "closing", report),
                            (worker, _) -> worker.close(ref));
            case Effect.CheckMailbox(var ref) -> {
                accounts.nudge();
                accounts.onShown(
                        ref,
                        new Job(effect, "checking " + ref, report),
                        (worker, mailbox, _) -> worker.check(mailbox, report));
            }
            case Effect.Arrange arrange -> arrange(arrange, report);
            case Effect.Find find -> find(find, report);
            case Effect.Match match -> match(match, report);
            case Effect.CreateMailbox(var ref) ->
                    accounts.on(
                            ref,
                            new Job(effect, "making " + ref, report),
                            (worker, _) -> worker.create(ref.name()));
            case Effect.RenameMailbox(var ref, var to) ->
                    accounts.on(
                            ref,
                            new Job(effect, "renaming " + ref, report),
                            (worker, _) -> worker.rename(ref.name(), to));
            case Effect.DeleteMailbox(var ref) ->
                    accounts.on(
                            ref,
                            new Job(effect, "removing " + ref, report),
                            (worker, _) -> worker.delete(ref.name()));
            case Effect.LoadMessage(var message) ->
                    accounts.onMessage(
                            message,
                            new Job(effect, "reading", report),
                            (_, octets) -> report.accept(loaded(message, octets)));
            case Effect.ReadAs as -> parts.readAs(as, report);
            case Effect.MarkSeen(var message) ->
                    accounts.on(
                            message.mailbox(),
                            new Job(effect, "marking 1 message", report),
                            (worker, _) -> worker.markSeen(message, report));
            case Effect.ChangeFlags change -> changeFlags(change, report);
            case Effect.Move move -> move(move, report);
            case Effect.Copy copy -> copy(copy, report);
            case Effect.File file -> file(file, report);
            case Effect.Expunge(var ref) ->
                    accounts.on(
                            ref,
                            new Job(effect, "expunging " + ref, report),
                            (worker, work) -> {
                                int count = worker.expunge(ref, report, work);
                                String what = messages(count) + " removed for good";
                                report.accept(said(work.isStopped() ? "stopped: " + what : what));
                            });
            case Effect.SaveParts save -> parts.save(save, report);
            case Effect.Pipe pipe -> parts.pipe(pipe, report);
            case Effect.ViewPart view -> parts.view(view, report);
        }
    }

    private static Msg loaded(MessageRef message, byte[] octets) {
        Part root = MessageParser.parse(octets);
        return new Msg.MessageLoaded(
                message,
                new Msg.LoadedMessage(
                        root.header(),
                        root,
                        Readable.of(octets, root, Preference.PLAIN_FIRST),
                        octets));
    }

    private void arrange(Effect.Arrange arrange, Consumer<Msg> report) {
        accounts.onShown(
                arrange.mailbox(),
                new Job(arrange, "arranging " + arrange.mailbox(), report),
                (_, mailbox, work) -> {
                    mailbox.arrange(arrange, work);
                    report.accept(new Msg.ViewChanged(mailbox.name(), mailbox.view()));
                    if (mailbox.messagesRead() > 0) {
                        report.accept(
                                Msg.Noticed.of(
                                        messages(mailbox.messagesRead())
                                                + " not indexed yet: scanned"));
                    }
                    tellMissed(mailbox, report);
                });
    }

    /// Says of how many messages nobody knows whether they fit what was asked.
    private static void tellMissed(OpenMailbox mailbox, Consumer<Msg> report) {
        mailbox.messagesMissed().note().ifPresent(note -> report.accept(said(note)));
    }

    private void find(Effect.Find find, Consumer<Msg> report) {
        accounts.onShown(
                find.mailbox(),
                new Job(find, "searching", report),
                (_, mailbox, work) -> {
                    report.accept(new Msg.Found(find.mailbox(), mailbox.find(find, work)));
                    tellMissed(mailbox, report);
                });
    }

    private void match(Effect.Match match, Consumer<Msg> report) {
        accounts.onShown(
                match.mailbox(),
                new Job(match, "searching", report),
                (_, mailbox, work) -> {
                    report.accept(
                            new Msg.Matched(
                                    match.mailbox(),
                                    match.purpose(),
                                    mailbox.matching(match.query(), work)));
                    tellMissed(mailbox, report);
                });
    }

    private void changeFlags(Effect.ChangeFlags effect, Consumer<Msg> report) {
        accounts.on(
                effect.mailbox(),
                new Job(effect, "marking " + messages(effect.uids().size()), report),
                (worker, work) -> {
                    var transfer = new Transfer(report, work);
                    var done =
                            worker.changeFlags(
                                    effect.mailbox(), effect.uids(), effect.change(), transfer);
                    did(
                            done,
                            effect.uids(),
                            changed(effect.change()),
                            new Told(effect, report, work));
                });
    }

    /// Who hears what came of work.
    private record Told(Effect effect, Consumer<Msg> report, Work work) {}

    /// Tells what was done, which is less than was asked for where that was stopped or failed, or
    /// messages were gone.
    ///
    /// @param deed `moved to lists`
    private void did(Done done, List<Uid> asked, String deed, Told told) throws MailException {
        int count = done.undo().count();
        String which =
                count == asked.size()
                        ? messages(asked.size())
                        : String.format("%,d of %s", count, messages(asked.size()));
        String what = which + " " + deed;
        if (count == 0) {
            done.orThrow();
        }
        if (count > 0) {
            history.add(OwnMailboxes.of(done.undo()), what);
        }
        if (done.failure().isPresent()) {
            var problem = done.failure().get().problem();
            told.report().accept(new Msg.Failed(told.effect(), problem));
            String rest = String.format("%,d not", asked.size() - count);
            told.report().accept(Msg.Noticed.undoable(what + ", " + rest));
            return;
        }
        String said = told.work().isStopped() ? "stopped: " + what : what;
        told.report().accept(count > 0 ? Msg.Noticed.undoable(said) : said(said));
    }

    /// `marked deleted, no longer important`.
    private static String changed(FlagChange change) {
        var words = new ArrayList<String>();
        change.add().forEach(flag -> words.add("marked " + word(flag)));
        change.remove().forEach(flag -> words.add(taken(flag)));
        change.addKeywords().stream().sorted().forEach(word -> words.add("labelled " + word));
        change.removeKeywords().stream()
                .sorted()
                .forEach(word -> words.add("no longer labelled " + word));
        return String.join(", ", words);
    }

    private static String taken(Flag flag) {
        return flag == Flag.SEEN ? "marked new" : "no longer marked " + word(flag);
    }

    private static String word(Flag flag) {
        return switch (flag) {
            case SEEN -> "read";
            case ANSWERED -> "answered";
            case FLAGGED -> "important";
            case DELETED -> "deleted";
            case DRAFT -> "a draft";
            case FORWARDED -> "forwarded";
            case RECENT -> "recent";
        };
    }

    private void move(Effect.Move effect, Consumer<Msg> report) {
        MailboxRef target = accounts.accounts().full(effect.target());
        accounts.on(
                effect.mailbox(),
                new Job(effect, "moving to " + target, report),
                (worker, work) -> {
                    var transfer = new Transfer(report, work);
                    var done = worker.move(effect.mailbox(), effect.uids(), target, transfer);
                    did(done, effect.uids(), "moved to " + target, new Told(effect, report, work));
                });
    }

    /// Those of each account to its own mailbox.
    private void file(Effect.File effect, Consumer<Msg> report) {
        accounts.on(
                effect.mailbox(),
                new Job(effect, "filing " + messages(effect.uids().size()), report),
                (worker, work) -> {
                    var byAccount = new LinkedHashMap<String, List<Uid>>();
                    for (Uid uid : effect.uids()) {
                        byAccount
                                .computeIfAbsent(
                                        own(effect.mailbox(), uid).account(),
                                        _ -> new ArrayList<>())
                                .add(uid);
                    }
                    for (var each : byAccount.entrySet()) {
                        MailboxRef target = worker.made(each.getKey(), effect.purpose());
                        List<Uid> elsewhere =
                                each.getValue().stream()
                                        .filter(u -> !own(effect.mailbox(), u).equals(target))
                                        .toList();
                        if (elsewhere.isEmpty()) {
                            report.accept(said("in " + target + " already"));
                            continue;
                        }
                        var transfer = new Transfer(report, work);
                        var done = worker.move(effect.mailbox(), elsewhere, target, transfer);
                        did(done, elsewhere, "moved to " + target, new Told(effect, report, work));
                    }
                });
    }

    /// The mailbox that a message is in, which is another one where it was found.
    private MailboxRef own(MailboxRef shown, Uid uid) {
        return accounts.accounts().full(FoundUid.own(new MessageRef(shown, uid)).mailbox());
    }

    private void copy(Effect.Copy effect, Consumer<Msg> report) {
        MailboxRef target = accounts.accounts().full(effect.target());
        accounts.on(
                effect.mailbox(),
                new Job(effect, "copying to " + target, report),
                (worker, work) -> {
                    var transfer = new Transfer(report, work);
                    var done = worker.copy(effect.mailbox(), effect.uids(), target, transfer);
                    did(done, effect.uids(), "copied to " + target, new Told(effect, report, work));
                });
    }

    /// Takes back what was done to mail.
    ///
    /// @param what was done
    void undo(Undoable.OnMail undoable, String what, Consumer<Msg> report) {
        accounts.on(
                undoable.mailbox(),
                new Job(new Effect.Undo(), "taking back", report),
                (worker, work) -> {
                    try {
                        worker.undo(undoable, new Transfer(report, work));
                    } catch (MailException e) {
                        history.add(undoable, what); // the rest of it, once more
                        throw e;
                    }
                    if (work.isStopped()) {
                        history.add(undoable, what);
                        report.accept(said("stopped; not all is taken back of: " + what));
                    } else {
                        report.accept(said("taken back: " + what));
                    }
                });
    }

    /// Marks the message that a sent one answers, as its notes say.
    void markAnswered(Map<String, String> notes, Consumer<Msg> report) {
        AnsweredMarks.message(notes)
                .ifPresent(message -> {
                    var change = AnsweredMarks.change(notes);
                    var uids = List.of(message.uid());
                    var effect = new Effect.ChangeFlags(message.mailbox(), uids, change);
                    accounts.on(
                            message.mailbox(),
                            new Job(effect, "marking what was answered", report),
                            (worker, work) -> {
                                var transfer = new Transfer(report, work);
                                worker.changeFlags(message.mailbox(), uids, change, transfer)
                                        .orThrow();
                            });
                });
    }

    static Msg said(String text) {
        return Msg.Noticed.of(text);
    }

    private static String messages(int count) {
        return count == 1 ? "1 message" : String.format("%,d messages", count);
    }
}
