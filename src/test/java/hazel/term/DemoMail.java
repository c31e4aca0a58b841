package hazel.term;

import hazel.compose.Draft;
import hazel.compose.Identity;
import hazel.contacts.AddressBook;
import hazel.index.Facts;
import hazel.index.KeptUids;
import hazel.index.Query;
import hazel.index.RowSet;
import hazel.index.Snapshot;
import hazel.index.Sort;
import hazel.index.View;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Part;
import hazel.mime.HeaderParser;
import hazel.mime.MessageParser;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.store.Change;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.maildir.MaildirStore;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Enough of what the screens ask for, on a real Maildir, to see them at work: on the calling
/// thread, nothing is sent, nothing is moved.
final class DemoMail {

    private final MaildirStore store;
    private MailboxRef name;
    private Mailbox mailbox;
    private Snapshot snapshot = Snapshot.EMPTY;
    private Effect.Arrange arrangement;

    DemoMail(Path root, MailboxRef first) throws MailException {
        store = MaildirStore.open(root, Clock.systemDefaultZone());
        open(first);
    }

    private void open(MailboxRef mailboxName) throws MailException {
        name = mailboxName;
        mailbox = store.open(name.name());
        var builder = Snapshot.builder();
        mailbox.scan(builder::add, Progress.UNWATCHED);
        snapshot = builder.build();
        arrangement = new Effect.Arrange(name, Sort.DEFAULT, "", KeptUids.NONE, KeptUids.NONE);
    }

    void perform(Effect effect, Consumer<Msg> report) throws MailException {
        switch (effect) {
            case Effect.OpenMailbox(var m) -> {
                open(m);
                report.accept(new Msg.MailboxOpened(m, view(), false, true));
            }
            case Effect.Arrange arrange -> {
                arrangement = arrange;
                report.accept(new Msg.ViewChanged(name, view()));
            }
            case Effect.ChangeFlags(_, var uids, var change) -> {
                List<Change> changes = mailbox.changeFlags(uids, change);
                snapshot = snapshot.apply(changes);
                report.accept(new Msg.ViewChanged(name, view()));
                report.accept(Msg.Noticed.undoable(uids.size() + " changed"));
            }
            case Effect.Find(var m, var query, int from, var way) ->
                    report.accept(new Msg.Found(m, find(query, from, way)));
            case Effect.Match(var m, var query, var purpose) -> {
                var uids = RowSet.where(snapshot, predicate(query));
                report.accept(new Msg.Matched(m, purpose, uids));
            }
            case Effect.LoadMessage(MessageRef message) ->
                    report.accept(new Msg.MessageLoaded(message, load(message.uid())));
            case Effect.ReadAs(MessageRef message, var preference) -> {
                byte[] octets = mailbox.fetch(message.uid());
                report.accept(
                        new Msg.ReadAs(
                                message,
                                preference,
                                Readable.of(octets, MessageParser.parse(octets), preference)));
            }
            case Effect.ListMailboxes _ ->
                    report.accept(
                            new Msg.MailboxesListed(
                                    List.of(
                                            new Msg.AccountMailboxes(
                                                    name.account(), store.list()))));
            case Effect.Compose _ ->
                    report.accept(
                            new Msg.Composing(
                                    "d1",
                                    Draft.blank(
                                            Identity.of(
                                                    Address.parse("me@example.org").orElseThrow())),
                                    List.of(),
                                    AddressBook.of(
                                            Map.of(
                                                    "ada",
                                                    List.of("Ada Lovelace <ada@example.org>"),
                                                    "adam",
                                                    List.of("Adam Ries <adam@example.net>")),
                                            List.of())));
            case Effect.ListOutbox _ -> report.accept(new Msg.OutboxListed(List.of()));
            case Effect.ListDrafts _ -> report.accept(new Msg.DraftsListed(List.of()));
            case Effect.SaveDraft _, Effect.CheckMailbox _, Effect.CloseMailbox _ -> {}
            default -> report.accept(Msg.Noticed.of(effect.toString()));
        }
    }

    private View view() {
        return View.of(
                snapshot,
                arrangement.sort(),
                RowSet.where(snapshot, predicate(arrangement.limit())),
                arrangement.folded());
    }

    private IntPredicate predicate(String text) {
        if (text.isEmpty()) {
            return _ -> true;
        }
        var facts =
                new Facts(
                        arrangement.tagged(),
                        Set.of("me@example.org"),
                        Instant.now(),
                        ZoneId.systemDefault(),
                        _ -> "");
        return switch (Query.parse(text, LocalDate.now(ZoneId.systemDefault()))) {
            case Query.Parsed(var query) -> row -> query.matches(snapshot, row, facts);
            case Query.Wrong _ -> _ -> false;
        };
    }

    private int find(String query, int from, Effect.Direction way) {
        View view = view();
        IntPredicate fits = predicate(query);
        int step = way == Effect.Direction.FORWARD ? 1 : -1;
        for (int i = 1; i <= view.size(); i++) {
            int at = Math.floorMod(from + step * i, view.size());
            if (fits.test(view.row(at))) {
                return at;
            }
        }
        return -1;
    }

    private Msg.LoadedMessage load(Uid uid) throws MailException {
        byte[] octets = mailbox.fetch(uid);
        Part root = MessageParser.parse(octets);
        return new Msg.LoadedMessage(
                HeaderParser.parse(octets, 0, octets.length),
                root,
                Readable.of(octets, root, Preference.PLAIN_FIRST),
                octets);
    }
}
