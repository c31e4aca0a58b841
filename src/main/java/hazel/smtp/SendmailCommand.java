package hazel.smtp;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Hands a message to a program with the command line of `sendmail`.
///
/// No shell sees an address. `-oi` keeps a lone dot from ending the message; the recipients follow
/// `--`, so that the envelope is ours and none of them is an option. Reports (`-N`) are never asked
/// for: to Exim that means to pretend.
///
/// @param argv the program and its own arguments
/// @param patience until it is killed
public record SendmailCommand(List<String> argv, Duration patience) {

    /// More recipients than this go in a further call.
    public static final int MAX_RECIPIENTS = 100;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern TEMPORARY = Pattern.compile("(?s).*\\b4\\d\\d\\b.*");

    public SendmailCommand {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("no program");
        }
    }

    public SendmailCommand(List<String> argv) {
        this(argv, PATIENCE);
    }

    /// What the program made of it.
    public enum Result {
        /// It has taken responsibility; nothing is delivered yet.
        ACCEPTED,
        TEMPORARY,
        PERMANENT,
        /// It was killed for taking too long, or by somebody else: perhaps it has the message.
        UNCERTAIN
    }

    /// @param status the exit status, -1 where it was killed
    /// @param said what it wrote to its standard error, made harmless and cut
    public record Handover(Result result, int status, String said) {}

    /// @throws MailException where the program cannot be started, and so nothing was handed over
    public Handover hand(Envelope envelope, byte[] message) throws MailException {
        var pipe = new MessagePipe(argv, patience);
        Optional<MessagePipe.Ended> ended = pipe.run(words(envelope), message);
        if (ended.isEmpty()) {
            return new Handover(Result.UNCERTAIN, -1, "stopped while " + argv.getFirst() + " ran");
        }
        String said = ended.get().err();
        OptionalInt status = ended.get().status();
        return status.isPresent()
                ? new Handover(result(status.getAsInt(), said), status.getAsInt(), said)
                : new Handover(
                        Result.UNCERTAIN,
                        -1,
                        argv.getFirst() + " did not end within " + patience.toSeconds() + " s");
    }

    /// Everything `sysexits.h` knows. Some programs end with 69 or 1 for a 4yz reply; only what
    /// they wrote tells.
    static Result result(int status, String said) {
        return switch (status) {
            case 0 -> Result.ACCEPTED;
            case 71, 74, 75 -> Result.TEMPORARY;
            case 1, 69 -> TEMPORARY.matcher(said).matches() ? Result.TEMPORARY : Result.PERMANENT;
            default -> status > 128 ? Result.UNCERTAIN : Result.PERMANENT; // 128 + signal
        };
    }

    /// QUIRK: `-i` and not `-oi`, which dma passes over: it would take a line with a dot alone for
    /// the end of the message and say that all is well.
    private static List<String> words(Envelope envelope) throws MailException {
        var from = envelope.reversePath();
        List<String> words =
                new ArrayList<>(List.of("-i", "-f", from.map(Address::addrSpec).orElse("")));
        words.add("--");
        for (Address to : envelope.forwardPaths()) {
            Paths.path(to);
            words.add(to.addrSpec());
        }
        return words;
    }
}
