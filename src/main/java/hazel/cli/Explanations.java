package hazel.cli;

import hazel.smtp.ReplyWords;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is said on a connection, each line with what it means in plain words beneath it.
final class Explanations {

    private static final Pattern LINE = Pattern.compile("\\s*(?:[0-9.]+ )?([CS]): (.*)");
    private static final String INDENT = "             ";

    private static final Map<String, String> SMTP_COMMANDS =
            Map.of(
                    "EHLO", "Hazel says hello and asks what the server can do",
                    "HELO", "Hazel says hello in the old way, without asking for more",
                    "STARTTLS", "Hazel asks to go on inside TLS",
                    "AUTH", "Hazel logs in; what is secret is not shown",
                    "BDAT", "Hazel sends the message, so many octets of it",
                    "RSET", "Hazel forgets the message that was begun",
                    "QUIT", "Hazel says goodbye");

    private static final Map<String, String> SMTP_OFFERS =
            Map.ofEntries(
                    Map.entry("STARTTLS", "the connection can be protected by TLS"),
                    Map.entry("AUTH", "one can log in, in these ways"),
                    Map.entry("SIZE", "the largest message it takes, in octets"),
                    Map.entry("PIPELINING", "several commands may be sent without waiting"),
                    Map.entry("8BITMIME", "text outside ASCII may be sent as it is"),
                    Map.entry("SMTPUTF8", "addresses outside ASCII are understood"),
                    Map.entry("CHUNKING", "a message may be sent in pieces of known size"),
                    Map.entry("BINARYMIME", "a message may hold any octets"),
                    Map.entry("DSN", "reports of delivery can be asked for"),
                    Map.entry("ENHANCEDSTATUSCODES", "answers have a second, finer code"),
                    Map.entry("ENHANCED-STATUS-CODES", "answers have a second, finer code"),
                    Map.entry("VRFY", "one may ask whether an address exists"),
                    Map.entry("ETRN", "one may ask for mail that waits here"),
                    Map.entry("EXPN", "one may ask who is on a list"),
                    Map.entry("HELP", "it explains its commands"),
                    Map.entry("DELIVERBY", "a message may have to be delivered by a time"),
                    Map.entry("REQUIRETLS", "TLS can be demanded on the whole way"),
                    Map.entry("LIMITS", "how much it takes at once"),
                    Map.entry("PRDR", "each recipient may get an answer of its own"));

    private static final Map<String, String> IMAP_COMMANDS =
            Map.of(
                    "CAPABILITY", "Hazel asks what the server can do",
                    "STARTTLS", "Hazel asks to go on inside TLS",
                    "AUTHENTICATE", "Hazel logs in; the password is not shown",
                    "LOGIN", "Hazel logs in; the password is not shown",
                    "LOGOUT", "Hazel says goodbye");

    private Explanations() {}

    static List<String> smtp(List<String> session) {
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
                words(SMTP_COMMANDS, verb).ifPresent(w -> all.add(INDENT + w));
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
                    : words(SMTP_OFFERS, firstWord(text.substring(4)));
        }
        boolean isLast = text.charAt(3) == ' ';
        return isLast ? Optional.of(ReplyWords.of(code)) : Optional.empty();
    }

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
