package hazel.relay.session;

import hazel.smtp.Dsn;
import hazel.smtp.Line;
import hazel.smtp.Reply;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Lines to commands, strictly: what RFC 5321 section 4.1.2 does not allow is refused with the
/// syntax that is. Pure.
public final class CommandParser {

    /// What a web browser, or a page that makes one talk to a mail port, begins with.
    private static final Set<String> NOT_MAIL =
            Set.of("GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "CONNECT", "PATCH", "HOST:");

    private static final Set<String> NOT_HERE =
            Set.of("EXPN", "ETRN", "TURN", "SEND", "SOML", "SAML");

    private CommandParser() {}

    /// Reads a line as it came. A line that did not end with CRLF is [Command.Hostile], because
    /// where the next one begins is anybody's guess.
    public static Command parse(Line line) {
        return switch (line.ending()) {
            case CRLF -> parse(line.text());
            case TOO_LONG -> unreadable(500, "5.5.6", "Line too long");
            case BARE_LF, BARE_CR ->
                    hostile(521, "5.5.2", "Lines end with CR LF here, both of them");
            case FLOOD -> hostile(521, "5.5.6", "Line far too long");
            case CLOSED -> new Command.Quit();
        };
    }

    public static Command parse(String line) {
        if (line.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return unreadable(500, "5.5.2", "A command holds no control characters");
        }
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String rest = space < 0 ? "" : line.substring(space + 1).stripTrailing();
        return switch (verb) {
            case "EHLO" -> hello(Command.Dialect.ESMTP, rest);
            case "HELO" -> hello(Command.Dialect.SMTP, rest);
            case "LHLO" -> hello(Command.Dialect.LMTP, rest);
            case "STARTTLS" -> alone(rest, new Command.StartTls(), "STARTTLS");
            case "AUTH" -> auth(rest);
            case "MAIL" -> mail(rest);
            case "RCPT" -> rcpt(rest);
            case "DATA" -> alone(rest, new Command.Data(), "DATA");
            case "BDAT" -> bdat(rest);
            case "RSET" -> alone(rest, new Command.Rset(), "RSET");
            case "QUIT" -> alone(rest, new Command.Quit(), "QUIT");
            case "NOOP" -> new Command.Noop();
            case "HELP" -> new Command.Help();
            case "VRFY" -> rest.isEmpty() ? syntax("VRFY string") : new Command.Vrfy();
            default -> unknown(verb);
        };
    }

    private static Command hello(Command.Dialect dialect, String name) {
        boolean safe =
                !name.isEmpty()
                        && name.length() <= 255
                        && name.chars().allMatch(CommandParser::isNameCharacter);
        return safe
                ? new Command.Hello(dialect, name)
                : syntax(
                        switch (dialect) {
                            case SMTP -> "HELO host.name";
                            case ESMTP -> "EHLO host.name";
                            case LMTP -> "LHLO host.name";
                        });
    }

    /// Letters, digits, and what a domain, a domain literal and the names of badly set up machines
    /// hold; nothing that means something in a Received field.
    private static boolean isNameCharacter(int c) {
        return (c < 0x80 && Character.isLetterOrDigit(c)) || "-._:[]".indexOf(c) >= 0;
    }

    private static Command mail(String rest) {
        Optional<PathReader.Found> path = after("FROM:", rest);
        if (path.isEmpty()) {
            return unreadable(501, "5.1.7", "Syntax: MAIL FROM:<address> [parameters]");
        }
        String given = path.get().rest();
        if (given.isEmpty()) {
            return new Command.Mail(
                    path.get().mailbox(), Command.Parameters.NONE, /* isExtended= */ false);
        }
        return given.startsWith(" ")
                ? EsmtpParameters.mail(path.get().mailbox(), given.strip())
                : syntax("MAIL FROM:<address> [parameters]");
    }

    private static Command rcpt(String rest) {
        Optional<PathReader.Found> path = after("TO:", rest);
        if (path.isEmpty() || path.get().mailbox().isEmpty()) {
            return unreadable(501, "5.1.3", "Syntax: RCPT TO:<address>");
        }
        String given = path.get().rest();
        if (given.isEmpty()) {
            return new Command.Rcpt(path.get().mailbox().get(), Dsn.OfRecipient.NONE);
        }
        return given.startsWith(" ")
                ? EsmtpParameters.rcpt(path.get().mailbox().get(), given.strip())
                : syntax("RCPT TO:<address> [parameters]");
    }

    private static Command auth(String rest) {
        String[] words = rest.split(" +", -1);
        return words[0].isEmpty() || words.length > 2
                ? syntax("AUTH mechanism [initial-response]")
                : new Command.Auth(
                        words[0], words.length == 2 ? Optional.of(words[1]) : Optional.empty());
    }

    /// Where the size cannot be read, where the next command begins is anybody's guess.
    private static Command bdat(String rest) {
        String[] words = rest.split(" +", -1);
        boolean isLast = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        return words[0].matches("[0-9]{1,18}") && (words.length == 1 || isLast)
                ? new Command.Bdat(Long.parseLong(words[0]), isLast)
                : hostile(501, "5.5.4", "Syntax: BDAT octets [LAST]");
    }

    private static Optional<PathReader.Found> after(String keyword, String rest) {
        return rest.regionMatches(/* ignoreCase= */ true, 0, keyword, 0, keyword.length())
                ? PathReader.read(rest.substring(keyword.length()))
                : Optional.empty();
    }

    private static Command alone(String rest, Command command, String verb) {
        return rest.isEmpty() ? command : syntax(verb + ", alone");
    }

    private static Command unknown(String verb) {
        if (NOT_MAIL.contains(verb)) {
            return hostile(554, "5.5.2", "This is a mail server, not a web server");
        }
        return NOT_HERE.contains(verb)
                ? unreadable(502, "5.5.1", verb + " is not offered here")
                : unreadable(500, "5.5.2", "Command not recognized");
    }

    static Command syntax(String usage) {
        return unreadable(501, "5.5.4", "Syntax: " + usage);
    }

    static Command unreadable(int code, String status, String text) {
        return new Command.Unreadable(Reply.enhanced(code, status, text));
    }

    private static Command hostile(int code, String status, String text) {
        return new Command.Hostile(Reply.enhanced(code, status, text));
    }
}
