package hazel.cli;

import hazel.app.AnsweredMarks;
import hazel.app.Contacts;
import hazel.app.KeptDrafts;
import hazel.app.SentCopies;
import hazel.app.Writers;
import hazel.compose.Draft;
import hazel.compose.DraftKind;
import hazel.compose.DraftStore;
import hazel.compose.Original;
import hazel.compose.Outgoing;
import hazel.compose.Replies;
import hazel.config.Config;
import hazel.contacts.AddressBook;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.outbox.Outbox;
import hazel.outbox.SendOptions;
import hazel.smtp.ReplyWords;
import hazel.smtp.Submission;
import hazel.smtp.Transcript;
import hazel.spool.QueueId;
import hazel.spool.Spool;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.text.Harmless;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Hands a written message over from the command line: now, or it says why not.
///
/// The message is the caller's until the next hop has taken it: where this ends in failure nothing
/// was kept, so that a script may try again.
final class Sending {

    private final Session session;
    private final SubmitOptions options;
    private final Config config;
    private final Clock clock = Clock.system(ZoneId.systemDefault());

    Sending(Session session, SubmitOptions options) throws MailException, ConfigException {
        this.session = session;
        this.options = options;
        this.config = session.config();
    }

    Writers writers() {
        return new Writers(config);
    }

    AddressBook book() throws MailException {
        return contacts().book();
    }

    private Contacts contacts() {
        return new Contacts(config, session.places());
    }

    boolean isDryRun() {
        return options.isDryRun();
    }

    /// Who answers a message, and how.
    ///
    /// @param account as the user named it, empty for the one that the message is in
    Replies replies(String account, Optional<MailboxRef> mailbox) throws MailException {
        return new Replies(writers().identities(account, mailbox), clock.getZone());
    }

    /// A message taken as the start of another.
    Draft template(byte[] message) throws MailException {
        return new Replies(writers().identities(""), clock.getZone())
                .editAsNew(Original.of(message))
                .withKind(DraftKind.NEW);
    }

    void warn(String sentence) {
        options.err().println("hazel: " + Harmless.line(sentence));
    }

    /// Opens the composer on the terminal with a draft in it.
    int compose(Draft draft) throws MailException, ConfigException {
        String id = DraftStore.newId();
        session.draftFiles().save(id, draft);
        var inbox = new MailboxRef(config.accounts().getFirst().name(), MailboxName.INBOX);
        session.open(
                config,
                FullScreen.First.mailbox(inbox)
                        .with(new Effect.Compose(new ComposeRequest.Kept(id))),
                FullScreen.Typist.NOBODY);
        return Exit.OK;
    }

    /// Sends it, prints it or keeps it, as the flags say.
    ///
    /// @return the exit status
    int send(Draft draft) throws MailException {
        if (options.isDraft()) {
            return keep(draft);
        }
        Writers.Ready ready = writers().ready(draft, clock, clock.instant());
        Envelope envelope = envelope(ready.outgoing().envelope());
        if (options.isDryRun()) {
            print(envelope, ready.outgoing());
            return Exit.OK;
        }
        Delivery delivery = delivery(envelope, ready);
        if (delivery.isAnyAccepted()) {
            afterwards(
                    "who it went to is not remembered", () -> contacts().learn(draft.recipients()));
            afterwards(
                    "the original is not marked",
                    () ->
                            AnsweredMarks.mark(
                                    config, ready.options().notes(), session.stores(config)));
        }
        return report(delivery, ready);
    }

    private int keep(Draft draft) throws MailException {
        String id = DraftStore.newId();
        KeptDrafts.Postponed done = session.drafts(config).postpone(id, draft);
        done.trouble().ifPresent(this::warn);
        options.out()
                .println(
                        done.mailbox()
                                .map(in -> "kept in " + Harmless.line(in.toString()))
                                .orElse("kept as draft " + id));
        return Exit.OK;
    }

    private interface Step {
        void run() throws MailException;
    }

    /// The message is sent: what fails now is only worth a word, and no script may send it again.
    private void afterwards(String otherwise, Step step) {
        try {
            step.run();
        } catch (MailException e) {
            warn("sent, but " + otherwise, e.problem());
        }
    }

    private void warn(String what, Problem problem) {
        options.err().println("hazel: file: " + what + ": " + Harmless.line(problem.message()));
    }

    private Envelope envelope(Envelope usual) throws MailException {
        String from = options.envelopeFrom();
        if (from.isEmpty()) {
            return usual;
        }
        if (from.equals("<>")) {
            return new Envelope(Optional.empty(), usual.forwardPaths());
        }
        Address address =
                Address.parse(from)
                        .orElseThrow(() ->
                                new MailException(
                                        new Problem.Malformed(
                                                "flags",
                                                "--envelope-from " + from + ": no address")));
        return new Envelope(Optional.of(address), usual.forwardPaths());
    }

    private void print(Envelope envelope, Outgoing outgoing) {
        options.out()
                .println(
                        "MAIL FROM:<"
                                + envelope.reversePath().map(Address::addrSpec).orElse("")
                                + ">");
        envelope.forwardPaths()
                .forEach(a -> options.out().println("RCPT TO:<" + a.addrSpec() + ">"));
        options.out().println();
        new String(outgoing.wire(), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> options.out().println(Harmless.line(line)));
    }

