package hazel.relay;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.smtp.DotStuffing;
import hazel.smtp.Dsn;
import hazel.smtp.Reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where one SMTP session stands, and what each command makes of it: RFC 5321 section 4.1.4 as a
/// function.
///
/// No socket, no thread, no clock, so every order of commands can be tested with strings. The shell
/// around it is [Connection]: it reads a line, asks [#on], writes the reply, and while the state is
/// [Receiving] it reads a message instead, or has read it in chunks, and asks [#after].
///
/// @param mistakes the client made so far
record SmtpSession(State state, Policy policy, int mistakes) {

    private static final Dsn.OfRecipient NO_REPORTS = Dsn.OfRecipient.NONE;

    sealed interface State {}

    /// Connected, nothing said yet.
    record Fresh() implements State {}

    /// Greeted, no mail transaction open.
    record Ready(Command.Hello hello) implements State {}

    /// Between MAIL and DATA.
    record Transaction(Command.Hello hello, Command.Mail mail, List<Command.Rcpt> recipients)
            implements State {
        Transaction {
            recipients = List.copyOf(recipients);
        }
    }

    /// DATA was accepted; the next octets are the message.
    record Receiving(Command.Hello hello, Command.Mail mail, List<Command.Rcpt> recipients)
            implements State {
        Receiving {
            recipients = List.copyOf(recipients);
        }

        Envelope envelope() {
            return new Envelope(
                    mail.reversePath(),
                    recipients.stream().map(Command.Rcpt::forwardPath).toList());
        }
    }

    /// Between two chunks of a message (RFC 3030).
    ///
    /// @param octets of the message so far
    record Chunked(Receiving receiving, long octets) implements State {}

    record Closed() implements State {}

    record Step(SmtpSession next, Reply reply) {}

    /// What became of the message after 354.
    sealed interface Outcome {

        /// It is in the queue and survives a power cut. Nothing else may be called this.
        record Queued(String id) implements Outcome {}

        record TooLarge() implements Outcome {}

        /// A CR or LF stood alone in it: where it ends is not known.
        record BareLineEnd() implements Outcome {}

        /// The same in a message that came in chunks, which leave no doubt where it ends.
        record BareLineEndInChunks() implements Outcome {}

        /// The connection ended before it did.
        record Cut() implements Outcome {}

        record Refused(Reply why) implements Outcome {}
    }

    static SmtpSession open(Policy policy) {
        return new SmtpSession(new Fresh(), policy, 0);
    }

    /// What the server says first.
    Reply greeting() {
        return Reply.of(220, policy.hostName() + " ESMTP Hazel");
    }

    boolean isClosed() {
        return state instanceof Closed;
    }

    Step on(Command command) {
        if (state instanceof Closed) {
            return new Step(this, Reply.enhanced(421, "4.3.2", "Closed"));
        }
        return switch (command) {
            case Command.Hello hello -> new Step(to(new Ready(hello)), hello(hello));
            case Command.Mail mail -> onMail(mail);
            case Command.Rcpt rcpt -> onRcpt(rcpt);
            case Command.Data() -> onData();
            case Command.Bdat bdat -> onBdat(bdat);
            case Command.Rset() -> new Step(to(withoutTransaction()), ok("2.0.0", "OK"));
            case Command.Noop() -> stay(ok("2.0.0", "OK"));
            case Command.Vrfy() ->
                    stay(Reply.enhanced(252, "2.5.0", "Not told here; try to send to it"));
            case Command.Help() ->
                    stay(
                            Reply.enhanced(
                                    214,
                                    "2.0.0",
                                    "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY QUIT"));
            case Command.Quit() -> close(Reply.enhanced(221, "2.0.0", "Bye"));
            case Command.Unreadable(var reply) -> stay(reply);
            case Command.Hostile(var reply) -> close(reply);
        };
    }

