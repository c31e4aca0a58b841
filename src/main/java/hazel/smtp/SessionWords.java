package hazel.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines of a [Transcript], each with what it means in plain words beneath it.
public final class SessionWords {

    private static final Pattern LINE = Pattern.compile("\\s*(?:[0-9.]+ )?([CS]): (.*)");
    private static final String INDENT = "             ";

    private static final Map<String, String> COMMANDS =
            Map.of(
                    "EHLO", "Hazel says hello and asks what the server can do",
                    "HELO", "Hazel says hello in the old way, without asking for more",
                    "STARTTLS", "Hazel asks to go on inside TLS",
                    "AUTH", "Hazel logs in; what is secret is not shown",
                    "BDAT", "Hazel sends the message, so many octets of it",
                    "RSET", "Hazel forgets the message that was begun",
                    "QUIT", "Hazel says goodbye");

    private SessionWords() {}

    public static List<String> explained(List<String> session) {
        List<String> all = new ArrayList<>();
        boolean isAfterHello = false;
        boolean isFirst = false;
        for (String line : session) {
            all.add(line);
            Matcher said = LINE.matcher(line);
            if (!said.matches()) {
                continue;
            }
            String text = said.group(2);
            if (said.group(1).equals("C")) {
                String verb = firstWord(text);
                isAfterHello = verb.equals("EHLO");
                isFirst = true;
                Optional.ofNullable(COMMANDS.get(verb)).ifPresent(w -> all.add(INDENT + w));
            } else {
                smtpReply(text, isAfterHello, isFirst).ifPresent(w -> all.add(INDENT + w));
                isFirst = false;
            }
        }
        return all;
    }

    private static Optional<String> smtpReply(String text, boolean isHello, boolean isFirst) {
        if (!text.matches("[2-5][0-9][0-9][- ].*")) {
            return Optional.empty();
        }
        int code = Integer.parseInt(text.substring(0, 3));
        if (isHello && code == 250) {
            return isFirst
                    ? Optional.of("the server says its name, and then what it can do")
                    : OfferWords.of(firstWord(text.substring(4)));
        }
        boolean isLast = text.charAt(3) == ' ';
        return isLast ? Optional.of(ReplyWords.of(code)) : Optional.empty();
    }

    private static String firstWord(String text) {
        return text.strip().split("[ =]", 2)[0].toUpperCase(Locale.ROOT);
    }
}
