package hazel.cli;

import hazel.compose.Stamp;
import hazel.config.Config;
import hazel.config.SubmitConfig;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.relay.RelayQueue;
import hazel.route.FileDirectory;
import hazel.smtp.Dsn;
import hazel.spool.Item;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `hazel sendmail`: the command line that every program which sends mail knows.
@Command(
        name = "sendmail",
        description = {
            "Send the message on standard input, as the command sendmail does.",
            "Recipients are the arguments, and with -t also those in To, Cc and Bcc. What is"
                    + " missing is added: a header, From, Date, Message-ID. The Bcc field never"
                    + " goes out. The account is the one whose address is named by -f or From,"
                    + " else the first. Where it sends through a server and that cannot be reached,"
                    + " the message waits in the outbox; where it sends through the bundled relay,"
                    + " the message goes into the relay's queue."
        },
        footer = {
            "%nExamples:",
            "  printf 'Subject: Backup\\n\\nDone.\\n' | hazel sendmail -oi ada@example.org",
            "  hazel sendmail -oi -t < message.eml",
            "  hazel sendmail -bp",
            "  In ~/.muttrc:  set sendmail=\"hazel sendmail -oem -oi\"",
            "%nThe same by other names:",
            "  A link called sendmail, mailq or newaliases to hazel is that command, and so is"
                + " hazel --as=NAME. mailq is -bp; newaliases is -bi: there is nothing to build, as"
                + " the file of aliases is read when it has changed, but its mistakes are told.",
            "%nExit status:",
            "  0 handed over or safely queued; 64 usage, no recipient; 65 an address that is none;"
                    + " 67 a recipient was refused; 69 the server refused the message; 73 or 75"
                    + " nothing was kept; 77 not permitted; 78 the configuration is wrong."
        })
final class SendmailCommand implements Callable<Integer> {

    private static final int LARGEST = 128 << 20;
    private static final int REFUSED = 67;
    private static final int UNAVAILABLE = 69;

    @Parameters(arity = "0..*", paramLabel = "RECIPIENT", description = "Addresses, or users here.")
    private List<String> typed = List.of();

    @Option(names = "-t", description = "Send to the addresses in To, Cc and Bcc as well.")
    private boolean fromHeader;

    @Option(names = "-i", description = "A line with a dot alone does not end the message; as -oi.")
    private boolean dotIsText;

    @Option(
            names = {"-f", "-r"},
            paramLabel = "ADDRESS",
            description = "The envelope sender; '' or <> for none.")
    private Optional<String> sender = Optional.empty();

    @Option(
            names = "-F",
            paramLabel = "NAME",
            description = "The author's name, where the message has no From.")
    private String name = "";

    @Option(
            names = "-b",
            paramLabel = "MODE",
            description =
                    "What to do: m send (the standard), p print the queues, s speak SMTP on"
                            + " standard input and output, v say where the addresses would go, i"
                            + " look for mistakes in the file of aliases.")
    private String mode = "m";

    @Option(names = "-q", description = "Try everything that waits in the relay's queue now.")
    private boolean flush;

    @Option(
            names = "-o",
            paramLabel = "OPTION",
            description =
                    "An option of sendmail; i is the same as -i, and any other changes nothing.")
    private List<String> options = List.of();

    @Option(names = "-v", description = "Say what became of the message.")
    private boolean verbose;

    @Option(
            names = "-N",
            paramLabel = "WHEN",
            converter = SubmitOptions.ReportWords.class,
            description =
                    "The reports that are wanted: never, or some of success,failure,delay with"
                            + " commas between.")
    private Optional<Dsn> reports = Optional.empty();

    @Option(names = "-R", paramLabel = "HOW", description = "What comes back: full or hdrs.")
    private Optional<String> returns = Optional.empty();

    @Option(names = "-V", paramLabel = "NAME", description = "A name for the envelope in reports.")
    private Optional<String> envid = Optional.empty();

