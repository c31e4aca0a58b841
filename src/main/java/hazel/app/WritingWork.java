package hazel.app;

import hazel.app.AccountWorkers.Job;
import hazel.command.Command;
import hazel.compose.AbuseReport;
import hazel.compose.Attachment;
import hazel.compose.Draft;
import hazel.compose.DraftKind;
import hazel.compose.DraftStore;
import hazel.compose.Identities;
import hazel.compose.Mailto;
import hazel.compose.Original;
import hazel.compose.Replies;
import hazel.contacts.AddressBook;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mime.AddressParser;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.store.FoundUid;
import hazel.store.IndexEntry;
import hazel.store.MessageRef;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Performs the effects on messages being written.
final class WritingWork {

    private static final String WORKER = "writing";

    private final Reader.Setting setting;
    private final AccountWorkers accounts;
    private final Workers workers;
    private final OutboxWork outbox;
    private final History history;
    private final DraftStore drafts;
    private final KeptDrafts kept;
    private final Writers writers;
    private final Contacts contacts;

    WritingWork(
            Reader.Setting setting,
            AccountWorkers accounts,
            Workers workers,
            OutboxWork outbox,
            History history,
            Stores stores) {
        this.setting = setting;
        this.accounts = accounts;
        this.workers = workers;
        this.outbox = outbox;
        this.history = history;
        this.drafts = DraftStore.in(setting.drafts());
        this.kept = new KeptDrafts(drafts, setting.config(), stores, setting.clock());
        this.writers = new Writers(setting.config());
        this.contacts = new Contacts(setting.config(), setting.places());
    }

    void perform(Effect.OnWriting effect, Consumer<Msg> report) {
        if (effect instanceof Effect.Compose(ComposeRequest.Answer answer)) {
            answer(effect, answer, report);
        } else if (effect instanceof Effect.Compose(ComposeRequest.Stored(var message))) {
            accounts.onMessage(
                    message,
                    new Job(effect, "reading", report),
                    (_, octets) -> resume(message, octets, report));
        } else if (effect instanceof Effect.Compose(ComposeRequest.Abuse(var message))) {
            accounts.onMessage(
                    message,
                    new Job(effect, "reading", report),
                    (_, octets) ->
                            workers.start(
                                    new Job(effect, "writing", report).by(WORKER),
                                    _ -> reportAbuse(message, octets, report)));
        } else {
            workers.start(new Job(effect, "writing", report).by(WORKER), _ -> work(effect, report));
        }
    }

    private void reportAbuse(MessageRef message, byte[] octets, Consumer<Msg> report)
            throws MailException {
        report.accept(Msg.Noticed.of("asking the DNS whom to tell…"));
        Abuse.Found found =
                Abuse.of(setting.config(), setting.clock().instant())
                        .about(octets, AbuseReport.Type.ABUSE, "");
        Identities identities = writers.identities("", Optional.of(message.mailbox()));
        Draft draft = found.draft(identities.preferred(), "abuse", octets);
        report.accept(composing(DraftStore.newId(), draft, identities, report));
        if (draft.to().isEmpty()) {
            report.accept(
                    Msg.Noticed.of("whom to tell is not known: " + found.contact().trouble()));
        }
    }

    private void work(Effect.OnWriting effect, Consumer<Msg> report) throws MailException {
        switch (effect) {
            case Effect.Compose(var request) -> compose(request, report);
            case Effect.SaveDraft(var id, var draft) -> drafts.save(id, draft);
            case Effect.PostponeDraft(var id, var draft) -> postpone(id, draft, report);
            case Effect.DiscardDraft(var id) -> drafts.discard(id);
            case Effect.DiscardStored(var message) -> kept.discard(message);
            case Effect.ListDrafts _ -> report.accept(listed());
            case Effect.Send send -> send(send, report);
            case Effect.AttachFile(var id, var path) ->
                    report.accept(new Msg.Attached(id, Attachment.of(path(path))));
            case Effect.ReadFile(var id, var path) ->
                    report.accept(new Msg.FileRead(id, TextFile.read(path(path))));
            case Effect.CompletePath(var typed) ->
                    report.accept(
                            new Msg.Completed(typed, TypedPath.complete(setting.places(), typed)));
        }
    }

    private Path path(String typed) throws MailException {
        return TypedPath.of(setting.places(), typed);
    }

