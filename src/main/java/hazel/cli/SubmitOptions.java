package hazel.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.io.PrintWriter;

/// What is to be done with a message that is written, as flags say it.
final class SubmitOptions {

    @Option(
            names = "--envelope-from",
            paramLabel = "ADDRESS",
            description = "The reverse-path, where it is not the From address; '<>' for none.")
    private String envelopeFrom = "";

    @Option(
            names = "--dry-run",
            description = "Print the message and its envelope, and send nothing.")
    private boolean dryRun;

    @Option(
            names = "--transcript",
            description = "Print the SMTP session on standard error, secrets masked.")
    private boolean transcript;

    @Option(names = "--draft", description = "Keep it as a draft, and send nothing.")
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
}
