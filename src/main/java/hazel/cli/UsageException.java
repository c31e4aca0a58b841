package hazel.cli;

import java.io.Serial;

/// The words of the command line make no sense; the message says which and what was expected.
final class UsageException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    UsageException(String sentence) {
        super(sentence);
    }
}
