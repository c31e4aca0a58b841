package hazel.cli;

import hazel.app.KeptSessions;
import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mime.MessageParser;
import hazel.trust.Trace;
import hazel.trust.TraceText;
import hazel.trust.Trusted;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;

/// `hazel trace`: the way a message came, and which of it can be believed.
@Command(
        name = "trace",
        description = {
            "Show the way a message came, and which of its claims can be believed.",
            "Each server on the way wrote a Received field: from whom it got the message, when, by"
                    + " which protocol, and under which id its log has it. Those of your own"
                    + " servers are believed, down to the first client from outside; what follows"
                    + " was handed in with the message, and is shown as claimed. trust.hosts says"
                    + " which servers are yours.",
            "Then what servers noted of the envelope; what they say they checked, which is"
                    + " believed from those that trust.authserv names; and signs of forgery, each"
                    + " with its reason. They are no verdict.",
            "Of a message that you sent in the last 30 days it shows first which server Hazel"
                    + " handed it to, and the id that the server gave it: with that, the server's"
                    + " postmaster finds it in the log.",
            "Nobody is asked: see 'hazel verify' for what the DNS knows."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel trace INBOX:4711",
            "  hazel trace --json mail.eml",
            "  hazel trace - <mail.eml",
            "%nExit status:",
            "  0 shown; 65 that is no message id; 66 no such message or file."
        })
final class TraceCommand implements Callable<Integer> {

    private static final int COLUMNS = 80;

    @Parameters(
            paramLabel = "ID|FILE",
            description = "MAILBOX:UID, a file, or - for a message on standard input.")
    private String id = "";

    @Mixin private Dotfile dotfile = new Dotfile();

    @Mixin private AsJson json = new AsJson();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        byte[] octets = Mail.of(dotfile).octetsToAnswer(id, _ -> {}); // the header is enough
        var header = MessageParser.parse(octets).header();
        Trace trace =
                Trace.of(header, trusted(dotfile.config()), Instant.now())
                        .with(KeptSessions.in(dotfile.places()).handovers(header));
        PrintWriter out = spec.commandLine().getOut();
        if (json.isWanted()) {
            out.println(Json.line(TraceJson.of(trace)));
        } else {
            TraceText.rows(trace, COLUMNS).forEach(row -> out.println(row.text()));
        }
        return Exit.OK;
    }

    static Trusted trusted(Config config) {
        return new Trusted(config.trust().authserv(), config.trust().hosts());
    }
}
