package hazel.relay.session;

import hazel.mail.Address;
import hazel.relay.session.SessionState.Busy;
import hazel.relay.session.SessionState.Chunked;
import hazel.relay.session.SessionState.Claiming;
import hazel.relay.session.SessionState.Closed;
import hazel.relay.session.SessionState.Fresh;
import hazel.relay.session.SessionState.LoggingIn;
import hazel.relay.session.SessionState.Ready;
import hazel.relay.session.SessionState.Receiving;
import hazel.relay.session.SessionState.Securing;
import hazel.relay.session.SessionState.Transaction;
import hazel.smtp.DotStuffing;
import hazel.smtp.Dsn;
import hazel.smtp.Reply;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Where one SMTP session stands, and what each command makes of it: RFC 5321 section 4.1.4 as a
/// function.
///
/// No socket, no thread, no clock, so every order of commands can be tested with strings. The shell
/// around it, in [hazel.relay], reads a line, asks [#on], writes the reply, and while the state is
/// [Receiving] it reads a message instead, or has read it in chunks, and asks [#after].
///
/// @param mistakes the client made so far
public record SmtpSession(SessionState state, Policy policy, Standing standing, int mistakes) {

    private static final Dsn.OfRecipient NO_REPORTS = Dsn.OfRecipient.NONE;

    /// @param replies to be said, in order; usually one
    public record Step(SmtpSession next, List<Reply> replies) {

        public Step {
            replies = List.copyOf(replies);
        }

        public Step(SmtpSession next, Reply reply) {
            this(next, List.of(reply));
        }

        /// The last one.
        public Reply reply() {
            return replies.getLast();
        }
    }

    /// Wrong passwords in one session; then it ends.
    private static final int MOST_FAILURES = 3;

    public static SmtpSession open(Policy policy) {
        return open(policy, Standing.NONE);
    }

    public static SmtpSession open(Policy policy, Standing standing) {
        return new SmtpSession(new Fresh(), policy, standing, 0);
    }

    /// What the server says first.
    public Reply greeting() {
        return Reply.of(220, policy.hostName() + (policy.isLmtp() ? " LMTP" : " ESMTP") + " Hazel");
    }

    public boolean isClosed() {
        return state instanceof Closed;
    }

