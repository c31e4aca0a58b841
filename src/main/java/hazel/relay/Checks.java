package hazel.relay;

import hazel.dns.BlockList;
import hazel.dns.Resolver;
import hazel.mail.Blocked;
import hazel.smtp.MessagePipe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is looked at before mail of somebody who is not known is taken: not of this machine, not of
/// a network that was named, not logged in.
///
/// @param senderDomain whether the domain of the reverse-path has to exist
/// @param calling whether its mail servers are asked about the sender, and how; see [CallOut]
/// @param blocked whose mail is refused
/// @param refusing lists of addresses from which no mail is taken
/// @param marking lists of addresses whose mail is taken and marked
/// @param malformed what becomes of messages that break RFC 5322
/// @param filter asked about each message
/// @param hook asked at each step, of everybody
/// @param resolver one for each client, with the time it has for all questions
public record Checks(
        boolean senderDomain,
        Optional<Calling> calling,
        Blocked blocked,
        List<BlockList> refusing,
        List<BlockList> marking,
        Malformed malformed,
        Optional<Filter> filter,
        Optional<Hook> hook,
        Supplier<Resolver> resolver) {

    /// Nothing is looked at.
    public static final Checks NONE =
            new Checks(
                    false,
                    Optional.empty(),
                    Blocked.NOBODY,
                    List.of(),
                    List.of(),
                    Malformed.ACCEPT,
                    Optional.empty(),
                    Optional.empty(),
                    () -> {
                        throw new IllegalStateException("nobody is to be asked");
                    });

    /// @param limit for all that a call-out takes
    /// @param door where the mail server at an address listens: its port 25, but for tests
    public record Calling(Duration limit, Function<InetAddress, InetSocketAddress> door) {}

    /// What becomes of a message that is not as it should be.
    public enum Malformed {
        REFUSE,
        /// It gets a field that says so.
        MARK,
        ACCEPT
    }

    /// What becomes of a message that the filter takes for junk.
    public enum Junk {
        MARK,
        REFUSE,
        /// The client hears 250, and the message is kept apart for a week: see [Quarantine].
        DISCARD
    }

    /// A program that gets the message on its standard input. It ends with 0: good; 1: junk; 99: to
    /// be discarded; 100: to be refused. Any other end means that it does not know now, and the
    /// client is told to come again.
    public record Filter(MessagePipe program, Junk junk) {}

    public Checks {
        refusing = List.copyOf(refusing);
        marking = List.copyOf(marking);
    }
}