    /// What became of it.
    ///
    /// @param problem why nothing was sent, where that is so
    /// @param queued where it is kept to be sent later
    private record Delivery(
            Submission submission,
            Optional<Problem> problem,
            Optional<QueueId> queued,
            SendAnswer.Filed filed) {

        boolean isAnyAccepted() {
            return !submission.accepted().isEmpty();
        }
    }

    private Delivery delivery(Envelope envelope, Writers.Ready ready) throws MailException {
        Transcript transcript = new Transcript();
        var hop = new NextHop(session, options, config, clock);
        Submission submission;
        Optional<Problem> problem = Optional.empty();
        try {
            submission = hop.submit(envelope, ready, transcript);
        } catch (MailException e) {
            problem = Optional.of(e.problem());
            submission = new Submission(List.of(), List.of(), List.of(), Optional.empty());
        } finally {
            if (options.wantsTranscript()) {
                transcript.lines().forEach(options.err()::println);
            }
        }
        Optional<QueueId> queued = Optional.empty();
        try {
            queued = queued(envelope, ready, submission, problem);
        } catch (MailException e) {
            if (submission.accepted().isEmpty()) {
                throw e;
            }
            warn("sent in part, but the rest is not kept", e.problem());
        }
        SendAnswer.Filed filed =
                submission.accepted().isEmpty()
                        ? new SendAnswer.Filed(ready.options().fileCopyInto().orElse(""), "no", "")
                        : filed(ready);
        return new Delivery(submission, problem, queued, filed);
    }

    /// Keeps what could only not be sent now, where that is wanted.
    private Optional<QueueId> queued(
            Envelope envelope,
            Writers.Ready ready,
            Submission submission,
            Optional<Problem> problem)
            throws MailException {
        List<Address> later =
                problem.isPresent()
                        ? envelope.forwardPaths()
                        : submission.rejected().stream()
                                .filter(Submission.Rejected::isTemporary)
                                .map(Submission.Rejected::address)
                                .toList();
        boolean isWorthIt = problem.map(Problem::isTemporary).orElse(true) && !later.isEmpty();
        if (!options.mayQueue() || !isWorthIt) {
            return Optional.empty();
        }
        var outbox =
                new Outbox(
                        Spool.open(session.places().state().resolve("outbox")),
                        new LocalRelay(config, session.places(), clock).routes(),
                        new SentCopies(config, session.stores(config), clock),
                        _ -> {});
        return Optional.of(
                outbox.enqueue(
                        envelope.to(later),
                        ready.outgoing().wire(),
                        options.dsn()
                                .map(d -> ready.options().withNote(SendOptions.REPORTS, d.words()))
                                .orElse(ready.options())));
    }

    private SendAnswer.Filed filed(Writers.Ready ready) {
        String into = ready.options().fileCopyInto().orElse("");
        if (into.isEmpty()) {
            return new SendAnswer.Filed("", "no", "");
        }
        try {
            new SentCopies(config, session.stores(config), clock)
                    .file(ready.options().account(), into, ready.outgoing().filedCopy());
            return new SendAnswer.Filed(into, "yes", "");
        } catch (MailException e) {
            return new SendAnswer.Filed(into, "failed", e.problem().message());
        }
    }

    private int report(Delivery delivery, Writers.Ready ready) {
        var answer =
                new SendAnswer(
                        ready.outgoing().messageId().value(),
                        delivery.submission(),
                        delivery.filed(),
                        delivery.queued().map(QueueId::value));
        if (options.wantsJson()) {
            options.out().println(answer.json());
        }
        delivery.problem().filter(_ -> delivery.queued().isEmpty()).ifPresent(this::complain);
        delivery.submission().rejected().forEach(this::complain);
        delivery.submission().rejected().stream()
                .flatMap(each -> ReplyWords.remedy(each.reply().toString()).stream())
                .distinct()
                .forEach(remedy -> options.err().println("hazel: " + remedy));
        if (!delivery.submission().uncertain().isEmpty()) {
            options.err()
                    .println(
                            "hazel: data: no answer came; perhaps it was sent to "
                                    + delivery.submission().uncertain().stream()
                                            .map(Address::addrSpec)
                                            .collect(Collectors.joining(", ")));
        }
        if (delivery.filed().status().equals("failed")) {
            options.err()
                    .println(
                            "hazel: file: sent, but no copy is kept: "
                                    + Harmless.line(delivery.filed().why()));
        }
        delivery.queued()
                .filter(_ -> !options.wantsJson())
                .ifPresent(
                        id -> options.err().println("hazel: kept in the outbox as " + id.value()));
        return delivery.problem()
                .filter(_ -> delivery.queued().isEmpty())
                .map(Problem::exitStatus)
                .orElseGet(answer::exitStatus);
    }

    private void complain(Problem problem) {
        options.err().println("hazel: " + SendAnswer.stage(problem));
    }

    private void complain(Submission.Rejected rejected) {
        options.err()
                .println(
                        "hazel: rcpt: "
                                + rejected.reply().code()
                                + " "
                                + rejected.address().addrSpec()
                                + ": "
                                + Harmless.line(rejected.reply().text()));
    }
}
