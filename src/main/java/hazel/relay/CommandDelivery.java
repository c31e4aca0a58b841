package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.MessagePipe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Gives a message to a program on its standard input.
///
/// There is no shell: the program is started with exactly the words given, and nothing of the
/// message or its envelope is ever one of them. It has `RECIPIENT` and `USER` in its environment,
/// and of our environment `PATH`, `HOME`, `LANG`, `LC_ALL` and `TZ`. Its exit status decides: 0 it
/// has the message, 75 (EX_TEMPFAIL) or no end in time is tried again, anything else is a failure.
///
/// @param argv the program with its whole path, and its words
/// @param patience after which it is ended
public record CommandDelivery(List<String> argv, Duration patience) implements LocalDelivery {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int TEMPFAIL = 75;
    private static final int MOST_SHOWN = 200;
    private static final List<String> KEPT = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

    public CommandDelivery {
        argv = List.copyOf(argv);
    }

    public CommandDelivery(List<String> argv) {
        this(argv, PATIENCE);
    }

    @Override
    public void deliver(String user, Address recipient, byte[] message) throws MailException {
        MessagePipe.Ended ended =
                run(user, recipient, message).orElseThrow(() -> later("it was stopped"));
        if (ended.status().isEmpty()) {
            throw later("it did not end within " + patience.toSeconds() + " seconds");
        }
        int status = ended.status().getAsInt();
        if (status == TEMPFAIL) {
            throw later("it asks to be tried again later" + said(ended));
        }
        if (status != 0) {
            throw new MailException(
                    new Problem.Refused(
                            "data",
                            554,
                            "5.3.0 the command %s failed with exit status %d%s"
                                    .formatted(name(), status, said(ended))));
        }
    }

    private Optional<MessagePipe.Ended> run(String user, Address recipient, byte[] message)
            throws MailException {
        try {
            return new MessagePipe(argv, patience)
                    .run(List.of(), message, builder -> surround(builder, user, recipient));
        } catch (MailException e) {
            throw new MailException(problem(e.problem().message()), e);
        }
    }

    private static void surround(ProcessBuilder builder, String user, Address recipient) {
        builder.environment().keySet().retainAll(KEPT);
        builder.environment().put("RECIPIENT", recipient.addrSpec());
        builder.environment().put("USER", user);
        builder.directory(Path.of("/").toFile());
    }

    private static String said(MessagePipe.Ended ended) {
        String all = RelayLog.harmless((ended.out() + " " + ended.err()).strip());
        return all.isEmpty() ? "" : ": " + all.substring(0, Math.min(MOST_SHOWN, all.length()));
    }

    private String name() {
        return argv.getFirst();
    }

    private MailException later(String why) {
        return new MailException(problem(why));
    }

    private Problem problem(String why) {
        return new Problem.Unreachable(name(), "the command " + name() + ": " + why);
    }
}
