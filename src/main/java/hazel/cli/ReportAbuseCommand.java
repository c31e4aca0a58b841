package hazel.cli;

import hazel.app.Abuse;
import hazel.compose.AbuseReport;
import hazel.compose.Draft;
import hazel.compose.Identity;
import hazel.dns.Addresses;
import hazel.dns.Deadline;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.text.Harmless;
import hazel.verify.AbuseContact;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `hazel report-abuse`: tells those a message came from that it is abuse.
@Command(
        name = "report-abuse",
        description = {
            "Report a message as abuse to those whose server handed it to yours.",
            "That server is the last that is certain, as 'hazel trace' shows it: what the message"
                    + " says of servers before it may be made up, and none of them is written to."
                    + " The DNS is asked for the name of the server's address; where the name leads"
                    + " back to the address, the report goes to abuse at the name's domain (RFC"
                    + " 2142). Where it does not, name somebody with --to: 'whois ADDRESS' says who"
                    + " runs a network. No other service is asked.",
            "The report has the format of RFC 5965, with the message as it came, your own address"
                + " in it included. Nothing is sent before you say yes on the terminal, or --yes"
                + " does; --dry-run prints the report, and --draft keeps it as a draft to look at"
                + " in the composer."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel report-abuse --dry-run INBOX:4711",
            "  hazel report-abuse --type fraud --note 'They pose as our bank.' INBOX:4711",
            "  hazel report-abuse --to abuse@example.net --yes mail.eml",
            "%nExit status:",
            "  0 sent, printed or kept; 1 you said no; 64 it would need a yes; 65 it is not certain"
                    + " from where the message came; 66 no such message or file; 68 whom to tell is"
                    + " not known; else as of 'hazel send'."
        })
final class ReportAbuseCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(7);

    @Parameters(
            paramLabel = "ID|FILE",
            description = "MAILBOX:UID, a file, or - for a message on standard input.")
    private String id = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            converter = TypeWord.class,
            description = "What it is: abuse, fraud, virus or other; abuse unless said otherwise.")
    private AbuseReport.Type type = AbuseReport.Type.ABUSE;

    @Option(names = "--note", paramLabel = "TEXT", description = "What else you want to say.")
    private String note = "";

    @Option(
            names = "--postmaster",
            description = "Write to postmaster at the domain, where abuse there does not exist.")
    private boolean isToPostmaster;

    @Option(
            names = "--server",
            paramLabel = "ADDR[:PORT]",
            description = "Ask this name server in place of those that the machine is set up with.")
    private Optional<String> nameServer = Optional.empty();

    @Option(names = "--yes", description = "Send it without asking.")
    private boolean isAgreed;

    @Mixin private AddressOptions who = new AddressOptions();

    @Mixin private SubmitOptions submit = new SubmitOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    static final class TypeWord implements ITypeConverter<AbuseReport.Type> {
        @Override
        public AbuseReport.Type convert(String word) {
            return AbuseReport.Type.of(word)
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "'" + word + "': expected abuse, fraud, virus or other"));
        }
    }

    @Override
    public Integer call() throws MailException, ConfigException, UsageException {
        var asked = NameServerOption.read("--server", nameServer);
        boolean isSending = !submit.isDryRun() && !submit.isDraft();
        Questions questions = new Questions(spec.commandLine().getOut());
        if (isSending && !isAgreed && !questions.canAsk()) {
            throw new UsageException(
                    "nothing is sent without --yes; --dry-run shows what would be");
        }
        Session session = who.session();
        var sending = new Sending(session, submit);
        var mail = new Mail(session, session.config());
        byte[] octets = mail.octets(id);
        var abuse =
                new Abuse(
                        TraceCommand.trusted(session.config()),
                        NameServerOption.resolver(asked, Deadline.in(PATIENCE)),
                        Instant.now());
        Abuse.Found found = abuse.about(octets, type, note);
        AbuseContact contact = found.contact();
        Draft draft =
                found.draft(
                        identity(sending, mail), isToPostmaster ? "postmaster" : "abuse", octets);
        Draft addressed = who.to(draft, List.of(), sending.book());
        if (addressed.to().isEmpty()) {
            throw unknown(contact);
        }
        if (isSending && !isAgreed && !isWanted(questions, addressed, contact)) {
            return Exit.NO;
        }
        return sending.send(addressed);
    }

    private Identity identity(Sending sending, Mail mail)
            throws MailException, ConfigException, UsageException {
        return who.isFromNamed()
                ? who.identity(sending.writers())
                : sending.writers().identities(who.account(), mail.mailbox(id)).preferred();
    }

    private static MailException unknown(AbuseContact contact) {
        String address = Addresses.text(contact.source());
        return new MailException(
                new Problem.Unknown(
                        address,
                        "whom to tell is not known: "
                                + contact.trouble()
                                + "; name somebody with --to, as 'whois "
                                + address
                                + "' says who runs its network"));
    }

    private boolean isWanted(Questions questions, Draft report, AbuseContact contact) {
        String name = contact.name().isEmpty() ? "" : " (" + contact.name() + ")";
        spec.commandLine()
                .getOut()
                .println(
                        Harmless.line(
                                "It came to your server from "
                                        + Addresses.text(contact.source())
                                        + name
                                        + "."));
        String to =
                report.recipients().stream()
                        .map(Address::addrSpec)
                        .collect(Collectors.joining(", "));
        return questions.isYes(
                Harmless.line(
                        "Send the report, with the message, from "
                                + report.from().addrSpec()
                                + " to "
                                + to
                                + "?"));
    }
}