    public Step on(Command command) {
        if (state instanceof Closed) {
            return new Step(this, Reply.enhanced(421, "4.3.2", "Closed"));
        }
        return switch (command) {
            case Command.Hello hello -> onHello(hello);
            case Command.StartTls() -> onStartTls();
            case Command.Auth auth -> onAuth(auth);
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
    public Step after(Receipt outcome) {
        SmtpSession ready = to(withoutTransaction());
        return switch (outcome) {
            case Receipt.Queued(var id) -> new Step(ready, forEach(ok("2.0.0", "OK id=" + id)));
            case Receipt.TooLarge() -> ready.refused(forEach(policy.tooLarge()));
            case Receipt.BareLineEnd() ->
                    close(
                            Reply.enhanced(
                                    521,
                                    "5.5.2",
                                    "The message holds a CR or LF that stands alone"));
            case Receipt.BareLineEndInChunks() ->
                    ready.refused(
                            forEach(
                                    Reply.enhanced(
                                            554,
                                            "5.6.0",
                                            "The message holds a CR or LF that stands alone")));
            case Receipt.Cut() -> close(Reply.enhanced(421, "4.4.2", "The message was cut off"));
            case Receipt.Refused(var why) -> ready.refused(forEach(why));
        };
    }

    /// With LMTP each recipient that was taken gets a reply of its own (RFC 2033 section 4.2).
    private List<Reply> forEach(Reply reply) {
        return policy.isLmtp() && state instanceof Receiving receiving
                ? Collections.nCopies(receiving.recipients().size(), reply)
                : List.of(reply);
    }

    private Step refused(List<Reply> replies) {
        Step step = stay(replies.getFirst());
        return step.next().isClosed() ? step : new Step(step.next(), replies);
    }

    /// A command that somebody outside the session refuses.
    public Step refuse(Reply why) {
        return stay(why);
    }

    /// The handshake is done: all that was said before counts for nothing (RFC 3207 section 4.2).
    public SmtpSession secured() {
        return new SmtpSession(new Fresh(), policy, Standing.SECURE, mistakes);
    }

    /// Something was sent behind STARTTLS, in clear, that would pass for protected.
    public Step notSecured() {
        return close(Reply.enhanced(554, "5.5.1", "Nothing may follow STARTTLS before the reply"));
    }

    /// An answer of the client. Only asked while [LoggingIn].
    public Step answered(String line) {
        return state instanceof LoggingIn(var hello, var exchange)
                ? onMove(hello, exchange.answer(line))
                : badSequence("AUTH first");
    }

    /// Only asked while [Claiming].
    public Step afterLogin(LoginExchange.Verdict verdict) {
        if (!(state instanceof Claiming(var hello, var claim))) {
            return badSequence("AUTH first");
        }
        SmtpSession ready = to(new Ready(hello));
        return switch (verdict) {
            case LoginExchange.True() ->
                    new Step(
                            new SmtpSession(
                                    ready.state, policy, standing.as(claim.user()), mistakes),
                            Reply.enhanced(235, "2.7.0", "Welcome"));
            case LoginExchange.False() ->
                    ready.failed(Reply.enhanced(535, "5.7.8", "Wrong name or password"));
            case LoginExchange.GoesOn(var move) -> onMove(hello, move);
            case LoginExchange.NotKnownNow() ->
                    ready.stay(Reply.enhanced(454, "4.7.0", "Nobody can log in now; try later"));
        };
    }

    private Step failed(Reply reply) {
        var failed = new SmtpSession(state, policy, standing.failed(), mistakes);
        return failed.standing().failures() < MOST_FAILURES
                ? failed.stay(reply)
                : failed.close(Reply.enhanced(421, "4.7.0", "Too many wrong passwords; goodbye"));
    }

    private Step onHello(Command.Hello hello) {
        boolean isLmtp = hello.dialect() == Command.Dialect.LMTP;
        return isLmtp == policy.isLmtp()
                ? new Step(to(new Ready(hello)), policy.hello(hello, standing))
                : stay(
                        Reply.enhanced(
                                500,
                                "5.5.1",
                                isLmtp ? "This is SMTP: EHLO" : "This is LMTP: LHLO"));
    }

    private Step onStartTls() {
        if (!policy.offersStartTls(standing)) {
            return stay(Reply.enhanced(502, "5.5.1", "STARTTLS is not offered here"));
        }
        return switch (state) {
            case Fresh _, Ready _ ->
                    new Step(to(new Securing()), Reply.enhanced(220, "2.0.0", "Go ahead"));
            case Transaction _, Chunked _, Busy _, Closed _ ->
                    badSequence("Not in the middle of a message");
        };
    }

    private Step onAuth(Command.Auth auth) {
        if (policy.offers().login() == Offers.Login.NEVER) {
            return stay(Reply.enhanced(502, "5.5.1", "AUTH is not offered here"));
        }
        if (!policy.offersLogin(standing)) {
            return stay(Reply.enhanced(538, "5.7.11", "Not in clear: STARTTLS first"));
        }
        if (!(state instanceof Ready(var hello)) || standing.login().isPresent()) {
            return badSequence("AUTH once, after EHLO and before MAIL");
        }
        return LoginExchange.begin(auth.mechanism(), auth.initial())
                .map(move -> onMove(hello, move))
                .orElseGet(() ->
                        stay(Reply.enhanced(504, "5.5.4", "AUTH " + LoginExchange.MECHANISMS)));
    }

    private Step onMove(Command.Hello hello, LoginExchange.Move move) {
        return switch (move) {
            case LoginExchange.Ask(var next, var challenge) ->
                    new Step(to(new LoggingIn(hello, next)), challenge);
            case LoginExchange.Claimed(var claim) ->
                    new Step(to(new Claiming(hello, claim)), List.of());
            case LoginExchange.Broken(var why) -> to(new Ready(hello)).failed(why);
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
            case Transaction _, Chunked _, Busy _, Closed _ -> badSequence("MAIL already given");
        };
    }

    private Optional<Reply> refusal(Command.Hello hello, Command.Mail mail) {
        if (hello.dialect() == Command.Dialect.SMTP && mail.isExtended()) {
            return Optional.of(Reply.enhanced(555, "5.5.4", "Parameters need EHLO"));
        }
        if (mail.parameters().requiresTls() && !standing.isSecure()) {
            return Optional.of(Reply.enhanced(555, "5.5.4", "REQUIRETLS is for inside TLS"));
        }
        if (mail.parameters().size().orElse(0) > policy.limits().messageOctets()) {
            return Optional.of(policy.tooLarge());
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
            case Fresh _, Ready _, Busy _, Closed _ -> badSequence("MAIL first");
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
                : policy.refusal(rcpt.forwardPath(), standing);
    }

    private Step onData() {
        return switch (state) {
            case Transaction(var hello, var mail, var paths) when !paths.isEmpty() ->
                    new Step(
                            to(new Receiving(hello, mail, paths)),
                            Reply.of(354, "End with <CRLF>.<CRLF>"));
            case Transaction _ -> stay(noRecipients());
            case Chunked _ -> badSequence("The message has begun; BDAT or RSET");
            case Fresh _, Ready _, Busy _, Closed _ -> badSequence("MAIL first");
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
            case Fresh _, Ready _, Busy _, Closed _ ->
                    stayAfter(bdat, Reply.enhanced(503, "5.5.1", "MAIL first"));
        };
    }

    private Step onChunk(Chunked before, Command.Bdat bdat) {
        if (before.receiving().hello().dialect() == Command.Dialect.SMTP) {
            return stayAfter(bdat, Reply.enhanced(503, "5.5.1", "BDAT needs EHLO"));
        }
        long octets = before.octets() + bdat.octets();
        if (octets > policy.limits().messageOctets()) {
            return to(withoutTransaction()).stayAfter(bdat, policy.tooLarge());
        }
        SessionState next =
                bdat.isLast() ? before.receiving() : new Chunked(before.receiving(), octets);
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

    /// The same mailbox twice is taken once; with LMTP both times, for each gets its reply.
    private List<Command.Rcpt> with(List<Command.Rcpt> given, Command.Rcpt rcpt) {
        if (!policy.isLmtp()
                && given.stream()
                        .anyMatch(r -> r.forwardPath().isSameMailbox(rcpt.forwardPath()))) {
            return given;
        }
        List<Command.Rcpt> more = new ArrayList<>(given);
        more.add(rcpt);
        return more;
    }

    private SessionState withoutTransaction() {
        return switch (state) {
            case Fresh _, Ready _, Securing _, Closed _ -> state;
            case LoggingIn(var hello, _) -> new Ready(hello);
            case Claiming(var hello, _) -> new Ready(hello);
            case Transaction(var hello, _, _) -> new Ready(hello);
            case Receiving(var hello, _, _) -> new Ready(hello);
            case Chunked(var receiving, _) -> new Ready(receiving.hello());
        };
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
                ? new Step(new SmtpSession(state, policy, standing, mistakes + 1), reply)
                : close(Reply.enhanced(421, "4.7.0", "Too many mistakes; goodbye"));
    }

    private Step close(Reply reply) {
        return new Step(to(new Closed()), reply);
    }

    private SmtpSession to(SessionState next) {
        return new SmtpSession(next, policy, standing, mistakes);
    }

    private static Reply ok(String status, String text) {
        return Reply.enhanced(250, status, text);
    }
}
