package hazel.cli;

import hazel.mail.MailException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel watch`: a line for each thing that happens in mailboxes.
@Command(
        name = "watch",
        description = {
            "Print a line for each thing that happens in mailboxes, until interrupted.",
            "'new' is a message that came, 'flags' one whose flags or keywords changed, 'gone' one"
                    + " that was moved or removed. Without MAILBOX the inboxes of all accounts are"
                    + " watched.",
            "--exec runs a command of the shell for each, one after another, with the event as one"
                    + " JSON object on its standard input: event, account, uid, mailbox, and what"
                    + " 'hazel list --json' says of a message that is there."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  hazel watch",
            "  hazel watch --json INBOX Archive",
            "  hazel watch --event new --exec 'notify-send \"new mail\" \"$(jq -r .subject)\"'",
            "%nExit status:",
            "  66 there is no such mailbox; 74 it cannot be read any more; 130 interrupted."
        })
final class WatchCommand implements Callable<Integer> {

    private static final Duration BETWEEN = Duration.ofMillis(500);

    @Parameters(
            arity = "0..*",
            paramLabel = "MAILBOX",
            description =
                    "The mailboxes, each with its account's name before it where there are"
                            + " several.")
    private List<String> names = List.of();

    @Option(
            names = "--event",
            paramLabel = "EVENT",
            description = "Only this: new, flags or gone. May be given again.")
    private List<String> events = List.of();

    @Option(
            names = "--exec",
            paramLabel = "COMMAND",
            description = "Run this for each event, the event on its standard input.")
    private Optional<String> exec = Optional.empty();

    @Mixin private AsJson json = new AsJson();

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call()
            throws MailException, ConfigException, UsageException, InterruptedException {
        for (String event : events) {
            if (!List.of("new", "flags", "gone").contains(event)) {
                throw new UsageException("--event " + event + ": expected new, flags or gone");
            }
        }
        Mail mail = Mail.of(dotfile);
        mail.session().stores(mail.config()).start();
        List<Watched> all = new ArrayList<>();
        try (var interrupt = Interrupt.watch()) {
            try {
                for (String name : names.isEmpty() ? inboxes(mail) : names) {
                    all.add(Watched.open(mail, name));
                }
                while (!interrupt.isWanted()) {
                    for (Watched each : all) {
                        each.look(this::tell);
                    }
                    Thread.sleep(BETWEEN);
                    if (spec.commandLine().getOut().checkError()) {
                        return Exit.OK; // nobody reads on
                    }
                }
            } finally {
                for (Watched each : all) {
                    each.close();
                }
            }
        }
        return Exit.OK;
    }

    private static List<String> inboxes(Mail mail) {
        List<String> accounts = mail.config().accounts().stream().map(a -> a.name()).toList();
        return accounts.size() == 1
                ? List.of("INBOX")
                : accounts.stream().map(name -> name + "/INBOX").toList();
    }

    private void tell(Watched.Event event) {
        if (!events.isEmpty() && !events.contains(event.kind())) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json.isWanted() ? Json.line(event.json()) : event.text());
        out.flush();
        exec.ifPresent(command -> run(new MailHook(command), event));
    }

    /// What a command does badly is its own affair: the next event comes all the same.
    private void run(MailHook hook, Watched.Event event) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            hook.tell(event.json()).forEach(printed -> err.println("hazel: " + printed));
        } catch (MailException e) {
            err.println("hazel: " + e.problem().message());
        }
        err.flush();
    }
}
