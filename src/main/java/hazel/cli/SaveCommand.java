package hazel.cli;

import hazel.app.PartFiles;
import hazel.mail.MailException;
import hazel.mail.Part;
import hazel.mail.Problem;
import hazel.mime.MessageParser;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `hazel save`: attachments as files.
@Command(
        name = "save",
        description = {
            "Save the attachments of a message, or the parts named, into a directory.",
            "No file is ever written over, and none outside the directory."
        },
        mixinStandardHelpOptions = true,
        footer = {"%nExample:", "  hazel save INBOX:4711 --to /tmp"})
final class SaveCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "ID|FILE",
            description = "MAILBOX:UID, a file, or - for standard input.")
    private String id = "";

    @Parameters(
            index = "1..*",
            paramLabel = "PART",
            description = "Numbers of parts, as 'hazel parts' shows them.")
    private List<String> parts = List.of();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "The directory, which must be there.")
    private Path dir = Path.of("");

    @Mixin private Dotfile dotfile = new Dotfile();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws MailException, ConfigException {
        if (!Files.isDirectory(dir)) {
            throw new MailException(
                    new Problem.CannotWrite(dir.toString(), dir + " is not a directory"));
        }
        byte[] octets = Mail.of(dotfile).octets(id);
        List<String> wanted = parts.isEmpty() ? attachments(octets) : parts;
        if (wanted.isEmpty()) {
            spec.commandLine().getErr().println("hazel: the message has no attachments");
            return Exit.NO;
        }
        for (Path file : PartFiles.save(octets, wanted, dir)) {
            spec.commandLine().getOut().println(Harmless.line(file.toString()));
        }
        return Exit.OK;
    }

    private static List<String> attachments(byte[] octets) {
        return MessageParser.parse(octets)
                .walk()
                .filter(p -> p.isAttachment() || p.fileName().isPresent())
                .filter(p -> !p.mediaType().is("multipart/*"))
                .map(Part::number)
                .toList();
    }
}
