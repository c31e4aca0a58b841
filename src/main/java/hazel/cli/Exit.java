package hazel.cli;

/// Exit codes (`sysexits.h`) that are no [hazel.mail.Problem]'s.
final class Exit {

    static final int OK = 0;

    /// The answer is no: nothing found.
    static final int NO = 1;

    /// Some of what was named failed.
    static final int IN_PART = 2;

    static final int USAGE = 64;
    static final int DATA = 65;
    static final int NO_INPUT = 66;
    static final int NO_USER = 67;

    /// The host does not exist.
    static final int NO_HOST = 68;

    static final int BUG = 70;
    static final int IO = 74;
    static final int TEMPORARY = 75;
    static final int CONFIG = 78;

    /// As a shell reports SIGINT.
    static final int STOPPED = 130;

    private Exit() {}
}