    private void compose(ComposeRequest request, Consumer<Msg> report) throws MailException {
        switch (request) {
            case ComposeRequest.Blank(var mailto, var from) -> {
                Identities identities = writers.identities("", from);
                Draft blank = Draft.blank(identities.preferred());
                Mailto.Read read = Mailto.read(mailto, blank);
                Draft begun = from.map(m -> writers.from(m, read.draft())).orElse(read.draft());
                report.accept(composing(DraftStore.newId(), begun, identities, report));
                if (!read.ignored().isEmpty()) {
                    report.accept(
                            Msg.Noticed.of(
                                    "the link asked for more, which was left out: "
                                            + String.join(", ", read.ignored())));
                }
            }
            case ComposeRequest.Kept(var id) -> {
                Draft draft =
                        kept.load(id)
                                .orElseThrow(() ->
                                        new MailException(
                                                new Problem.NoSuchMessage("draft " + id)));
                report.accept(composing(id, draft, writers.identities(""), report));
            }
            case ComposeRequest.Answer _, ComposeRequest.Stored _, ComposeRequest.Abuse _ ->
                    throw new IllegalStateException("by an account");
        }
    }

    private Msg.Composing composing(
            String id, Draft draft, Identities identities, Consumer<Msg> report) {
        List<Msg.Sender> senders =
                identities.all().stream()
                        .map(each -> new Msg.Sender(each, writers.way(each.address(), draft)))
                        .toList();
        return new Msg.Composing(id, draft, senders, book(report));
    }

    /// Without the address book a message can be written all the same.
    private AddressBook book(Consumer<Msg> report) {
        try {
            return contacts.book();
        } catch (MailException e) {
            report.accept(Msg.Noticed.of(e.problem().message()));
            return AddressBook.EMPTY;
        }
    }

    private void answer(Effect effect, ComposeRequest.Answer answer, Consumer<Msg> report) {
        MessageRef message = FoundUid.own(answer.original());
        accounts.onMessage(
                message,
                new Job(effect, "reading", report),
                new Answering(message, answer.kind(), report));
    }

    /// Begins what is written about a message.
    private final class Answering implements AccountWorkers.OctetsTask {

        private final MessageRef message;
        private final ComposeRequest.Kind kind;
        private final Consumer<Msg> report;

        Answering(MessageRef message, ComposeRequest.Kind kind, Consumer<Msg> report) {
            this.message = message;
            this.kind = kind;
            this.report = report;
        }

        @Override
        public void run(String account, byte[] octets) throws MailException {
            if (kind == ComposeRequest.Kind.EDIT_AS_NEW && kept.isFor(message.mailbox())) {
                resume(message, octets, report);
                return;
            }
            Identities identities = writers.identities("", Optional.of(message.mailbox()));
            var replies = new Replies(identities, ZoneId.systemDefault());
            Draft draft =
                    writers.from(
                            message.mailbox(), withRoom(begun(replies, Original.of(octets), kind)));
            String answers =
                    String.join(
                            "\t", account, message.mailbox().name().value(), message.uid().value());
            boolean isAnswer = kind != ComposeRequest.Kind.EDIT_AS_NEW;
            report.accept(
                    composing(
                            DraftStore.newId(),
                            isAnswer ? draft.withAnswers(Optional.of(answers)) : draft,
                            identities,
                            report));
        }

        /// An answer needs to know who asked, and in which thread; the other kinds send on what is
        /// not here.
        @Override
        public void runWithout(String account, byte[] header, MailException why)
                throws MailException {
            if (!kind.isReply()) {
                throw new MailException(NotHere.of(why), why);
            }
            run(account, header);
            report.accept(Msg.Noticed.of(NotHere.notQuoted(why)));
        }
    }

    /// A line to begin to write on above what is quoted, and one between the two.
    private static Draft withRoom(Draft draft) {
        return draft.kind() == DraftKind.REPLY ? draft.withBody("\n\n" + draft.body()) : draft;
    }

    private static Draft begun(Replies replies, Original original, ComposeRequest.Kind kind)
            throws MailException {
        return switch (kind) {
            case REPLY -> replies.reply(original);
            case REPLY_ALL -> replies.replyAll(original);
            case REPLY_LIST -> replies.replyList(original);
            case FORWARD -> replies.forward(original);
            case FORWARD_ATTACHED -> replies.forwardAttached(original);
            case BOUNCE -> replies.resend(original);
            case EDIT_AS_NEW -> replies.editAsNew(original);
        };
    }

    /// Goes on with a draft in a mailbox.
    private void resume(MessageRef message, byte[] octets, Consumer<Msg> report)
            throws MailException {
        MessageRef own = FoundUid.own(message);
        Identities identities = writers.identities("", Optional.of(own.mailbox()));
        Draft draft = kept.resumed(own, octets, identities);
        report.accept(composing(DraftStore.newId(), draft, identities, report));
    }

