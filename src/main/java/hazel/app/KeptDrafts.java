package hazel.app;

import hazel.compose.Draft;
import hazel.compose.DraftStore;
import hazel.compose.Identities;
import hazel.compose.Stamp;
import hazel.compose.StoredDraft;
import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.MessageId;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Drafts that are postponed: in the mailbox that an account has for them, where other programs of
/// the same person see them too, or else in files of this machine, as while they are written.
///
/// A draft is in its files until it is in the mailbox, and what it replaces there goes after that:
/// at no time is there none. Whoever ends in between is seen by a note in the files, and [#tidy]
/// goes on; the Message-ID that a draft has from its number keeps it from being put there twice.
/// Where two programs would do so at once, one holds the draft.
///
/// Opens a store of its own for each piece of work, on the thread that asks.
public final class KeptDrafts {

    /// Notes that a draft is on its way into a mailbox.
    private static final String FILING = "X-Hazel-Filing";

    /// Notes the message that a draft was read from, in the words of [Writers#answers].
    private static final String REPLACES = "X-Hazel-Replaces";

    private final DraftStore files;
    private final Config config;
    private final Stores stores;
    private final Clock clock;

    public KeptDrafts(DraftStore files, Config config, Stores stores, Clock clock) {
        this.files = files;
        this.config = config;
        this.stores = stores;
        this.clock = clock;
    }

    /// Keeps a draft that is not written on for now.
    ///
    /// @throws MailException where it is not kept at all
    public Postponed postpone(String id, Draft draft) throws MailException {
        Optional<DraftStore.Hold> hold = files.tryHold(id);
        try {
            files.save(id, StoredDraft.isPossible(draft) ? draft.withExtra(FILING, "yes") : draft);
            return filed(id, draft, Before.NEVER_TRIED);
        } finally {
            hold.ifPresent(DraftStore.Hold::close);
        }
    }

    /// Where a draft is kept.
    ///
    /// @param mailbox empty where it is in files
    /// @param trouble what went wrong of putting it into one
    public record Postponed(Optional<MailboxRef> mailbox, Optional<String> trouble) {}

    private enum Before {
        NEVER_TRIED,
        PERHAPS_THERE
    }

    private Postponed filed(String id, Draft draft, Before before) {
        Optional<MailboxRef> mailbox;
        try {
            mailbox = StoredDraft.isPossible(draft) ? put(id, draft, before) : Optional.empty();
        } catch (MailException e) {
            return new Postponed(Optional.empty(), Optional.of(e.problem().message()));
        }
        if (mailbox.isPresent()) {
            try {
                replaced(draft);
                files.discard(id);
            } catch (MailException e) {
                return new Postponed(mailbox, Optional.of(e.problem().message()));
            }
        }
        return new Postponed(mailbox, Optional.empty());
    }

    private Optional<MailboxRef> put(String id, Draft draft, Before before) throws MailException {
        Config.Account account = new Writers(config).account(draft.from());
        try (MessageStore store = stores.open(account.incoming())) {
            Optional<MailboxName> name = Folders.forDrafts(account, store);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            Stamp stamp = Stamp.of(clock, id);
            byte[] message = StoredDraft.write(draft, stamp, List.of(Writers.MAILBOX));
            try (Mailbox mailbox = SentCopies.opened(store, name.get())) {
                if (before == Before.NEVER_TRIED || !SentCopies.holds(mailbox, message)) {
                    var flags = Set.of(Flag.DRAFT, Flag.SEEN);
                    mailbox.append(message, flags, Set.of(), clock.instant());
                }
            }
            return Optional.of(new MailboxRef(account.name(), name.get()));
        }
    }

    /// Removes the message that a draft was read from: it is kept otherwise now, or sent.
    void replaced(Draft draft) throws MailException {
        Optional<MessageRef> message = draft.extra(REPLACES).flatMap(AnsweredMarks::message);
        if (message.isPresent() && config.account(message.get().mailbox().account()).isPresent()) {
            discard(message.get());
        }
    }

    /// Throws a draft in a mailbox away. Nothing happens where it is gone.
    void discard(MessageRef message) throws MailException {
        in(
                message.mailbox(),
                mailbox -> mailbox.expunge(List.of(message.uid()), Progress.UNWATCHED));
    }

    private interface Work<T> {
        T on(Mailbox mailbox) throws MailException;
    }

