package hazel.cli;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.ServerCertificate;
import hazel.text.Harmless;
import hazel.tls.Knock;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel tls`: the certificates that a server shows, and whether to believe them.
@Command(
        name = "tls",
        description = {
            "Show the certificates of a mail server, and whether they can be trusted.",
            "For each certificate of the chain, the server's own first: whom it is for, who signed"
                    + " it, from when to when it is valid, and its fingerprint. Then what the"
                    + " machine makes of them: trusted, or all that is wrong.",
            "Nothing is sent to the server but what asks it for TLS: no name, no password, no mail."
                    + " 'hazel account trust' pins the certificate of an account's server."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel tls mail.example.org",
            "  hazel tls imap.example.org:993",
            "  hazel tls --tls imap localhost:1143",
            "%nExit status:",
            "  0 trusted; 64 that is no host and port; 68 unknown host; 75 no answer; 77 not"
                    + " trusted, or no TLS to be had."
        })
final class TlsCommand implements Callable<Integer> {

    private static final int RELAY = 25;
    private static final Duration SOON = Duration.ofDays(21);

    /// What is spoken before TLS.
    enum Beginning {
        implicit(Knock.Before.NOTHING),
        smtp(Knock.Before.SMTP),
        imap(Knock.Before.IMAP),
        pop3(Knock.Before.POP3);

        private final Knock.Before before;

        Beginning(Knock.Before before) {
            this.before = before;
        }

        static Beginning usualAt(int port) {
            return switch (port) {
                case RELAY, 587, 2525 -> smtp;
                case 143 -> imap;
                case 110 -> pop3;
                default -> implicit;
            };
        }
    }

    @Parameters(
            paramLabel = "HOST[:PORT]",
            description = "The server; port 25 unless one is named.")
    private String place = "";

    @Option(
            names = "--tls",
            paramLabel = "HOW",
            description =
                    "How TLS begins: smtp, imap or pop3, which ask for it (STARTTLS), as on the"
                        + " ports 25, 587, 143 and 110; or implicit, from the first octet, as on"
                        + " all others.")
    private Optional<Beginning> beginning = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = Count.class,
            description = "How long to wait for an answer; 20 unless said otherwise.")
    private int seconds = 20;

    @Mixin private TrustFile trustFile = new TrustFile();

    @Mixin private AsJson json = new AsJson();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, UsageException {
        HostPort at = HostPort.read(place);
        int port = at.port().orElse(RELAY);
        var knock =
                new Knock(
                        at.host(),
                        port,
                        beginning.orElseGet(() -> Beginning.usualAt(port)).before,
                        Duration.ofSeconds(Math.clamp(seconds, 1, 3600)));
        Knock.Seen seen = knock.look(trustFile.trust());
        PrintWriter out = spec.commandLine().getOut();
        if (json.isWanted()) {
            out.println(Json.line(json(at.host(), port, seen).build()));
        } else {
            out.println(Harmless.line(at.host() + " port " + port));
            print(seen, out);
        }
        return seen.trouble().map(Problem::exitStatus).orElse(Exit.OK);
    }

    private static void print(Knock.Seen seen, PrintWriter out) {
        int number = 1;
        for (ServerCertificate certificate : seen.chain()) {
            out.println("%3d  for        %s".formatted(number, certificate.owner()));
            out.println("     signed by  " + certificate.signer());
            out.println("     valid      " + certificate.validity() + left(certificate));
            out.println("     SHA-256    " + certificate.fingerprint());
            number++;
        }
        out.println(
                seen.trouble()
                        .map(bad -> "not trusted: " + String.join("; ", bad.faults()))
                        .orElseGet(() -> "trusted; " + seen.session()));
    }

    /// Who runs the server should renew it by then.
    private static String left(ServerCertificate certificate) {
        Duration left = Duration.between(Instant.now(), certificate.until());
        return left.isNegative() || left.compareTo(SOON) > 0
                ? ""
                : ", " + Count.of(Math.toIntExact(left.toDays()), "day") + " left";
    }

    private static JsonObjectBuilder json(String host, int port, Knock.Seen seen) {
        JsonArrayBuilder chain = Json.array();
        for (ServerCertificate certificate : seen.chain()) {
            chain.add(
                    Json.object()
                            .add("subject", certificate.subject())
                            .add("names", Json.strings(certificate.names()))
                            .add("issuer", certificate.issuer())
                            .add("from", certificate.from().toString())
                            .add("until", certificate.until().toString())
                            .add("sha256", certificate.fingerprint()));
        }
        List<String> faults = seen.trouble().map(Problem.BadCertificate::faults).orElse(List.of());
        return Json.object()
                .add("host", host)
                .add("port", port)
                .add("trusted", seen.trouble().isEmpty())
                .add("faults", Json.strings(faults))
                .add("session", seen.session())
                .add("chain", chain);
    }
}
