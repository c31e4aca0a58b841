package hazel.cli;

import hazel.index.RowEntry;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.text.Columns;
import hazel.text.Harmless;

import jakarta.json.JsonObject;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A mailbox, and what is known of it.
final class Watched implements AutoCloseable {

    /// What happened to one message.
    ///
    /// @param entry what it was before, where it is gone
    record Event(String kind, String account, String mailbox, Uid uid, Optional<IndexEntry> entry) {

        JsonObject json() {
            var object = Json.object().add("event", kind).add("account", account);
            if (entry.isPresent()) {
                Json.row(mailbox, entry.get()).forEach(object::add);
            } else {
                object.add("uid", uid.value()).add("mailbox", mailbox);
            }
            return object.build();
        }

        String text() {
            return Columns.fit(kind, 5)
                    + "  "
                    + Harmless.line(mailbox + ":" + uid.value())
                    + entry.map(this::said).orElse("");
        }

        private String said(IndexEntry message) {
            if (kind.equals("flags")) {
                Set<String> marks =
                        message.flags().stream()
                                .map(Flag::name)
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .collect(Collectors.toCollection(TreeSet::new));
                marks.addAll(message.keywords());
                return "  " + Harmless.line(String.join(" ", marks));
            }
            return "  "
                    + Columns.fit(Harmless.line(message.from()), 20)
                    + "  "
                    + Harmless.line(message.subject());
        }
    }

    /// Hears what happens.
    interface Listener {
        void hear(Event event) throws MailException;
    }

    private final String account;
    private final String name;
    private final MessageStore store;
    private final Mailbox mailbox;
    private Snapshot known;

    private Watched(
            String account, String name, MessageStore store, Mailbox mailbox, Snapshot known) {
        this.account = account;
        this.name = name;
        this.store = store;
        this.mailbox = mailbox;
        this.known = known;
    }

    static Watched open(Mail mail, String name) throws MailException {
        Session.Place place = mail.place(name);
        MessageStore store = mail.store(place.account());
        Mailbox mailbox = store.open(place.name());
        Snapshot known = mail.session().known(place, mailbox).snapshot(Progress.UNWATCHED);
        return new Watched(place.account().name(), name, store, mailbox, known);
    }

    void look(Listener listener) throws MailException {
        List<Change> changes = mailbox.changes(known);
        if (changes.isEmpty()) {
            return;
        }
        Snapshot now = known.apply(changes);
        for (Change change : changes) {
            listener.hear(event(change, change instanceof Change.Gone ? known : now));
        }
        known = now;
    }

    private Event event(Change change, Snapshot in) {
        int row = in.find(change.uid());
        Optional<IndexEntry> entry = row < 0 ? Optional.empty() : Optional.of(RowEntry.of(in, row));
        String kind =
                switch (change) {
                    case Change.Arrived _ -> "new";
                    case Change.Flagged _ -> "flags";
                    case Change.Gone _ -> "gone";
                };
        return new Event(kind, account, name, change.uid(), entry);
    }

    @Override
    public void close() throws MailException {
        mailbox.close();
        store.close();
    }
}
