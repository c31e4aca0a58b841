package hazel.compose;

import java.util.regex.Pattern;

/// The subjects of answers and of what is sent on, with one prefix however many there were, and in
/// whichever language.
final class Subjects {

    private static final Pattern ANSWER =
            Pattern.compile(
                    "^(?:\\s*(?:re|aw|antw|sv|vs|odp|ref|回复|答复)\\s*(?:\\[\\d+\\])?\\s*[::]\\s*)+",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern FORWARD =
            Pattern.compile(
                    "^(?:\\s*(?:fwd?|wg|tr|rv|vb|enc|转发)\\s*[::]\\s*)+", Pattern.CASE_INSENSITIVE);

    private Subjects() {}

    static String answer(String subject) {
        return ("Re: " + ANSWER.matcher(subject).replaceFirst("")).strip();
    }

    static String forward(String subject) {
        return ("Fwd: " + FORWARD.matcher(subject).replaceFirst("")).strip();
    }
}