    @Option(
            names = {"-B", "-O", "-A", "-L", "-h", "-e"},
            paramLabel = "VALUE",
            description = "Accepted as sendmail's, and without effect.")
    @SuppressWarnings("UnusedVariable")
    private List<String> accepted = List.of();

    @Option(
            names = {"-G", "-U", "-n", "-m"},
            description = "Accepted as sendmail's, and without effect.")
    @SuppressWarnings("UnusedVariable")
    private boolean[] acceptedToo = {};

    @Spec private CommandSpec spec = CommandSpec.create();

    private final InputStream in;

    SendmailCommand() {
        this(System.in);
    }

    SendmailCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() throws MailException, ConfigException {
        Session session = Session.usual();
        var relay =
                new LocalRelay(
                        session.config(), session.places(), Clock.system(ZoneId.systemDefault()));
        if (flush) {
            RelayQueue.in(relay.directory()).flush();
            return Exit.OK;
        }
        return switch (mode) {
            case "m" -> send(relay);
            case "p" -> queues(relay);
            case "s" -> talk(relay);
            case "v" -> verify(relay);
            case "i" -> aliases(relay);
            default ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "-b"
                                    + mode
                                    + " is not something Hazel does; a relay that goes on running"
                                    + " is 'hazel relay run'");
        };
    }

    private int send(LocalRelay relay) throws MailException {
        byte[] octets = read();
        boolean whole = dotIsText || options.stream().anyMatch(o -> o.startsWith("i"));
        Piped piped = Piped.read(whole ? octets : Piped.untilDot(octets));
        Optional<Address> envelopeSender = envelopeSender();
        Config.Account account = account(relay.config(), envelopeSender.or(piped::from));
        String domain = domain(account);
        List<Address> to = new ArrayList<>(Piped.typed(typed, domain));
        if (fromHeader) {
            to.addAll(piped.recipients(domain));
        }
        if (to.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no recipient is named");
        }
        Address author =
                envelopeSender
                        .orElse(account.address())
                        .withDisplayName(name.isEmpty() ? account.address().displayName() : name);
        byte[] message = piped.complete(author, Stamp.now(relay.clock()));
        Optional<Address> path =
                sender.isPresent()
                        ? envelopeSender
                        : Optional.of(account.address().withDisplayName(""));
        var envelope = new Envelope(path, Piped.distinct(to));
        return said(new Handover(relay).hand(account, envelope, dsn(), message));
    }

    private Dsn dsn() {
        if (returns.isPresent() && returns.flatMap(Dsn.Returns::parse).isEmpty()) {
            throw new ParameterException(spec.commandLine(), "-R: expected full or hdrs");
        }
        if (envid.filter(e -> !e.matches("[ -~]{1,100}")).isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "-V: expected up to 100 letters of ASCII");
        }
        return new Dsn(reports.orElse(Dsn.NONE).when(), returns.flatMap(Dsn.Returns::parse), envid);
    }

    private int said(Handover.Handed handed) {
        return switch (handed) {
            case Handover.Sent _ -> tell("sent");
            case Handover.Queued(var id) -> tell("queued: " + id);
            case Handover.Uncertain(var id) -> {
                warn(id + " may have been sent or not; 'hazel outbox show " + id + "'");
                yield Exit.OK;
            }
            case Handover.Refused(var refusals, boolean isOfAll) -> {
                refusals.forEach(this::warn);
                boolean ofRecipients = !isOfAll || refusals.size() == 1;
                yield ofRecipients ? REFUSED : UNAVAILABLE;
            }
        };
    }

    private int tell(String words) {
        if (verbose) {
            spec.commandLine().getOut().println(Harmless.line(words));
        }
        return Exit.OK;
    }

    private void warn(String words) {
        spec.commandLine().getErr().println("hazel: " + Harmless.line(words));
    }

    private byte[] read() throws MailException {
        try {
            byte[] octets = in.readNBytes(LARGEST + 1);
            if (octets.length > LARGEST) {
                throw new MailException(
                        new Problem.Malformed("stdin", "the message is larger than 128 MB"));
            }
            return octets;
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("stdin", "cannot read standard input: " + Reason.of(e)), e);
        }
    }

    private Optional<Address> envelopeSender() throws MailException {
        Optional<String> written = sender.filter(s -> !s.isEmpty() && !s.equals("<>"));
        return written.isEmpty()
                ? Optional.empty()
                : Piped.typed(List.of(written.get()), "localhost").stream()
                        .findFirst()
                        .map(a -> a.withDisplayName(""));
    }

    private static Config.Account account(Config config, Optional<Address> as) {
        return config.accounts().stream()
                .filter(a ->
                        as.isPresent()
                                && (a.address().isSameMailbox(as.get())
                                        || a.others().stream().anyMatch(as.get()::isSameMailbox)))
                .findFirst()
                .orElse(config.accounts().getFirst());
    }

    /// Where a bare user's name is at home: here, or where the account's server is.
    private static String domain(Config.Account account) {
        return account.outgoing() instanceof SubmitConfig.Bundled
                ? "localhost"
                : account.address().domain();
    }

    private int queues(LocalRelay relay) throws MailException {
        boolean isEmpty = true;
        for (Iterator<Item> all = waiting(relay).iterator(); all.hasNext(); isEmpty = false) {
            QueueText.lines(all.next(), ZoneId.systemDefault())
                    .forEach(spec.commandLine().getOut()::println);
        }
        if (isEmpty) {
            spec.commandLine().getOut().println("Mail queue is empty");
        }
        return Exit.OK;
    }

    private static Stream<Item> waiting(LocalRelay relay) throws MailException {
        return Stream.concat(
                RelayQueue.in(relay.directory()).items(),
                new Handover(relay).outbox().list().stream());
    }

    private int verify(LocalRelay relay) throws MailException {
        for (Address address : Piped.typed(typed, "localhost")) {
            relay.roads()
                    .to(address, Optional.empty())
                    .lines()
                    .forEach(line -> spec.commandLine().getOut().println(Harmless.line(line)));
        }
        return Exit.OK;
    }

    private static int aliases(LocalRelay relay) throws MailException, ConfigException {
        Optional<Path> file = relay.config().relay().onward().aliases();
        List<Problem.BadConfig> mistakes =
                file.isPresent() ? FileDirectory.mistakes(file.get()) : List.of();
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
        return Exit.OK;
    }

    /// What comes by -bs is mail of the user who started us. A client that inetd hands over is
    /// somebody else, and would send to anywhere.
    private static void refuseNetwork() throws MailException {
        try {
            if (System.inheritedChannel() instanceof SocketChannel client
                    && client.getRemoteAddress() instanceof InetSocketAddress) {
                throw new MailException(
                        new Problem.NotPermitted(
                                "-bs",
                                "-bs is for programs of this user, and standard input is a"
                                        + " connection of the network: inetd starts"
                                        + " 'hazel relay run --inherited smtp'"));
            }
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("-bs", "standard input: " + Reason.of(e)), e);
        }
    }

    /// The client speaks with the relay that runs, or with one that runs as long as it speaks.
    private int talk(LocalRelay relay) throws MailException {
        refuseNetwork();
        try (var _ =
                        relay.answers()
                                ? new LocalRelay.Embedded(Optional.empty())
                                : relay.embedded();
                var channel = SocketChannel.open(UnixDomainSocketAddress.of(relay.socket()))) {
            OutputStream to = Channels.newOutputStream(channel);
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        try {
                            in.transferTo(to);
                            channel.shutdownOutput();
                        } catch (IOException _) {
                            // The relay hung up first: the other direction ends, and so do we.
                        }
                    });
            Channels.newInputStream(channel).transferTo(System.out);
            System.out.flush();
            return Exit.OK;
        } catch (IOException e) {
            throw new MailException(new Problem.Unreachable("relay", "the relay hung up"), e);
        }
    }
}
