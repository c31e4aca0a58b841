package hazel.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mime.AddressParser;
import hazel.mime.MessageParser;
import hazel.relay.Inbound;
import hazel.relay.ListenOn;
import hazel.relay.LocalDelivery;
import hazel.relay.MailboxDelivery;
import hazel.relay.Relay;
import hazel.relay.RelaySettings;
import hazel.relay.Retries;
import hazel.relay.RoutingSettings;
import hazel.relay.session.RelayLimits;
import hazel.store.MailboxName;
import hazel.store.maildir.MaildirStore;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The relay of a demonstration, in this process, on a Unix socket in the demo's home. Mail for the
/// demo's own domains is delivered; mail for anywhere else comes back with a bounce that says why.
public final class DemoRelay implements AutoCloseable {

    private static final Set<String> DOMAINS =
            Set.of("demo.example", "lists.demo.example", "orchard.example");
    private static final String LIST = "hazelnuts";
    private static final RelayLimits LIMITS =
            new RelayLimits(
                    25L << 20,
                    100,
                    20,
                    20,
                    20,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    1 << 20);

    private final Relay relay;
    private final ScheduledExecutorService later;

    private DemoRelay(Relay relay, ScheduledExecutorService later) {
        this.relay = relay;
        this.later = later;
    }

    /// @param directory for the queue
    /// @param thinking how long the robot waits before it answers
    public static DemoRelay start(
            DemoHome home, Path directory, Path socket, Duration thinking, Clock clock)
            throws MailException {
        var later =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("robot").factory());
        LocalDelivery post = new Post(home.mail(), thinking, clock, later);
        String login = System.getProperty("user.name", "user");
        var settings =
                new RelaySettings(
                        directory,
                        "demo.example",
                        java.util.List.of(new ListenOn.Unix(socket)),
                        DOMAINS,
                        users(clock),
                        RoutingSettings.NONE,
                        Optional.of("robot"),
                        Map.of(login, Set.of(DemoHome.YOU)),
                        Retries.DEFAULT,
                        LIMITS,
                        Inbound.NONE);
        var wiring = new Relay.Wiring(post, Optional.of(DemoRelay::nowhere), clock, () -> 0.0);
        return new DemoRelay(Relay.start(settings, wiring), later);
    }

    /// The smarthost there is not.
    private static hazel.smtp.Server nowhere() throws MailException {
        throw new MailException(
                new Problem.NotPermitted(
                        "demo",
                        "This is the demo: nothing leaves this machine. Write to"
                                + " robot@demo.example, who answers."));
    }

    /// You, the robot, the list, and everybody in the sample mail who lives in the demo's domains.
    private static Map<String, MailboxName> users(Clock clock) {
        Map<String, MailboxName> users = new HashMap<>();
        users.put("you", MailboxName.INBOX);
        users.put("robot", MailboxName.INBOX);
        users.put(LIST, MailboxName.INBOX);
        for (Samples.Sample each : Samples.at(clock.instant(), clock.getZone())) {
            String from = MessageParser.parse(each.message()).header().first("From").orElse("");
            AddressParser.parse(from).stream()
                    .filter(a -> DOMAINS.contains(a.domain()))
                    .forEach(a ->
                            users.put(a.localPart().toLowerCase(Locale.ROOT), MailboxName.INBOX));
        }
        return users;
    }

    private record Post(Path mail, Duration thinking, Clock clock, ScheduledExecutorService later)
            implements LocalDelivery {

        @Override
        public void deliver(String user, Address recipient, byte[] message) throws MailException {
            if (user.equals("you")) {
                put(MailboxName.INBOX, recipient, message);
            } else if (user.equals(LIST)) {
                put(new MailboxName("Lists/hazelnuts"), recipient, withListFields(message));
            } else {
                Robot.answer(recipient, message, clock.instant().atZone(clock.getZone()))
                        .ifPresent(this::putLater);
            }
        }

        private void putLater(byte[] answer) {
            Future<?> _ =
                    later.schedule(
                            () -> {
                                put(
                                        MailboxName.INBOX,
                                        new Address("", "you", "demo.example"),
                                        answer);
                                return answer.length;
                            },
                            thinking.toMillis(),
                            TimeUnit.MILLISECONDS);
        }

        private void put(MailboxName name, Address recipient, byte[] message) throws MailException {
            try (var store = MaildirStore.open(mail, clock)) {
                new MailboxDelivery(Map.of("you", name), store::open, clock)
                        .deliver("you", recipient, message);
            }
        }

        /// RFC 2919 and RFC 2369.
        private static byte[] withListFields(byte[] message) {
            var out = new ByteArrayOutputStream(message.length + 200);
            out.writeBytes(
                    """
                    List-Id: Hazelnuts <hazelnuts.lists.demo.example>
                    List-Post: <mailto:hazelnuts@lists.demo.example>
                    """
                            .replace("\n", "\r\n")
                            .getBytes(US_ASCII));
            out.writeBytes(message);
            return out.toByteArray();
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        relay.close();
    }
}
