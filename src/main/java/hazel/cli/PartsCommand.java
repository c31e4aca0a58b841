package hazel.cli;

import hazel.mail.MailException;
import hazel.mail.Part;
import hazel.mime.Content;
import hazel.mime.MessageParser;
import hazel.mime.Outline;
import hazel.text.Columns;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/// `hazel parts`: what a message is made of.
@Command(
        name = "parts",
        description = "List the parts of a message: number, type, size, name.",
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel parts INBOX:4711"})
final class PartsCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID|FILE",
            description = "MAILBOX:UID, a file, or - for standard input.")
    private String id = "";

    @Mixin private Dotfile dotfile = new Dotfile();

    @Mixin private AsJson json = new AsJson();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        List<Part> parts =
                MessageParser.parse(Mail.of(dotfile).octets(id))
                        .walk()
                        .filter(p -> !p.mediaType().is("multipart/*"))
                        .toList();
        for (Part part : parts) {
            spec.commandLine()
                    .getOut()
                    .println(json.isWanted() ? Json.line(object(part)) : line(part));
        }
        return Exit.OK;
    }

    private static String line(Part part) {
        return Columns.fit(number(part), 8)
                + Columns.fit(Harmless.line(part.mediaType().toString()), 32)
                + Columns.fitRight(Outline.size(Content.size(part)), 8)
                + "  "
                + Harmless.line(part.fileName().orElse(""));
    }

    private static String number(Part part) {
        return part.number().isEmpty() ? "1" : part.number();
    }

    private static jakarta.json.JsonObject object(Part part) {
        return Json.object()
                .add("part", number(part))
                .add("type", part.mediaType().toString())
                .add("size", Content.size(part))
                .add("name", part.fileName().orElse(""))
                .add("attachment", part.isAttachment())
                .build();
    }
}
