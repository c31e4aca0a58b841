package hazel.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines of a [Transcript], each with what it means in plain words beneath it. Used for one
/// session, from its first line on.
public final class SessionWords {

    private static final Pattern LINE = Pattern.compile("\\s*(?:[0-9.]+ )?([CS]): (.*)");
    private static final String INDENT = "             ";

    private static final Map<String, String> COMMANDS =
            Map.ofEntries(
                    Map.entry("EHLO", "Hazel says hello and asks what the server can do"),
                    Map.entry("HELO", "Hazel says hello in the old way, without asking for more"),
                    Map.entry("STARTTLS", "Hazel asks to go on inside TLS"),
                    Map.entry("AUTH", "Hazel logs in; what is secret is not shown"),
                    Map.entry("MAIL", "on the envelope: where reports about the message go"),
                    Map.entry("RCPT", "on the envelope: somebody who is to get the message"),
                    Map.entry("DATA", "Hazel asks to send the message"),
                    Map.entry("BDAT", "Hazel sends the message, so many octets of it"),
                    Map.entry(
                            ".", "the message ends here: now the server has to keep it or refuse"),
                    Map.entry("RSET", "Hazel forgets the message that was begun"),
                    Map.entry("QUIT", "Hazel says goodbye"));

    private boolean isAfterHello;
    private boolean isFirst;

    /// A whole session at once.
    public static List<String> explained(List<String> session) {
        var words = new SessionWords();
        return session.stream().flatMap(line -> words.explained(line).stream()).toList();
    }

    /// The next line of the session, and what it means where there is something to say.
    public List<String> explained(String line) {
        Matcher said = LINE.matcher(line);
        if (!said.matches()) {
            return List.of(line);
        }
        Optional<String> meaning;
        String text = said.group(2);
        if (said.group(1).equals("C")) {
            String verb = firstWord(text);
            isAfterHello = verb.equals("EHLO");
            isFirst = true;
            meaning = Optional.ofNullable(COMMANDS.get(verb));
        } else {
            meaning = reply(text);
            isFirst = false;
        }
        return meaning.map(words -> List.of(line, INDENT + words)).orElseGet(() -> List.of(line));
    }

    private Optional<String> reply(String text) {
        if (!text.matches("[2-5][0-9][0-9][- ].*")) {
            return Optional.empty();
        }
        int code = Integer.parseInt(text.substring(0, 3));
        if (isAfterHello && code == 250) {
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