    /// Those in files first.
    private Msg listed() throws MailException {
        List<Msg.KeptDraft> all = new ArrayList<>();
        for (DraftStore.Kept each : drafts.list()) {
            String to =
                    each.draft().recipients().stream()
                            .map(Address::shortName)
                            .collect(Collectors.joining(", "));
            var place = new Msg.InFiles(each.id());
            all.add(new Msg.KeptDraft(place, to, each.draft().subject(), each.saved()));
        }
        for (KeptDrafts.Stored each : kept.stored()) {
            var place = new Msg.InMailbox(each.message());
            IndexEntry entry = each.entry();
            all.add(new Msg.KeptDraft(place, entry.toName(), entry.subject(), entry.date()));
        }
        return new Msg.DraftsListed(all);
    }

    /// Discards the drafts of messages that are in the outbox: of a program that ended between the
    /// two steps of [#send]. To be called before anything leaves the outbox.
    void tidy() throws MailException {
        for (Item item : outbox.items()) {
            String draft = item.attributes().get(SentNotes.DRAFT);
            if (draft != null) {
                Optional<Draft> sent = kept.load(draft);
                if (sent.isPresent()) {
                    kept.replaced(sent.get());
                }
                drafts.discard(draft);
            }
        }
    }

    private void postpone(String id, Draft draft, Consumer<Msg> report) throws MailException {
        KeptDrafts.Postponed done;
        try {
            done = kept.postpone(id, draft);
        } catch (MailException e) {
            report.accept(composing(id, draft, writers.identities(""), report));
            throw e;
        }
        String where = done.mailbox().map(mailbox -> "in " + mailbox).orElse("on this machine");
        String trouble = done.trouble().map(why -> "; " + why).orElse("");
        report.accept(Msg.Noticed.of("the draft is kept " + where + trouble));
        report.accept(listed());
    }

    /// When it is in the outbox it cannot be lost. The draft is named there, for [#tidy]; that
    /// something fails after this must not look as if it had not been sent.
    private void send(Effect.Send send, Consumer<Msg> report) throws MailException {
        int seconds = setting.config().send().undoSeconds();
        QueueId id;
        try {
            id = enqueued(send, setting.clock().instant().plus(Duration.ofSeconds(seconds)));
        } catch (MailException e) {
            String draftId = send.draftId();
            report.accept(composing(draftId, send.draft(), writers.identities(""), report));
            throw e;
        }
        report.accept(new Msg.Queued(send.draftId(), id.value()));
        if (seconds > 0) {
            String leaves = "goes to %s in %d seconds".formatted(people(send.draft()), seconds);
            history.add(new Undoable.Sent(id), leaves);
            report.accept(Msg.Noticed.undoable(leaves));
        }
        try {
            kept.replaced(send.draft());
            drafts.discard(send.draftId());
            contacts.learn(send.draft().recipients());
        } catch (MailException e) {
            report.accept(Msg.Noticed.of("it is in the outbox, but " + e.problem().message()));
        }
    }

    private QueueId enqueued(Effect.Send send, Instant notBefore) throws MailException {
        var ready = writers.ready(send.draft(), setting.clock(), notBefore);
        return outbox.enqueue(
                ready.outgoing().envelope(),
                ready.outgoing().wire(),
                ready.options().withNote(SentNotes.DRAFT, send.draftId()));
    }

    private static String people(Draft draft) {
        List<Address> all = draft.recipients();
        return all.size() == 1 ? all.getFirst().shortName() : all.size() + " recipients";
    }

    /// Tells of drafts that an earlier session left, perhaps in the middle of a word.
    void tellKept(Consumer<Msg> report) {
        workers.start(
                new Job(new Effect.ListDrafts(), "drafts", report).by(WORKER),
                _ -> {
                    kept.tidy();
                    int left = drafts.list().size();
                    if (left > 0) {
                        String text = left == 1 ? "1 draft is kept" : left + " drafts are kept";
                        report.accept(new Msg.Noticed(text, Optional.of(Command.DRAFTS)));
                    }
                });
    }

    /// A message of the outbox as a draft again.
    Msg.Composing keep(Item item, byte[] message) throws MailException {
        Map<String, String> notes = item.attributes();
        Identities identities = writers.identities("");
        Draft draft =
                new Replies(identities, ZoneId.systemDefault())
                        .editAsNew(Original.of(message))
                        .withBcc(AddressParser.parse(notes.getOrDefault(SentNotes.BCC, "")))
                        .withAnswers(Optional.ofNullable(notes.get(SentNotes.ANSWERS)));
        String id = DraftStore.newId();
        drafts.save(id, draft);
        return composing(id, draft, identities, _ -> {});
    }

    void forget(Msg.Composing again) throws MailException {
        drafts.discard(again.draftId());
    }
}
