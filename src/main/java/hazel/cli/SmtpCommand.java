package hazel.cli;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Dialogue;
import hazel.smtp.Reply;
import hazel.smtp.Server;
import hazel.smtp.Timeouts;
import hazel.smtp.Transcript;
import hazel.tls.Fingerprint;
import hazel.tls.Trust;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel smtp`: a session with a mail server, by hand.
@Command(
        name = "smtp",
        description = {
            "Talk to a mail server by hand, each of its answers explained.",
            "On a terminal Hazel says what comes next in the usual order, and Enter does it; any"
                    + " other command can be typed as well. STARTTLS makes the handshake, AUTH asks"
                    + " for the user and the password and sends them only inside TLS, DATA reads a"
                    + " message to a line with a dot alone. PIPELINING holds MAIL and RCPT back"
                    + " until they go out together. 'MAIL ada@example.org' will do for 'MAIL"
                    + " FROM:<ada@example.org>'. ? lists all this.",
            "From a pipe it reads the same commands, one a line; after AUTH come the user and the"
                    + " password, a line each. No password is ever shown.",
            "Where the server's certificate is not trusted the session ends, but where a person at"
                    + " the terminal takes it, or --fingerprint names it.",
            "--caps only asks what the server can do, and prints it with what it means, before TLS"
                    + " and within it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel smtp mail.example.org",
            "  hazel smtp --caps mail.example.org:587",
            "  printf 'EHLO\\nMAIL a@example.org\\nRCPT b@example.org\\n' | hazel smtp localhost",
            "%nExit status:",
            "  0 done; 1 the server refused something that was typed; 64 that is no host and port;"
                    + " 65 the message has no end; 68 unknown host; 75 no answer; 76 that is no"
                    + " server of SMTP; 77 its certificate is not trusted, or it would see the"
                    + " password in clear."
        })
final class SmtpCommand implements Callable<Integer> {

    private static final int RELAY = 25;

    /// TLS from the first octet (RFC 8314 section 3.3).
    private static final int SUBMISSIONS = 465;

    /// How TLS begins.
    enum TlsChoice {
        starttls,
        implicit
    }

    @Parameters(
            paramLabel = "HOST[:PORT]",
            description = "The server; port 25 unless one is named.")
    private String place = "";

    @Option(names = "--caps", description = "Print what the server can do, and leave.")
    private boolean isOnlyAsking;

    @Option(
            names = "--tls",
            paramLabel = "HOW",
            description =
                    "starttls, which is how it is on most ports, or implicit: from the first octet,"
                            + " as on port 465.")
    private Optional<TlsChoice> tls = Optional.empty();

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256",
            description = "Take the certificate with this fingerprint, and no other.")
    private Optional<String> fingerprint = Optional.empty();

    @Mixin private TrustFile trustFile = new TrustFile();

    @Option(
            names = "--hello",
            paramLabel = "NAME",
            description = "What EHLO says who we are; localhost unless said otherwise.")
    private String hello = "localhost";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = Count.class,
            description = "How long to wait for an answer; 30 unless said otherwise.")
    private int seconds = 30;

    @Mixin private AsJson json = new AsJson();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, UsageException {
        if (json.isWanted() && !isOnlyAsking) {
            throw new UsageException("--json goes with --caps");
        }
        Server server = server();
        try {
            return isOnlyAsking
                    ? new SmtpOffers(server, spec).print(json.isWanted())
                    : talk(server);
        } catch (MailException e) {
            throw hinted(e);
        }
    }

    private int talk(Server server) throws MailException {
        HandInput input = HandInput.of(spec.commandLine().getOut());
        return new SmtpByHand(server, input, spec.commandLine().getOut()).run();
    }

    private Server server() throws UsageException {
        HostPort at = HostPort.read(place);
        int port = at.port().orElse(RELAY);
        if (!hello.matches("[!-~]+")) {
            throw new UsageException("--hello '" + hello + "': expected a name without blanks");
        }
        var wait = Duration.ofSeconds(Math.clamp(seconds, 1, 3600));
        var usual = Timeouts.INTERACTIVE;
        return Server.tcp(at.host(), port, tls.map(SmtpCommand::tls).orElse(usualTls(port)))
                .withTrust(trust())
                .withOurName(hello)
                .withTimeouts(new Timeouts(wait, wait, usual.data(), usual.dot()));
    }

    private static Server.Tls usualTls(int port) {
        return port == SUBMISSIONS ? Server.Tls.IMPLICIT : Server.Tls.STARTTLS;
    }

    private static Server.Tls tls(TlsChoice choice) {
        return switch (choice) {
            case starttls -> Server.Tls.STARTTLS;
            case implicit -> Server.Tls.IMPLICIT;
        };
    }

    private Trust trust() throws UsageException {
        Trust trust = trustFile.trust();
        if (fingerprint.isEmpty()) {
            return trust;
        }
        return trust.withPin(
                Fingerprint.parse(fingerprint.get())
                        .orElseThrow(() ->
                                new UsageException(
                                        "--fingerprint: expected the SHA-256 of a certificate, 64"
                                                + " hexadecimal digits with or without colons")));
    }

    /// What is said of a certificate elsewhere is of an account's.
    private static MailException hinted(MailException e) {
        return e.problem() instanceof Problem.BadCertificate bad
                ? new MailException(
                        new Problem.NotTrusted(
                                bad.host(),
                                bad.fact() + ". If that is the right one, --fingerprint takes it"),
                        e)
                : e;
    }

    static MailException refused(Server server, String what, Reply reply) {
        return new MailException(
                new Problem.Refused(
                        "connect", Math.max(400, reply.code()), server.name() + what + reply));
    }

    /// Connects and hears the greeting.
    ///
    /// The commonest mistake is the wrong kind of port: each kind waits for, or does not
    /// understand, what the other begins with.
    static Dialogue greeted(Server server, Transcript transcript) throws MailException {
        Dialogue dialogue = Dialogue.open(server, transcript);
        boolean isGreeted = false;
        try {
            var greeting = greeting(dialogue, server);
            if (greeting.code() != 220) {
                throw refused(server, " does not want to talk: ", greeting);
            }
            isGreeted = true;
            return dialogue;
        } finally {
            if (!isGreeted) {
                dialogue.close();
            }
        }
    }

    private static Reply greeting(Dialogue dialogue, Server server) throws MailException {
        boolean isImplicit = server.tls() == Server.Tls.IMPLICIT;
        try {
            return dialogue.greeting();
        } catch (MailException e) {
            throw switch (e.problem()) {
                case Problem.NotTrusted(var host, var said) when isImplicit ->
                        new MailException(
                                new Problem.NotTrusted(
                                        host,
                                        said + "; perhaps it begins in clear: --tls starttls"),
                                e);
                case Problem.Unreachable(var host, var said) when !isImplicit ->
                        new MailException(
                                new Problem.Unreachable(
                                        host,
                                        said
                                                + "; perhaps it waits for TLS from the first"
                                                + " octet: --tls implicit"),
                                e);
                default -> e;
            };
        }
    }
}
