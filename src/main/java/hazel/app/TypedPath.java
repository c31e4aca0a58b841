package hazel.app;

import hazel.config.Places;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.text.Harmless;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Paths as a person types them: `~/` is the home directory, and the rest is seen from where Hazel
/// was started.
final class TypedPath {

    private static final int MOST = 500;

    private TypedPath() {}

    /// @throws MailException where it can be no path
    static Path of(Places places, String typed) throws MailException {
        String text = typed.strip();
        try {
            if (text.equals("~") || text.startsWith("~/")) {
                return places.path(text);
            }
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new MailException(
                    new Problem.Malformed("path", "not a path: " + Harmless.line(typed)), e);
        }
    }

    /// What the beginning of a path may go on with, in the same manner as it was typed; directories
    /// end in a slash. None where there is nothing.
    static List<String> complete(Places places, String typed) throws MailException {
        int slash = typed.lastIndexOf('/');
        String before = typed.substring(0, slash + 1);
        String begun = typed.substring(slash + 1);
        if (typed.equals("~")) {
            return List.of("~/");
        }
        Path dir = of(places, before.isEmpty() ? "." : before);
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                boolean isHidden = name.startsWith(".") && !begun.startsWith(".");
                if (name.startsWith(begun) && !isHidden && found.size() < MOST) {
                    found.add(before + name + (Files.isDirectory(entry) ? "/" : ""));
                }
            }
        } catch (IOException _) {
            return List.of(); // no such directory: nothing to go on with
        }
        found.sort(String::compareTo);
        return found;
    }
}