    /// The end of the message. Only asked while [Receiving] or, where it was cut off, of a chunk.
    Step after(Outcome outcome) {
        SmtpSession ready = to(withoutTransaction());
        return switch (outcome) {
            case Outcome.Queued(var id) -> new Step(ready, ok("2.0.0", "OK id=" + id));
            case Outcome.TooLarge() -> ready.stay(tooLarge());
            case Outcome.BareLineEnd() ->
                    close(
                            Reply.enhanced(
                                    521,
                                    "5.5.2",
                                    "The message holds a CR or LF that stands alone"));
            case Outcome.BareLineEndInChunks() ->
                    ready.stay(
                            Reply.enhanced(
                                    554,
                                    "5.6.0",
                                    "The message holds a CR or LF that stands alone"));
            case Outcome.Cut() -> close(Reply.enhanced(421, "4.4.2", "The message was cut off"));
            case Outcome.Refused(var why) -> ready.stay(why);
        };
    }

    private Step onMail(Command.Mail mail) {
        return switch (state) {
            case Ready(var hello) -> {
                Optional<Reply> refusal = refusal(hello, mail);
                yield refusal.isPresent()
                        ? stay(refusal.get())
                        : new Step(to(new Transaction(hello, mail, List.of())), ok("2.1.0", "OK"));
            }
            case Fresh() -> badSequence("EHLO first");
            case Transaction _, Receiving _, Chunked _, Closed _ ->
                    badSequence("MAIL already given");
        };
    }

    private Optional<Reply> refusal(Command.Hello hello, Command.Mail mail) {
        if (hello.dialect() == Command.Dialect.SMTP && mail.isExtended()) {
            return Optional.of(Reply.enhanced(555, "5.5.4", "Parameters need EHLO"));
        }
        if (mail.parameters().size().orElse(0) > policy.limits().messageOctets()) {
            return Optional.of(tooLarge());
        }
        return mail.reversePath().filter(path -> needsUtf8(path, mail)).map(_ -> needsUtf8());
    }

    private Step onRcpt(Command.Rcpt rcpt) {
        return switch (state) {
            case Transaction(var hello, var mail, var given) -> {
                Optional<Reply> refusal = refusal(hello, mail, given, rcpt);
                yield refusal.isPresent()
                        ? stay(refusal.get())
                        : new Step(
                                to(new Transaction(hello, mail, with(given, rcpt))),
                                ok("2.1.5", "OK"));
            }
            case Chunked _ -> badSequence("The message has begun; BDAT or RSET");
            case Fresh _, Ready _, Receiving _, Closed _ -> badSequence("MAIL first");
        };
    }

    private Optional<Reply> refusal(
            Command.Hello hello, Command.Mail mail, List<Command.Rcpt> given, Command.Rcpt rcpt) {
        if (hello.dialect() == Command.Dialect.SMTP && !rcpt.reports().equals(NO_REPORTS)) {
            return Optional.of(Reply.enhanced(555, "5.5.4", "Parameters need EHLO"));
        }
        if (needsUtf8(rcpt.forwardPath(), mail)) {
            return Optional.of(needsUtf8());
        }
        return given.size() >= policy.limits().recipients()
                ? Optional.of(
                        Reply.enhanced(
                                452, "4.5.3", "Too many recipients; send again for the rest"))
                : policy.refusal(rcpt.forwardPath());
    }

    private Step onData() {
        return switch (state) {
            case Transaction(var hello, var mail, var paths) when !paths.isEmpty() ->
                    new Step(
                            to(new Receiving(hello, mail, paths)),
                            Reply.of(354, "End with <CRLF>.<CRLF>"));
            case Transaction _ -> stay(noRecipients());
            case Chunked _ -> badSequence("The message has begun; BDAT or RSET");
            case Fresh _, Ready _, Receiving _, Closed _ -> badSequence("MAIL first");
        };
    }

    /// A positive reply says that the chunk belongs to the message; after any other its octets are
    /// thrown away, and the transaction is over (RFC 3030 section 2). What is said to the last
    /// chunk is what became of the message: see [#after].
    private Step onBdat(Command.Bdat bdat) {
        return switch (state) {
            case Transaction(_, _, var given) when given.isEmpty() ->
                    to(withoutTransaction()).stayAfter(bdat, noRecipients());
            case Transaction(var hello, var mail, var given) ->
                    onChunk(new Chunked(new Receiving(hello, mail, given), 0), bdat);
            case Chunked chunked -> onChunk(chunked, bdat);
            case Fresh _, Ready _, Receiving _, Closed _ ->
                    stayAfter(bdat, Reply.enhanced(503, "5.5.1", "MAIL first"));
        };
    }

