package hazel.cli;

import hazel.app.SearchedAccounts;
import hazel.config.Config;
import hazel.index.RowEntry;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.search.BodyTexts;
import hazel.store.FoundUid;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Searches;
import hazel.store.Uid;

import jakarta.json.JsonObject;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/// A mailbox whose messages are listed, or a search of several, whose messages are called by the
/// names that they have in their own mailboxes.
///
/// @param name as typed
/// @param mine the reader's own addr-specs
record Listed(
        String name,
        MailboxRef ref,
        Set<String> mine,
        MessageStore store,
        Mailbox mailbox,
        Snapshot snapshot,
        BodyTexts texts)
        implements AutoCloseable {

    static Listed open(Session session, Config config, String name) throws MailException {
        Optional<MailboxRef> search = Session.search(name);
        return search.isPresent()
                ? search(session, config, name, search.get())
                : mailbox(session, name, session.place(config, name), config);
    }

    private static Listed mailbox(Session session, String name, Session.Place place, Config config)
            throws MailException {
        MessageStore store = session.store(config, place.account());
        Mailbox mailbox = store.open(place.name());
        return new Listed(
                name,
                new MailboxRef(place.account().name(), place.name()),
                place.account().mine(),
                store,
                mailbox,
                session.known(place, mailbox).snapshot(Progress.UNWATCHED),
                session.texts(place, mailbox));
    }

    private static Listed search(Session session, Config config, String name, MailboxRef search)
            throws MailException {
        var account =
                SearchedAccounts.searches(
                        config,
                        session.stores(config),
                        session.places().cache(),
                        session.queries(Clock.systemDefaultZone()));
        MessageStore store = account.opener().open();
        Mailbox mailbox = store.open(search.name());
        var all = Snapshot.builder();
        mailbox.scan(all::add, Progress.UNWATCHED);
        return new Listed(
                name,
                search,
                account.mine(),
                store,
                mailbox,
                all.build(),
                new BodyTexts(session.places().cache(), account.store(), mailbox));
    }

    /// What the other commands know a message by.
    String id(Uid uid) {
        if (!Searches.isOne(ref)) {
            return name + ":" + uid.value();
        }
        MessageRef own = FoundUid.own(uid);
        return own.mailbox() + ":" + own.uid().value();
    }

    JsonObject json(Snapshot in, int row) {
        var entry = RowEntry.of(in, row);
        if (!Searches.isOne(ref)) {
            return Json.row(name, entry);
        }
        MessageRef own = FoundUid.own(entry.uid());
        return Json.row(own.mailbox().toString(), entry.withUid(own.uid()));
    }

    @Override
    public void close() throws MailException {
        try (store) {
            mailbox.close();
        }
    }
}
