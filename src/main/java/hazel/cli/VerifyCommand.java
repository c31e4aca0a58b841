package hazel.cli;

import hazel.dns.Deadline;
import hazel.dns.Resolver;
import hazel.mail.Header;
import hazel.mail.MailException;
import hazel.mime.MessageParser;
import hazel.trust.Trace;
import hazel.verify.Verification;
import hazel.verify.VerificationText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel verify`: whether a message is from whom it says.
@Command(
        name = "verify",
        description = {
            "Check whether a message is from whom it says, as far as the DNS can tell.",
            "The signatures of domains (DKIM) are checked here, in the message itself. For the"
                    + " client that your own server got the message from, as 'hazel trace' shows"
                    + " it, SPF says whether it may send for the domain of the envelope's sender;"
                    + " DMARC, whether any of that speaks for the domain in From; ARC, whether the"
                    + " chain holds that those sealed who handed the message on.",
            "Those who run the domains' name servers can see that they are asked. It takes no"
                    + " longer than some seconds."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel verify INBOX:4711",
            "  hazel verify --json mail.eml",
            "  hazel verify - <mail.eml",
            "%nExit status:",
            "  0 something speaks for the author's domain; 1 nothing does; 65 that is no message"
                    + " id; 66 no such message or file; 75 nobody can say now."
        })
final class VerifyCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(7);
    private static final int COLUMNS = 80;

    @Option(
            names = "--server",
            paramLabel = "ADDR[:PORT]",
            description = "Ask this name server in place of those that the machine is set up with.")
    private Optional<String> server = Optional.empty();

    @Parameters(
            paramLabel = "ID|FILE",
            description = "MAILBOX:UID, a file, or - for a message on standard input.")
    private String id = "";

    @Mixin private Dotfile dotfile = new Dotfile();

    @Mixin private AsJson json = new AsJson();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        Optional<InetSocketAddress> asked = NameServerOption.read("--server", server);
        byte[] octets = Mail.of(dotfile).octets(id);
        Header header = MessageParser.parse(octets).header();
        Instant now = Instant.now();
        Trace trace = Trace.of(header, TraceCommand.trusted(dotfile.config()), now);
        var deadline = Deadline.in(PATIENCE);
        Resolver resolver = NameServerOption.resolver(asked, deadline);
        var verification = Verification.of(octets, header, trace, resolver, now);
        PrintWriter out = spec.commandLine().getOut();
        if (json.isWanted()) {
            out.println(Json.line(TraceJson.of(verification)));
        } else {
            VerificationText.rows(verification, COLUMNS).forEach(row -> out.println(row.text()));
        }
        if (verification.isVouchedFor()) {
            return Exit.OK;
        }
        return verification.isUncertain() ? Exit.TEMPORARY : Exit.NO;
    }
}
