package hazel.mail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Optional;

/// An input or output error in the words of [Problem].
public final class Trouble {

    private Trouble() {}

    public static MailException reading(Path file, IOException e) {
        Problem problem =
                switch (e) {
                    case NoSuchFileException _ -> new Problem.NoSuchFile(file.toString());
                    case AccessDeniedException _ ->
                            new Problem.NotPermitted(file.toString(), "may not read " + file);
                    default -> new Problem.Failed(file.toString(), file + ": " + reason(e));
                };
        return new MailException(problem, e);
    }

    public static MailException writing(Path file, IOException e) {
        Problem problem =
                e instanceof AccessDeniedException
                        ? new Problem.NotPermitted(file.toString(), "may not write " + file)
                        : new Problem.CannotWrite(
                                file.toString(), "cannot write " + file + ": " + reason(e));
        return new MailException(problem, e);
    }

    public static MailException readOnly(Path file) {
        return new MailException(
                new Problem.NotPermitted(file.toString(), file + " is read-only"),
                new ReadOnlyFileSystemException());
    }

    /// The system's own word, `No space left on device`, without the path that Java puts before it.
    /// Where Java leaves that out, what it would be.
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            case FileAlreadyExistsException _ -> "File exists";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default ->
                    Optional.ofNullable(e.getMessage())
                            .orElse(e.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        };
    }
}
