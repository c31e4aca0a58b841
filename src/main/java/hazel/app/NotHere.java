package hazel.app;

import hazel.mail.MailException;
import hazel.mail.Problem;

/// What is said where only the header of a message is here and the rest cannot be had.
public final class NotHere {

    private NotHere() {}

    /// Where the message itself is needed.
    static Problem of(MailException why) {
        return why.problem() instanceof Problem.Unreachable(String host, String sentence)
                ? new Problem.Unreachable(
                        host, "only the header of this message is here: " + sentence)
                : why.problem();
    }

    /// Where it is answered all the same.
    public static String notQuoted(MailException why) {
        return "only the header of this message is here, so nothing is quoted: "
                + why.problem().message();
    }
}
