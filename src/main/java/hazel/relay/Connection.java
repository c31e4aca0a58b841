package hazel.relay;

import hazel.mail.Address;
import hazel.mail.LineEnds;
import hazel.mail.MailException;
import hazel.relay.session.Command;
import hazel.relay.session.CommandParser;
import hazel.relay.session.LoginExchange;
import hazel.relay.session.Reach;
import hazel.relay.session.Receipt;
import hazel.relay.session.RelayLimits;
import hazel.relay.session.SessionState;
import hazel.relay.session.SmtpSession;
import hazel.relay.session.Standing;
import hazel.smtp.DotStuffing;
import hazel.smtp.Line;
import hazel.smtp.LineReader;
import hazel.smtp.Received;
import hazel.smtp.Reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// One client, from greeting to goodbye: the shell around [SmtpSession]. Reads and writes on its
/// own thread and blocks there.
final class Connection {

    private final Reception reception;
    private final Client client;
    private final Intake intake;
    private final Gate gate;
    private final Patience patience;

    /// The message so far, where it comes in chunks. Never larger than a message may be.
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

    /// The two directions of a connection.
    ///
    /// @param farewell what is said below SMTP when nothing more will be
    record Streams(InputStream in, OutputStream out, Farewell farewell) {}

    /// How one side says that it has said all.
    interface Farewell {
        void say() throws IOException;
    }

    /// Lays TLS over the connection that is there.
    interface Tls {
        Streams secure() throws IOException;
    }

    Connection(Reception reception, Client client, Intake intake, Gate gate, Patience patience) {
        this.reception = reception;
        this.client = client;
        this.intake = intake;
        this.gate = gate;
        this.patience = patience;
    }

    /// Serves the client until it or the session ends. Closes nothing.
    ///
    /// @param tls for a client that asks for it
    void serve(Streams streams, Tls tls) throws IOException {
        Optional<Reply> unwanted =
                gate.consultation().connected(client, isKnown(client.standing()));
        if (unwanted.isPresent()) {
            streams.out().write(unwanted.get().wire());
            streams.out().flush();
            streams.farewell().say();
            return;
        }
        RelayLimits limits = reception.policy().limits();
        var lines = new LineReader(streams.in());
        OutputStream out = streams.out();
        Farewell farewell = streams.farewell();
        SmtpSession session = SmtpSession.open(reception.policy(), client.standing());
        out.write(session.greeting().wire());
        out.flush();
        patience.allowSession(limits.session());
        while (!session.isClosed()) {
            patience.allow(limits.idle());
            if (session.state() instanceof SessionState.Securing) {
                Streams secured = tls.secure();
                lines = new LineReader(secured.in());
                out = secured.out();
                farewell = secured.farewell();
                session = session.secured();
                continue;
            }
            Line line = awaitsLine(session) ? lines.next(LineReader.COMMAND_LIMIT) : Line.NONE;
            if (line.isClosed() && awaitsLine(session)) {
                break;
            }
            SmtpSession.Step step = step(session, line, lines);
            session = step.next();
            for (Reply reply : step.replies()) {
                out.write(reply.wire());
            }
            // Replies to pipelined commands go out together (RFC 2920 section 3.2).
            if (session.isClosed() || !lines.hasMore()) {
                out.flush();
            }
        }
        if (patience.isOver()) {
            out.write(Reply.enhanced(421, "4.4.2", "You took too long; goodbye").wire());
            out.flush();
        }
        farewell.say();
    }

    private static boolean awaitsLine(SmtpSession session) {
        return !(session.state() instanceof SessionState.Receiving
                || session.state() instanceof SessionState.Claiming);
    }

    private SmtpSession.Step step(SmtpSession session, Line line, LineReader lines)
            throws IOException {
        if (session.state() instanceof SessionState.Receiving receiving) {
            patience.allow(reception.policy().limits().transfer());
            return session.after(receive(session, receiving, lines));
        }
        if (session.state() instanceof SessionState.Claiming(_, var claim)) {
            return session.afterLogin(verdict(claim));
        }
        if (session.state() instanceof SessionState.LoggingIn && line.isWhole()) {
            return session.answered(line.text());
        }
        return switch (CommandParser.parse(line)) {
            case Command.Bdat bdat -> chunk(session, bdat, lines);
            case Command.StartTls start -> startTls(session.on(start), lines);
            case Command.Mail mail when session.state() instanceof SessionState.Ready ->
                    consulted(
                            session,
                            gate.consultation()::mail,
                            isKnown(session)
                                    ? session.on(mail)
                                    : gate.sender(
                                                    mail.reversePath(),
                                                    reception.policy().locals()::isLocal)
                                            .map(session::refuse)
                                            .orElseGet(() -> session.on(mail)));
            case Command.Rcpt rcpt
                    when session.state() instanceof SessionState.Transaction transaction ->
                    consulted(
                            session,
                            gate.consultation()::rcpt,
                            isKnown(session)
                                    ? named(session, rcpt)
                                    : gate.recipient(rcpt.forwardPath())
                                            .map(session::refuse)
                                            .orElseGet(() -> named(session, transaction, rcpt)));
            case Command command -> session.on(command);
        };
    }