    private <T> T in(MailboxRef ref, Work<T> work) throws MailException {
        Config.Account account = new Accounts(config).named(ref.account());
        try (MessageStore store = stores.open(account.incoming());
                Mailbox mailbox = store.open(ref.name())) {
            return work.on(mailbox);
        }
    }

    /// Whether a mailbox is the one for drafts of its account.
    boolean isFor(MailboxRef ref) throws MailException {
        Optional<Config.Account> account = config.account(ref.account());
        if (account.isEmpty()) {
            return false;
        }
        try (MessageStore store = stores.open(account.get().incoming())) {
            return Folders.forDrafts(account.get(), store).equals(Optional.of(ref.name()));
        }
    }

    /// A draft in a mailbox, to go on with. What it is put back as takes its place, but where that
    /// would lose something of it: then both are left.
    Draft resumed(MessageRef message, byte[] octets, Identities identities) throws MailException {
        Draft draft = StoredDraft.read(octets, identities, ZoneId.systemDefault());
        Draft answering = draft.withAnswers(answered(draft));
        return StoredDraft.isWhole(octets)
                ? answering.withExtra(REPLACES, Writers.answers(message))
                : answering;
    }

    /// The message that a draft answers, where it is still in the mailbox in which that was begun:
    /// its name there is of this machine alone, and so not in the draft.
    private Optional<String> answered(Draft draft) throws MailException {
        Optional<MailboxRef> origin =
                Writers.origin(draft).filter(m -> config.account(m.account()).isPresent());
        if (origin.isEmpty() || draft.inReplyTo().isEmpty()) {
            return Optional.empty();
        }
        MessageId id = draft.inReplyTo().get();
        List<Uid> found =
                in(
                        origin.get(),
                        mailbox -> {
                            List<Uid> all = new ArrayList<>();
                            mailbox.scan(
                                    entry ->
                                            entry.messageId()
                                                    .filter(id::equals)
                                                    .ifPresent(_ -> all.add(entry.uid())),
                                    Progress.UNWATCHED);
                            return all;
                        });
        return found.stream()
                .findFirst()
                .map(uid -> Writers.answers(new MessageRef(origin.get(), uid)));
    }

    /// A draft in files without what was noted of its way into a mailbox.
    Optional<Draft> load(String id) throws MailException {
        return files.load(id).map(kept -> withoutNote(kept.draft()));
    }

    private static Draft withoutNote(Draft draft) {
        return draft.withExtraFields(
                draft.extraFields().stream().filter(f -> !f.isNamed(FILING)).toList());
    }

    /// Goes on where a program ended in the middle of [#postpone], and leaves alone what another is
    /// in the middle of.
    void tidy() throws MailException {
        for (DraftStore.Kept kept : files.list()) {
            if (isUnderway(kept)) {
                Optional<DraftStore.Hold> hold = files.tryHold(kept.id());
                if (hold.isPresent()) {
                    try (DraftStore.Hold _ = hold.get()) {
                        goOn(kept.id());
                    }
                }
            }
        }
    }

    private static boolean isUnderway(DraftStore.Kept kept) {
        return kept.draft().extra(FILING).isPresent();
    }

    /// It may have been put away just before it was held.
    private void goOn(String id) throws MailException {
        Optional<DraftStore.Kept> kept = files.load(id).filter(KeptDrafts::isUnderway);
        if (kept.isPresent()) {
            filed(id, withoutNote(kept.get().draft()), Before.PERHAPS_THERE);
        }
    }

    /// A draft in a mailbox.
    public record Stored(MessageRef message, IndexEntry entry) {}

    /// Those in mailboxes, the newest first in each.
    public List<Stored> stored() throws MailException {
        List<Stored> all = new ArrayList<>();
        for (Config.Account account : config.accounts()) {
            try (MessageStore store = stores.open(account.incoming())) {
                Optional<MailboxName> name = Folders.forDrafts(account, store);
                if (name.isPresent() && store.names().contains(name.get())) {
                    var ref = new MailboxRef(account.name(), name.get());
                    try (Mailbox mailbox = store.open(name.get())) {
                        mailbox.scan(
                                entry -> {
                                    if (!entry.flags().contains(Flag.DELETED)) {
                                        all.add(
                                                new Stored(
                                                        new MessageRef(ref, entry.uid()), entry));
                                    }
                                },
                                Progress.UNWATCHED);
                    }
                }
            }
        }
        return all;
    }
}
