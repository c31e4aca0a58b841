package hazel.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/// Why an input or output failed, for the end of a [Problem]'s sentence.
public final class Reason {

    private Reason() {}

    /// The system's own words, `No space left on device`, without the name of a class and without
    /// the path that Java puts before them: the sentence names the file itself.
    public static String of(Exception e) {
        return switch (e) {
            case AccessDeniedException _ -> "Permission denied";
            case NoSuchFileException _ -> "No such file or directory";
            case FileAlreadyExistsException _ -> "File exists";
            case DirectoryNotEmptyException _ -> "Directory not empty";
            case NotDirectoryException _ -> "Not a directory";
            case UncheckedIOException u when u.getCause() instanceof IOException c -> of(c);
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default ->
                    Optional.ofNullable(e.getMessage())
                            .filter(m -> !m.isBlank())
                            .orElse("input or output failed");
        };
    }
}
