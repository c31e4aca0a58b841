package hazel.relay;

import hazel.smtp.DotStuffing;
import hazel.smtp.Line;
import hazel.smtp.LineReader;
import hazel.smtp.Received;
import hazel.smtp.Reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// One client, from greeting to goodbye: the shell around [SmtpSession]. Reads and writes on its
/// own thread and blocks there.
final class Connection {

    private final Reception reception;
    private final Client client;
    private final Intake intake;
    private final Patience patience;

    /// The message so far, where it comes in chunks. Never larger than a message may be.
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

    Connection(Reception reception, Client client, Intake intake, Patience patience) {
        this.reception = reception;
        this.client = client;
        this.intake = intake;
        this.patience = patience;
    }

    /// Serves the client until it or the session ends. Closes nothing.
    void serve(InputStream in, OutputStream out) throws IOException {
        RelayLimits limits = reception.policy().limits();
        var lines = new LineReader(in);
        SmtpSession session = SmtpSession.open(reception.policy());
        out.write(session.greeting().wire());
        out.flush();
        while (!session.isClosed()) {
            SmtpSession.Step step;
            if (session.state() instanceof SmtpSession.Receiving receiving) {
                patience.allow(limits.transfer());
                step = session.after(receive(receiving, lines, limits.messageOctets()));
            } else {
                patience.allow(limits.idle());
                Line line = lines.next(LineReader.COMMAND_LIMIT);
                if (line.isClosed()) {
                    break;
                }
                step =
                        switch (CommandParser.parse(line)) {
                            case Command.Bdat bdat -> chunk(session, bdat, lines);
                            case Command command -> session.on(command);
                        };
            }
            session = step.next();
            out.write(step.reply().wire());
            // Replies to pipelined commands go out together (RFC 2920 section 3.2).
            if (session.isClosed() || !lines.hasMore()) {
                out.flush();
            }
        }
        if (patience.isOver()) {
            out.write(Reply.enhanced(421, "4.4.2", "You took too long; goodbye").wire());
            out.flush();
        }
    }

    private SmtpSession.Outcome receive(
            SmtpSession.Receiving receiving, LineReader lines, long limit) throws IOException {
        return switch (DotStuffing.read(lines, limit)) {
            case Received.Complete(var message, _, _) ->
                    intake.take(reception, client, receiving, message);
            case Received.TooLarge _ -> new SmtpSession.Outcome.TooLarge();
            case Received.BareLineEnd() -> new SmtpSession.Outcome.BareLineEnd();
            case Received.Cut() -> new SmtpSession.Outcome.Cut();
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
        if (!(session.state() instanceof SmtpSession.Chunked)) {
            chunks.reset();
        }
        patience.allow(reception.policy().limits().transfer());
        if (!lines.octets(bdat.octets(), isWanted ? chunks : OutputStream.nullOutputStream())) {
            return session.after(new SmtpSession.Outcome.Cut());
        }
        if (!(step.next().state() instanceof SmtpSession.Receiving receiving)) {
            return step;
        }
        byte[] message = Letter.ended(chunks.toByteArray());
        chunks.reset();
        return step.next()
                .after(
                        DotStuffing.hasBareLineEnd(message)
                                ? new SmtpSession.Outcome.BareLineEndInChunks()
                                : intake.take(reception, client, receiving, message));
    }
}
