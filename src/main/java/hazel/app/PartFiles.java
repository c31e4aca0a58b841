package hazel.app;

import hazel.mail.MailException;
import hazel.mail.Part;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.mime.Content;
import hazel.mime.FileNames;
import hazel.mime.MessageParser;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Saves parts of messages as files, never over another file and never outside the directory that
/// was chosen.
public final class PartFiles {

    private static final int TRIES = 1000;

    private PartFiles() {}

    /// @param numbers of the parts; none for the whole message
    /// @param path a directory, or the name of a file that is not there yet
    /// @return the files written
    public static List<Path> save(byte[] message, List<String> numbers, Path path)
            throws MailException {
        List<Path> written = new ArrayList<>();
        if (numbers.isEmpty()) {
            written.add(write(message, "message.eml", path));
        }
        Part root = MessageParser.parse(message);
        for (String number : numbers) {
            Part part = part(root, number);
            String name =
                    FileNames.harmless(
                            part.fileName().orElse(""), "part-" + number + extension(part));
            written.add(write(Content.octets(message, part), name, path));
        }
        return written;
    }

    /// One part, its transfer encoding undone.
    public static byte[] decoded(byte[] message, String number) throws MailException {
        return Content.octets(message, part(MessageParser.parse(message), number));
    }

    static Part part(Part root, String number) throws MailException {
        return root.walk()
                .filter(p ->
                        p.number().equals(number) || (number.equals("1") && p.number().isEmpty()))
                .findFirst()
                .orElseThrow(() -> new MailException(new Problem.NoSuchMessage("part " + number)));
    }

    private static String extension(Part part) {
        return switch (part.mediaType().toString()) {
            case "text/plain" -> ".txt";
            case "text/html" -> ".html";
            case "message/rfc822" -> ".eml";
            default -> "";
        };
    }

    private static Path write(byte[] octets, String name, Path path) throws MailException {
        boolean isDirectory = Files.isDirectory(path);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Path file = isDirectory ? path.resolve(numbered(name, attempt)) : path;
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    Files.write(
                            file, octets, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    return file;
                } catch (FileAlreadyExistsException _) {
                    // Somebody was quicker: the next name.
                } catch (IOException e) {
                    throw Trouble.writing(file, e);
                }
            }
            if (!isDirectory) {
                break;
            }
        }
        throw new MailException(
                new Problem.CannotWrite(
                        path.toString(), path + " is there already; choose another name"));
    }

    /// `name.pdf`, `name-1.pdf`, `name-2.pdf`.
    private static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        return number == 0
                ? name
                : dot < 1
                        ? name + "-" + number
                        : name.substring(0, dot) + "-" + number + name.substring(dot);
    }
}
