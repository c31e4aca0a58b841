package hazel.cli;

import hazel.smtp.Dsn;
import hazel.smtp.SmtpClient;
import hazel.smtp.Transaction;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

import java.io.PrintWriter;
import java.util.Optional;

/// What is to be done with a message that is written, as flags say it.
final class SubmitOptions {

    @Option(
            names = "--envelope-from",
            paramLabel = "ADDRESS",
            description = "The reverse-path, where it is not the From address; '<>' for none.")
    private String envelopeFrom = "";

    @Option(
            names = "--dsn",
            paramLabel = "WHEN",
            converter = ReportWords.class,
            description =
                    "Ask for reports of the delivery (RFC 3461): 'never', or 'success', 'failure',"
                            + " 'delay' with commas between. Where the server sends none it is"
                            + " said.")
    private Optional<Dsn> dsn = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "Print the message and its envelope, and send nothing.")
    private boolean dryRun;

    @Option(
            names = "--transcript",
            description = "Print the SMTP session on standard error, secrets masked.")
    private boolean transcript;

    @Option(
            names = "--draft",
            description =
                    "Keep it as a draft, in the account's mailbox for drafts where it has one, and"
                            + " send nothing.")
    private boolean draft;

    @Option(
            names = "--queue",
            description = "Where it cannot be sent now, keep it in the outbox and end with 0.")
    private boolean queue;

    @Option(names = "--json", description = "Answer with one line of JSON.")
    private boolean json;

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    String envelopeFrom() {
        return envelopeFrom;
    }

    /// The reports that are wanted; empty for what the server does by itself.
    Optional<Dsn> dsn() {
        return dsn;
    }

    /// Asks for the reports that are wanted, and says where the server sends none.
    Transaction withReports(Transaction transaction, SmtpClient client) {
        if (!client.offers().has("DSN")) {
            noReports("the server");
        }
        return dsn.map(transaction::with).orElse(transaction);
    }

    void noReports(String who) {
        if (dsn.isPresent()) {
            err().println("hazel: " + who + " sends no reports (DSN); none was asked for");
        }
    }

    boolean isDryRun() {
        return dryRun;
    }

    boolean wantsTranscript() {
        return transcript;
    }

    boolean isDraft() {
        return draft;
    }

    boolean mayQueue() {
        return queue;
    }

    boolean wantsJson() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /// Reads the word of `--dsn`.
    static final class ReportWords implements ITypeConverter<Dsn> {
        @Override
        public Dsn convert(String words) {
            return Dsn.parse(words)
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "expected 'never', or some of 'success', 'failure', 'delay'"
                                            + " with commas between"));
        }
    }
}