    /// What is asked of others about a transaction.
    private interface Asking {
        Optional<Reply> refusal(
                Client client, SessionState.Transaction transaction, boolean isKnown);
    }

    /// A step that is taken, unless others have something against it.
    private SmtpSession.Step consulted(SmtpSession session, Asking asking, SmtpSession.Step step) {
        boolean isTaken = step.reply().isPositive();
        return isTaken && step.next().state() instanceof SessionState.Transaction transaction
                ? asking.refusal(client.as(session.standing()), transaction, isKnown(session))
                        .map(session::refuse)
                        .orElse(step)
                : step;
    }

    private SmtpSession.Step named(SmtpSession session, Command.Rcpt rcpt) {
        SmtpSession.Step step = session.on(rcpt);
        boolean goesOn =
                step.reply().isPositive()
                        && session.standing().login().isEmpty()
                        && reception.policy().isRelayed(rcpt.forwardPath());
        return goesOn && !gate.isOurs() ? session.refuse(reception.policy().notOurs()) : step;
    }

    private SmtpSession.Step named(
            SmtpSession session, SessionState.Transaction transaction, Command.Rcpt rcpt) {
        SmtpSession.Step step = session.on(rcpt);
        Optional<Address> sender = transaction.mail().reversePath();
        return step.reply().isPositive()
                ? gate.mailbox(sender, rcpt.forwardPath()).map(session::refuse).orElse(step)
                : step;
    }

    /// Whoever is known is not looked at.
    private boolean isKnown(SmtpSession session) {
        return isKnown(session.standing());
    }

    private boolean isKnown(Standing standing) {
        return reception.policy().reach(standing) == Reach.ANYWHERE;
    }

    /// What was sent behind STARTTLS came in clear, perhaps from somebody in between, and must
    /// never be taken for what came inside (CVE-2011-0411).
    private static SmtpSession.Step startTls(SmtpSession.Step step, LineReader lines)
            throws IOException {
        boolean isSecuring = step.next().state() instanceof SessionState.Securing;
        return isSecuring && lines.hasMore() ? step.next().notSecured() : step;
    }

    private LoginExchange.Verdict verdict(LoginExchange.Claim claim) {
        try {
            LoginExchange.Verdict verdict = gate.judge(claim);
            if (!(verdict instanceof LoginExchange.GoesOn)) {
                intake.noteLogin(client, claim.user(), verdict instanceof LoginExchange.True);
            }
            return verdict;
        } catch (MailException e) {
            System.getLogger("hazel.relay")
                    .log(System.Logger.Level.ERROR, "logging in: {0}", e.problem().message());
            return new LoginExchange.NotKnownNow();
        }
    }

    private Receipt receive(SmtpSession session, SessionState.Receiving receiving, LineReader lines)
            throws IOException {
        long limit = reception.policy().limits().messageOctets();
        return switch (DotStuffing.read(lines, limit)) {
            case Received.Complete(var message, _, _) -> taken(session, receiving, message);
            case Received.TooLarge _ -> new Receipt.TooLarge();
            case Received.BareLineEnd() -> new Receipt.BareLineEnd();
            case Received.Cut() -> new Receipt.Cut();
        };
    }

    private Receipt taken(SmtpSession session, SessionState.Receiving receiving, byte[] message) {
        Client known = client.as(session.standing());
        boolean isUtf8 = receiving.mail().parameters().isInternational();
        Gate.Judgement judgement =
                isKnown(session) ? new Gate.Take(message) : gate.judge(message, isUtf8);
        if (judgement instanceof Gate.Take(var marked)) {
            judgement = gate.consultation().judge(known, receiving, marked, isKnown(session));
        }
        return switch (judgement) {
            case Gate.Take(var marked) -> intake.take(reception, known, receiving, marked);
            case Gate.Refuse(var why) -> intake.refuse(known, why);
            case Gate.Discard(var why) -> intake.discard(reception, known, receiving, message, why);
        };
    }

    /// Reads the octets of a chunk, wanted or not, unless the session ends with it: they are never
    /// commands. A message is whole only when all of them came.
    private SmtpSession.Step chunk(SmtpSession session, Command.Bdat bdat, LineReader lines)
            throws IOException {
        SmtpSession.Step step = session.on(bdat);
        if (step.next().isClosed()) {
            return step;
        }
        boolean isWanted = step.reply().isPositive();
        if (!(session.state() instanceof SessionState.Chunked)) {
            chunks.reset();
        }
        patience.allow(reception.policy().limits().transfer());
        if (!lines.octets(bdat.octets(), isWanted ? chunks : OutputStream.nullOutputStream())) {
            return session.after(new Receipt.Cut());
        }
        if (!(step.next().state() instanceof SessionState.Receiving receiving)) {
            return step;
        }
        byte[] message = Letter.ended(chunks.toByteArray());
        chunks.reset();
        return step.next()
                .after(
                        LineEnds.areCrLf(message)
                                ? taken(session, receiving, message)
                                : new Receipt.BareLineEndInChunks());
    }
}