    private Step onChunk(Chunked before, Command.Bdat bdat) {
        if (before.receiving().hello().dialect() == Command.Dialect.SMTP) {
            return stayAfter(bdat, Reply.enhanced(503, "5.5.1", "BDAT needs EHLO"));
        }
        long octets = before.octets() + bdat.octets();
        if (octets > policy.limits().messageOctets()) {
            return to(withoutTransaction()).stayAfter(bdat, tooLarge());
        }
        State next = bdat.isLast() ? before.receiving() : new Chunked(before.receiving(), octets);
        return new Step(to(next), ok("2.0.0", bdat.octets() + " octets received"));
    }

    /// As [#stay], but a chunk too large to be read to its end ends the session.
    private Step stayAfter(Command.Bdat bdat, Reply reply) {
        return bdat.octets() > policy.limits().messageOctets() * DotStuffing.DISCARD_FACTOR
                ? close(reply)
                : stay(reply);
    }

    private static Reply noRecipients() {
        return Reply.enhanced(554, "5.5.1", "No valid recipients");
    }

    /// The same mailbox twice is taken once.
    private static List<Command.Rcpt> with(List<Command.Rcpt> given, Command.Rcpt rcpt) {
        if (given.stream().anyMatch(r -> r.forwardPath().isSameMailbox(rcpt.forwardPath()))) {
            return given;
        }
        List<Command.Rcpt> more = new ArrayList<>(given);
        more.add(rcpt);
        return more;
    }

    private State withoutTransaction() {
        return switch (state) {
            case Fresh _, Ready _, Closed _ -> state;
            case Transaction(var hello, _, _) -> new Ready(hello);
            case Receiving(var hello, _, _) -> new Ready(hello);
            case Chunked(var receiving, _) -> new Ready(receiving.hello());
        };
    }

    private Reply hello(Command.Hello hello) {
        String welcome = policy.hostName() + " greets " + hello.name();
        return switch (hello.dialect()) {
            case SMTP -> Reply.of(250, welcome);
            case ESMTP ->
                    Reply.of(
                            250,
                            welcome,
                            "PIPELINING",
                            "SIZE " + policy.limits().messageOctets(),
                            "8BITMIME",
                            "CHUNKING",
                            "SMTPUTF8",
                            "DSN",
                            "ENHANCEDSTATUSCODES",
                            "HELP");
        };
    }

    private Reply tooLarge() {
        return Reply.enhanced(
                552, "5.3.4", "A message may have " + policy.limits().messageOctets() + " octets");
    }

    private static boolean needsUtf8(Address path, Command.Mail mail) {
        return !mail.parameters().isInternational()
                && path.addrSpec().chars().anyMatch(c -> c > 0x7e);
    }

    private static Reply needsUtf8() {
        return Reply.enhanced(553, "5.6.7", "This address needs SMTPUTF8 with MAIL");
    }

    private Step badSequence(String why) {
        return stay(Reply.enhanced(503, "5.5.1", why));
    }

    /// The same state, one more mistake where the reply says so, and the end where it was one too
    /// many.
    private Step stay(Reply reply) {
        if (!policy.isMistake(reply)) {
            return new Step(this, reply);
        }
        return mistakes + 1 < policy.limits().mistakes()
                ? new Step(new SmtpSession(state, policy, mistakes + 1), reply)
                : close(Reply.enhanced(421, "4.7.0", "Too many mistakes; goodbye"));
    }

    private Step close(Reply reply) {
        return new Step(to(new Closed()), reply);
    }

    private SmtpSession to(State next) {
        return new SmtpSession(next, policy, mistakes);
    }

    private static Reply ok(String status, String text) {
        return Reply.enhanced(250, status, text);
    }
}
