package hazel.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is said on a connection to an IMAP server, each line with what it means in plain words
/// beneath it.
final class Explanations {

    private static final Pattern LINE = Pattern.compile("\\s*(?:[0-9.]+ )?([CS]): (.*)");
    private static final String INDENT = "             ";

    private static final Map<String, String> IMAP_COMMANDS =
            Map.of(
                    "CAPABILITY", "Hazel asks what the server can do",
                    "STARTTLS", "Hazel asks to go on inside TLS",
                    "AUTHENTICATE", "Hazel logs in; the password is not shown",
                    "LOGIN", "Hazel logs in; the password is not shown",
                    "LOGOUT", "Hazel says goodbye");

    private Explanations() {}

    static List<String> imap(List<String> session) {
        List<String> all = new ArrayList<>();
        String command = "";
        for (String line : session) {
            all.add(line);
            Matcher said = LINE.matcher(line);
            if (!said.matches()) {
                continue;
            }
            String text = said.group(2);
            if (said.group(1).equals("C")) {
                command = firstWord(text.substring(text.indexOf(' ') + 1));
                words(IMAP_COMMANDS, command).ifPresent(w -> all.add(INDENT + w));
            } else {
                imapReply(text, command).ifPresent(w -> all.add(INDENT + w));
            }
        }
        return all;
    }

    private static Optional<String> imapReply(String text, String command) {
        if (text.startsWith("* OK") && command.isEmpty()) {
            return Optional.of("the server is ready");
        }
        if (text.startsWith("* BYE")) {
            return Optional.of("the server says goodbye");
        }
        if (text.startsWith("* CAPABILITY")) {
            return Optional.of("the server says what it can do");
        }
        if (text.startsWith("+")) {
            return Optional.of("the server asks for the next part of the login");
        }
        boolean isLogin = List.of("LOGIN", "AUTHENTICATE", "***").contains(command);
        return switch (firstWord(text.substring(text.indexOf(' ') + 1))) {
            case "OK" -> Optional.of(isLogin ? "the login is accepted" : "done");
            case "NO" ->
                    Optional.of(
                            isLogin
                                    ? "the login is refused: the user's name or the password is"
                                            + " wrong"
                                    : "the server refuses");
            case "BAD" -> Optional.of("the server does not understand the command");
            default -> Optional.empty();
        };
    }

    private static Optional<String> words(Map<String, String> of, String word) {
        return Optional.ofNullable(of.get(word));
    }

    private static String firstWord(String text) {
        return text.strip().split("[ =]", 2)[0].toUpperCase(Locale.ROOT);
    }
}
