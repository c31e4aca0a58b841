package hazel.cli;

import hazel.app.PartFiles;
import hazel.mail.Field;
import hazel.mail.MailException;
import hazel.mail.Part;
import hazel.mail.Problem;
import hazel.mime.Block;
import hazel.mime.HtmlText;
import hazel.mime.MessageParser;
import hazel.mime.MessageText;
import hazel.mime.Outline;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.mime.Words;
import hazel.store.Mailbox;
import hazel.store.Uid;
import hazel.text.Harmless;

import jakarta.json.JsonObject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel show`: a message as text a terminal can be trusted with.
@Command(
        name = "show",
        description = "Show messages as text.",
        footer = {
            "%nExamples:",
            "  hazel show INBOX:4711",
            "  hazel show --structure mail.eml",
            "  hazel show --part 2 INBOX:4711 >picture.png",
            "  hazel show --raw - <mail.eml",
            "%nExit status:",
            "  0 shown; 2 some of the messages; 65 that is no message id; 66 no such message or"
                    + " part."
        },
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private static final List<String> USUAL = List.of("From", "To", "Cc", "Subject", "Date");
    private static final int COLUMNS = 80;

    @Parameters(
            arity = "1..*",
            paramLabel = "ID|FILE",
            description =
                    "MAILBOX:UID, MAILBOX:UID..UID, a file, or - for a message on standard input.")
    private List<String> ids = List.of();

    @Option(names = "--headers", description = "All header fields.")
    private boolean headers;

    @Option(
            names = "--raw",
            description =
                    "The octets as they are stored; on a terminal, with what it would obey"
                            + " made visible.")
    private boolean raw;

    @Option(names = "--structure", description = "The parts only.")
    private boolean structure;

    @Option(names = "--html", description = "The HTML where there is a choice.")
    private boolean html;

    @Option(names = "--part", paramLabel = "N", description = "One part, decoded, as it is.")
    private Optional<String> part = Optional.empty();

    @Option(names = "--json", description = "Print JSON, one object on a line.")
    private boolean json;

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        int shown = 0;
        Optional<Problem> trouble = Optional.empty();
        for (String id : ids) {
            try {
                shown += show(id);
            } catch (MailException e) {
                trouble = trouble.or(() -> Optional.of(e.problem()));
                spec.commandLine()
                        .getErr()
                        .println("hazel: " + Harmless.line(e.problem().message()));
            }
        }
        return trouble.isEmpty() ? Exit.OK : shown > 0 ? Exit.IN_PART : trouble.get().exitStatus();
    }

    /// How many messages that were.
    private int show(String id) throws MailException, ConfigException {
        if (Mail.isFile(id)) {
            print(Input.message(id));
            return 1;
        }
        if (!id.contains(":")) {
            throw Mail.neither(id);
        }
        int shown = 0;
        Mail mail = Mail.of(dotfile);
        for (Mail.Chosen chosen : mail.chosen(List.of(id))) {
            shown += mail.in(chosen.place(), mailbox -> print(mailbox, chosen.uids()));
        }
        return shown;
    }

    private int print(Mailbox mailbox, List<Uid> uids) throws MailException {
        for (Uid uid : uids) {
            print(mailbox.fetch(uid));
        }
        return uids.size();
    }

    private void print(byte[] octets) throws MailException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(object(octets)));
        } else if (part.isPresent()) {
            StandardOutput.octets(out, PartFiles.decoded(octets, part.get()));
        } else if (raw) {
            StandardOutput.octets(out, octets);
        } else {
            text(octets).forEach(out::println);
        }
    }

    private List<String> text(byte[] octets) {
        Part root = MessageParser.parse(octets);
        if (structure) {
            return Outline.of(root);
        }
        List<String> lines = new java.util.ArrayList<>();
        root.header().fields().stream().filter(this::isShown).forEach(f -> lines.add(line(f)));
        lines.add("");
        Preference preference = html ? Preference.HTML_FIRST : Preference.PLAIN_FIRST;
        for (Block block : Readable.of(octets, root, preference)) {
            lines.addAll(lines(block));
        }
        return lines;
    }

    private JsonObject object(byte[] octets) {
        Part root = MessageParser.parse(octets);
        var fields = Json.array();
        root.header()
                .fields()
                .forEach(f ->
                        fields.add(
                                Json.object()
                                        .add("name", f.name())
                                        .add("body", Words.decode(f.body()))));
        return Json.object()
                .add("subject", root.header().first("Subject").map(Words::decode).orElse(""))
                .add("headers", fields)
                .add("text", String.join("\n", MessageText.lines(octets, root, COLUMNS)))
                .build();
    }

    private boolean isShown(Field field) {
        return headers || USUAL.stream().anyMatch(field::isNamed);
    }

    private static String line(Field field) {
        return Harmless.line(field.name() + ": " + Words.decode(field.body()));
    }

    private static List<String> lines(Block block) {
        return switch (block) {
            case Block.Text text -> text.lines();
            case Block.Html page -> {
                var rendered = HtmlText.render(page.html(), COLUMNS);
                List<String> lines = new java.util.ArrayList<>(rendered.text().lines().toList());
                rendered.links().forEach(l -> lines.add("[" + l.number() + "] " + l.target()));
                yield lines;
            }
            case Block.Attachment a ->
                    List.of(
                            "[attachment %s: %s, %s, %s]"
                                    .formatted(
                                            a.part().number(),
                                            a.name(),
                                            a.type(),
                                            Outline.size(a.size())));
            case Block.Embedded e ->
                    List.of(
                            "",
                            "---- message "
                                    + Harmless.line(
                                            e.header()
                                                    .first("Subject")
                                                    .map(Words::decode)
                                                    .orElse(""))
                                    + " ----");
            case Block.Notice(var text) -> List.of("[" + text + "]");
        };
    }
}
