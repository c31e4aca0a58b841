package hazel.mail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;

/// An input or output error in the words of [Problem].
public final class Trouble {

    private Trouble() {}

    public static MailException reading(Path file, IOException e) {
        Problem problem =
                switch (e) {
                    case NoSuchFileException _ -> new Problem.NoSuchFile(file.toString());
                    case AccessDeniedException _ ->
                            new Problem.NotPermitted(file.toString(), "may not read " + file);
                    default -> new Problem.Failed(file.toString(), file + ": " + Reason.of(e));
                };
        return new MailException(problem, e);
    }

    public static MailException writing(Path file, IOException e) {
        Problem problem =
                e instanceof AccessDeniedException
                        ? new Problem.NotPermitted(file.toString(), "may not write " + file)
                        : new Problem.CannotWrite(
                                file.toString(), "cannot write " + file + ": " + Reason.of(e));
        return new MailException(problem, e);
    }

    public static MailException readOnly(Path file) {
        return new MailException(
                new Problem.NotPermitted(file.toString(), file + " is read-only"),
                new ReadOnlyFileSystemException());
    }
}
