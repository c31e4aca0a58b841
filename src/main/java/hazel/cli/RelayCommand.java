package hazel.cli;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.ListenOn;
import hazel.relay.Relay;
import hazel.relay.RelayQueue;
import hazel.spool.Item;
import hazel.spool.QueueId;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// `hazel relay`: runs the bundled relay, and looks at its queue and changes it, whether a relay
/// runs or not.
@Command(
        name = "relay",
        description = {
            "Run the bundled mail relay, and look after its queue.",
            "The relay takes mail from this machine, keeps it safe on disk, delivers it to local"
                + " mailboxes or hands it to the smarthost, and tries again until it can. Other"
                + " machines reach it only where the configuration gives it a certificate, a key"
                + " and somebody who may log in.",
            "Mail that came with REQUIRETLS (RFC 8689) goes on only over verified TLS to servers"
                + " that promise the same, or comes back; mail whose header says 'TLS-Required: No'"
                + " goes on in clear rather than not at all. Mail that is delivered here says in"
                + " Envelope-To whom the envelope named."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            RelayPasswordCommand.class,
            RelayShowCommand.class,
            RelayExportCommand.class,
            RelayImportCommand.class,
            RelayQuarantineCommand.class,
            RelayRestoreCommand.class,
            RelayLogCommand.class,
            RelayRouteCommand.class,
            RelayDoctorCommand.class
        },
        footer = {
            "%nExamples:",
            "  hazel relay run                 run until stopped; events on standard output",
            "  hazel relay queue               what waits, and why",
            "  hazel relay show ID             one message: recipients, replies, header",
            "  hazel relay flush               try everything now",
            "  hazel relay log -n 20           the last twenty events",
            "  hazel relay password ada        let ada log in from other machines",
            "  hazel relay route ada@localhost where mail for an address would go, and why",
            "  hazel relay export --bsmtp FILE write what waits to a file, to be carried elsewhere",
            "  hazel relay doctor              would others take mail straight from this machine?",
            "%nFiles:",
            "  ~/.local/state/hazel/relay/     the queue, relay.log and the socket",
            "%nExit status:",
            "  0 done; 1 the message is being sent just now and was left alone; 66 there is no such"
                    + " message; 75 another relay runs already; 78 the configuration is wrong."
        })
final class RelayCommand implements Callable<Integer> {

    private static final Duration ONCE = Duration.ofMinutes(30);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw Usage.incomplete(spec);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static LocalRelay relay(Dotfile dotfile) throws MailException, ConfigException {
        return new LocalRelay(dotfile.config(), dotfile.places(), Clock.systemUTC());
    }

    private static RelayQueue queue(Dotfile dotfile) throws MailException {
        return RelayQueue.in(directory(dotfile));
    }

    private static Path directory(Dotfile dotfile) {
        return dotfile.places().state().resolve("relay");
    }

    /// What `run` does besides.
    static final class Running {
        @Option(
                names = "--inherited",
                paramLabel = "HOW",
                description =
                        "Listen also on the socket on standard input, as systemd and inetd give"
                                + " one: smtp (with STARTTLS) or smtps (TLS from the first octet)."
                                + " Where it is the connection of one client (inetd's nowait),"
                                + " serve that alone and end.")
        private Optional<String> inherited = Optional.empty();

        Optional<ListenOn.Start> start() throws UsageException {
            if (inherited.isEmpty()) {
                return Optional.empty();
            }
            return switch (inherited.get()) {
                case "smtp" -> Optional.of(ListenOn.Start.CLEAR);
                case "smtps" -> Optional.of(ListenOn.Start.TLS);
                default -> throw new UsageException("--inherited: expected smtp or smtps");
            };
        }

        @Option(
                names = "--once",
                description = "Try everything that is due one time, listen nowhere, and end.")
        private boolean isOnce;
    }

