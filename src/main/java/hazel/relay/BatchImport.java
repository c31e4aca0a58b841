package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.relay.session.Command;
import hazel.relay.session.CommandParser;
import hazel.relay.session.Policy;
import hazel.relay.session.Reach;
import hazel.relay.session.Receipt;
import hazel.relay.session.SessionState;
import hazel.relay.session.SmtpSession;
import hazel.smtp.DotStuffing;
import hazel.smtp.Line;
import hazel.smtp.LineReader;
import hazel.smtp.Received;
import hazel.smtp.Reply;
import hazel.spool.Entry;
import hazel.spool.QueueId;
import hazel.spool.Spool;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes mail out of a file of SMTP commands (RFC 2442) into the queue: all of it or nothing.
///
/// The file is read by the same session that serves clients, as strictly, on behalf of whoever owns
/// the queue: to any address. The first command that would be refused ends it, and what was taken
/// before is taken back. Until the whole file is in the queue, its messages are held, so that none
/// goes out of a file that turns out bad; that is how a crash leaves them, too.
///
/// @param settings of the relay whose queue it is
public record BatchImport(RelaySettings settings, InstantSource clock) {

    private static final Client CLIENT = new Client("batch", Optional.empty());

    /// What is in the queue now.
    ///
    /// @param hasEnd whether the file ended with QUIT; one that does not may have been cut off
    ///   between two messages
    public record Taken(List<QueueId> messages, int recipients, boolean hasEnd) {
        public Taken {
            messages = List.copyOf(messages);
        }
    }

    /// Reads a file, whose lines all end with CR LF, or all with LF.
    ///
    /// @param name what a sentence calls the file
    /// @throws MailException with [Problem.Malformed] where a server would have refused something
    ///   in it, with [Problem.CannotWrite] where the queue has no room; nothing of it is in the
    ///   queue then
    public Taken from(String name, InputStream file) throws MailException {
        Path directory = settings.directory();
        Spool spool = Spool.open(directory, Relay.spoolLimits(settings), clock);
        var intake = new Intake(directory, spool, new RelayLog(directory, clock), () -> {}, clock);
        var reading = new Reading(name, intake);
        boolean isWhole = false;
        try {
            reading.read(file);
            isWhole = true;
        } catch (IOException e) {
            throw new MailException(new Problem.Failed(name, name + ": " + Reason.of(e)), e);
        } finally {
            if (!isWhole) {
                for (QueueId id : reading.messages) {
                    spool.remove(id);
                }
            }
        }
        for (QueueId id : reading.messages) {
            spool.record(id, new Entry.Released(), new Entry.NotBefore(clock.instant()));
        }
        Bell.ring(directory);
        return new Taken(reading.messages, reading.recipients, reading.hasEnd);
    }

    /// How far a file was read.
    private final class Reading {
        private final String name;
        private final Intake intake;
        private final Reception reception;
        private final List<QueueId> messages = new ArrayList<>();
        private int recipients;
        private boolean hasEnd;

        Reading(String name, Intake intake) {
            this.name = name;
            this.intake = intake;
            this.reception =
                    new Reception(
                            new Policy(
                                    settings.hostName(),
                                    Reach.ANYWHERE,
                                    settings.locals(),
                                    settings.limits()),
                            Map.of());
        }

        void read(InputStream file) throws IOException, MailException {
            var lines = new LineReader(withCrLf(file));
            // Some programs that write such files leave the greeting out.
            SmtpSession session =
                    SmtpSession.open(reception.policy())
                            .on(new Command.Hello(Command.Dialect.ESMTP, settings.hostName()))
                            .next();
            while (true) {
                Line line = lines.next(LineReader.COMMAND_LIMIT);
                if (line.isClosed() && line.text().isEmpty()) {
                    if (!(session.state() instanceof SessionState.Ready)) {
                        throw bad("it is cut off");
                    }
                    return;
                }
                Command command = line.isClosed() ? cutOff() : CommandParser.parse(line);
                if (command instanceof Command.Quit) {
                    hasEnd = true;
                    if (lines.hasMore()) {
                        throw bad("something follows QUIT");
                    }
                    return;
                }
                SmtpSession.Step step = session.on(command);
                if (command instanceof Command.Bdat || step.reply().code() >= 400) {
                    throw bad(line.text() + ": " + step.reply());
                }
                session =
                        step.next().state() instanceof SessionState.Receiving receiving
                                ? step.next().after(message(receiving, lines)).next()
                                : step.next();
            }
        }

        private Command cutOff() throws MailException {
            throw bad("it is cut off");
        }

        private Receipt message(SessionState.Receiving receiving, LineReader lines)
                throws IOException, MailException {
            byte[] message =
                    switch (DotStuffing.read(lines, settings.limits().messageOctets())) {
                        case Received.Complete(var octets, _, _) -> octets;
                        case Received.TooLarge _ ->
                                throw bad(reception.policy().tooLarge().toString());
                        case Received.BareLineEnd() ->
                                throw bad("it holds a CR or LF that stands alone");
                        case Received.Cut() -> throw bad("it is cut off");
                    };
            Receipt receipt =
                    intake.take(
                            reception,
                            CLIENT,
                            receiving,
                            message,
                            Optional.of("being read from " + name));
            if (receipt instanceof Receipt.Queued(var id)) {
                messages.add(new QueueId(id));
                recipients += receiving.recipients().size();
                return receipt;
            }
            throw receipt instanceof Receipt.Refused(Reply why) && why.isTransient()
                    ? new MailException(
                            new Problem.CannotWrite(name, name + " was not taken: " + why))
                    : bad(receipt instanceof Receipt.Refused(var why) ? why.toString() : "");
        }

        private MailException bad(String why) {
            return new MailException(
                    new Problem.Malformed(
                            name,
                            "nothing of %s was taken: at message %d: %s"
                                    .formatted(name, messages.size() + 1, RelayLog.harmless(why))));
        }
    }

    /// A file of this system with its line ends has those of the network; one that mixes both is
    /// refused later, as what stands alone in it could pass for the end of a message.
    private static InputStream withCrLf(InputStream file) throws IOException {
        var in = new BufferedInputStream(file, 1 << 16);
        in.mark(LineReader.COMMAND_LIMIT + 2);
        int before = 0;
        int b = in.read();
        for (int n = 1; b >= 0 && b != '\n' && n < LineReader.COMMAND_LIMIT; n++) {
            before = b;
            b = in.read();
        }
        in.reset();
        return b == '\n' && before != '\r' ? new LfInput(in) : in;
    }

    /// Reads CR LF for each LF.
    private static final class LfInput extends FilterInputStream {
        private boolean isBetween;

        LfInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            if (isBetween) {
                isBetween = false;
                return '\n';
            }
            int b = super.read();
            isBetween = b == '\n';
            return isBetween ? '\r' : b;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int count = 0;
            for (int b = most == 0 ? -1 : read(); b >= 0; b = count < most ? read() : -1) {
                into[from + count++] = (byte) b;
            }
            return count == 0 && most > 0 ? -1 : count;
        }

        @Override
        public int available() throws IOException {
            return isBetween ? 1 : super.available();
        }
    }
}
