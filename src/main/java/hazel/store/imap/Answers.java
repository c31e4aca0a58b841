package hazel.store.imap;

import hazel.mail.Problem;

import org.eclipse.angus.mail.iap.Response;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a server's answers say, with nothing in it that could harm a terminal.
final class Answers {

    private static final int LONGEST = 200;

    /// Response codes that a later try may not meet (RFC 5530).
    private static final Set<String> TEMPORARY =
            Set.of("UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT", "EXPUNGEISSUED");

    /// SMTP's reply code (RFC 5321 section 4.2.3) for what OVERQUOTA means.
    private static final int NO_ROOM = 452;

    private Answers() {}

    /// The text for people behind OK, NO, BAD or BYE.
    static String text(Response answer) {
        String rest = Optional.ofNullable(answer.getRest()).orElse("");
        String text = rest.replaceFirst("^\\[[^\\]]*\\]", "").strip();
        var harmless = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                                ? '?'
                                : c)
                .forEach(harmless::appendCodePoint);
        return harmless.toString();
    }

    /// The response code's name (RFC 9051 section 7.1), `TRYCREATE`, or nothing.
    static String code(Response answer) {
        String rest = Optional.ofNullable(answer.getRest()).orElse("");
        if (!rest.startsWith("[")) {
            return "";
        }
        int end = 1;
        while (end < rest.length() && rest.charAt(end) != ' ' && rest.charAt(end) != ']') {
            end++;
        }
        return rest.substring(1, end).toUpperCase(Locale.ROOT);
    }

    /// What stands behind the response code's name: `38505 304 3955` of `[COPYUID 38505 304 3955]`.
    static Optional<String> codeWords(Response answer, String code) {
        String rest = Optional.ofNullable(answer.getRest()).orElse("");
        int end = rest.indexOf(']');
        return code(answer).equals(code) && end > code.length() + 1
                ? Optional.of(rest.substring(code.length() + 1, end).strip())
                : Optional.empty();
    }

    /// Whether more happened than the server tells of (RFC 5465 section 5.8).
    static boolean isOverflow(Response answer) {
        return code(answer).equals("NOTIFICATIONOVERFLOW");
    }

    /// Whether it may be taken when something else was removed.
    static boolean isOfRoom(Problem problem) {
        return problem instanceof Problem.Refused refused && refused.replyCode() == NO_ROOM;
    }

    /// A NO or a BYE.
    static Problem refusal(String host, Response answer) {
        String code = code(answer);
        boolean isTemporary = answer.isBYE() || TEMPORARY.contains(code);
        String sentence = host + " refuses: " + text(answer);
        return switch (code) {
            case "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED" ->
                    new Problem.BadCredentials(host, sentence);
            case "OVERQUOTA" ->
                    new Problem.Refused(
                            "mailbox", NO_ROOM, host + " has no room left: " + text(answer));
            default -> new Problem.Refused("mailbox", isTemporary ? 450 : 550, sentence);
        };
    }
}
