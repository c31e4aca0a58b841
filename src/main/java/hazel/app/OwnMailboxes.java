package hazel.app;

import hazel.index.KeptUids;
import hazel.store.FoundUid;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Searches;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was done in a search as what was done in the mailboxes of the messages, so that it can be
/// taken back when the search finds others or is gone.
final class OwnMailboxes {

    private OwnMailboxes() {}

    static Undoable of(Undoable.OnMail done) {
        return switch (done) {
            case Undoable.Flagged flagged when Searches.isOne(flagged.mailbox()) ->
                    new Undoable.Several(flagged(flagged));
            case Undoable.Moved moved when Searches.isOne(moved.origin()) ->
                    new Undoable.Several(moved(moved));
            case Undoable.Flagged _, Undoable.Moved _, Undoable.Copied _ -> done;
        };
    }

    private static List<Undoable.OnMail> flagged(Undoable.Flagged done) {
        Map<MailboxRef, List<Undoable.Flagged.Alike>> own = new LinkedHashMap<>();
        for (Undoable.Flagged.Alike alike : done.before()) {
            FoundUid.byMailbox(alike.uids().uids())
                    .forEach((mailbox, uids) ->
                            own.computeIfAbsent(mailbox, _ -> new ArrayList<>())
                                    .add(
                                            new Undoable.Flagged.Alike(
                                                    alike.state(), KeptUids.of(uids))));
        }
        List<Undoable.OnMail> all = new ArrayList<>();
        own.forEach((mailbox, before) -> all.add(new Undoable.Flagged(mailbox, before)));
        return all;
    }

    private static List<Undoable.OnMail> moved(Undoable.Moved done) {
        Map<MailboxRef, List<Mailbox.Moved>> own = new LinkedHashMap<>();
        for (Mailbox.Moved each : done.moved()) {
            MessageRef from = FoundUid.own(each.from());
            own.computeIfAbsent(from.mailbox(), _ -> new ArrayList<>())
                    .add(new Mailbox.Moved(from.uid(), each.to()));
        }
        List<Undoable.OnMail> all = new ArrayList<>();
        own.forEach((origin, moved) -> all.add(new Undoable.Moved(done.mailbox(), origin, moved)));
        return all;
    }
}