    @Command(
            name = "run",
            description = {
                "Run the relay in the foreground until it is stopped by SIGTERM or an interrupt.",
                "Prints where it listens, then one line for each event. Before it listens where"
                    + " other machines reach it, it tries whether a stranger could send to anybody"
                    + " through it, and does not start where one could."
            },
            mixinStandardHelpOptions = true)
    int run(@Mixin Dotfile dotfile, @Mixin Running how)
            throws MailException, ConfigException, UsageException {
        LocalRelay local = relay(dotfile);
        Path log = local.directory().resolve("relay.log");
        if (how.isOnce) {
            try (LogTail _ = LogTail.of(log, out())) {
                local.deliverDue(ONCE);
            }
            return Exit.OK;
        }
        if (how.start().isPresent() && local.serveConnected(how.start().get(), ONCE)) {
            return Exit.OK; // nothing was printed: standard output is the client
        }
        LogTail tail = LogTail.of(log, out());
        Relay relay = local.start(how.start());
        for (SocketAddress address : relay.addresses()) {
            out().println("listening on " + name(address));
        }
        out().flush();
        // A JVM that a signal ends has the signal's exit status, whatever its hooks do, unless one
        // of them ends it first. The relay ended as it was told to: 0.
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    relay.close();
                                    tail.close();
                                    out().println("stopped");
                                    out().flush();
                                    Runtime.getRuntime().halt(Exit.OK);
                                }));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Exit.OK;
    }

    private static String name(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : address.toString();
    }

    @Command(
            name = "status",
            description = "Say whether a relay runs, how much waits, and until when.",
            mixinStandardHelpOptions = true)
    int status(@Mixin Dotfile dotfile, @Mixin AsJson json) throws MailException {
        RelayQueue.Status status = queue(dotfile).status();
        if (json.isWanted()) {
            var damaged = Json.array();
            status.damaged().forEach(id -> damaged.add(id.value()));
            var object =
                    Json.object()
                            .add("running", status.isRunning())
                            .add("waiting", status.waiting())
                            .add("held", status.held())
                            .add("damaged", damaged)
                            .add("socket", directory(dotfile).resolve("socket").toString());
            status.next().ifPresent(next -> object.add("retryAt", next.toString()));
            out().println(object.build());
            return Exit.OK;
        }
        out().println(status.isRunning() ? "a relay is running" : "no relay is running");
        out().println(
                        status.waiting()
                                + " waiting"
                                + status.next()
                                        .map(n -> ", the next is due " + QueueText.time(n, zone()))
                                        .orElse("")
                                + "; "
                                + status.held()
                                + " held");
        for (QueueId id : status.damaged()) {
            out().println(id + " is damaged; its files are in " + directory(dotfile));
        }
        return Exit.OK;
    }

    private static ZoneId zone() {
        return ZoneId.systemDefault();
    }

    @Command(
            name = "queue",
            description =
                    "List the messages in the queue, oldest first, with each recipient and what"
                            + " was last said about it.",
            mixinStandardHelpOptions = true)
    int queue(@Mixin Dotfile dotfile, @Mixin AsJson json) throws MailException {
        boolean isEmpty = true;
        for (Iterator<Item> all = queue(dotfile).items().iterator(); all.hasNext(); ) {
            Item item = all.next();
            isEmpty = false;
            if (json.isWanted()) {
                out().println(QueueText.json(item));
            } else {
                QueueText.lines(item, zone()).forEach(out()::println);
            }
        }
        if (isEmpty && !json.isWanted()) {
            out().println("the queue is empty");
        }
        return Exit.OK;
    }

    private interface Change {
        boolean on(RelayQueue queue, QueueId id) throws MailException;
    }

    private int change(Dotfile dotfile, List<String> ids, Change change) throws MailException {
        RelayQueue queue = queue(dotfile);
        int left = 0;
        for (String typed : ids) {
            if (!change.on(queue, QueueText.id(typed))) {
                left++;
                spec.commandLine()
                        .getErr()
                        .println("hazel: " + typed + " is as it was: nothing to do, or busy");
            }
        }
        return left == 0 ? Exit.OK : left == ids.size() ? Exit.NO : Exit.IN_PART;
    }

    @Command(
            name = "flush",
            description = "Make messages due now, all that are not held or the ones named.",
            mixinStandardHelpOptions = true)
    int flush(
            @Mixin Dotfile dotfile,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "Queue ids.")
                    List<String> ids)
            throws MailException {
        if (ids != null && !ids.isEmpty()) {
            return change(dotfile, ids, RelayQueue::flush);
        }
        int count = queue(dotfile).flush();
        out().println(count + (count == 1 ? " message is due now" : " messages are due now"));
        return Exit.OK;
    }

    @Command(
            name = "hold",
            description = "Keep messages from being delivered until they are released.",
            mixinStandardHelpOptions = true)
    int hold(
            @Mixin Dotfile dotfile,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Queue ids.")
                    List<String> ids)
            throws MailException {
        return change(dotfile, ids, RelayQueue::hold);
    }

    @Command(
            name = "release",
            description = "Let held messages go, at once.",
            mixinStandardHelpOptions = true)
    int release(
            @Mixin Dotfile dotfile,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Queue ids.")
                    List<String> ids)
            throws MailException {
        return change(dotfile, ids, RelayQueue::release);
    }

    @Command(
            name = "remove",
            description = "Take messages out of the queue for good. Nobody is told but the log.",
            mixinStandardHelpOptions = true)
    int remove(
            @Mixin Dotfile dotfile,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Queue ids.")
                    List<String> ids)
            throws MailException {
        return change(dotfile, ids, RelayQueue::remove);
    }

    @Command(
            name = "bounce",
            description = {
                "Give messages up, and tell their senders that they were not delivered.",
                "The reports go out when a relay runs. Mail from nobody cannot be returned; it can"
                        + " be removed."
            },
            mixinStandardHelpOptions = true)
    int bounce(
            @Mixin Dotfile dotfile,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Queue ids.")
                    List<String> ids)
            throws MailException {
        return change(dotfile, ids, RelayQueue::giveUp);
    }

    @Command(
            name = "edit-rcpt",
            description = "Send a message to one address in place of another that waits for it.",
            mixinStandardHelpOptions = true)
    int editRcpt(
            @Mixin Dotfile dotfile,
            @Parameters(index = "0", paramLabel = "ID", description = "A queue id.") String id,
            @Parameters(index = "1", paramLabel = "OLD", description = "A recipient that waits.")
                    String old,
            @Parameters(index = "2", paramLabel = "NEW", description = "The one in its place.")
                    String other)
            throws MailException {
        Address from = address(old);
        Address to = address(other);
        return change(dotfile, List.of(id), (queue, found) -> queue.readdress(found, from, to));
    }

    static Address address(String typed) throws MailException {
        return Address.parse(typed.contains("@") ? typed : typed + "@localhost")
                .orElseThrow(() ->
                        new MailException(
                                new Problem.Malformed(typed, "'" + typed + "' is not an address")));
    }
}
