package hazel.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a server does that tampers with STARTTLS, as the project EAST wrote it down.
///
/// Only what such a server says is read of a file: what it offers, how it greets, and the answers
/// that are not the usual ones.
///
/// @param name the file's, and which of the answers that are commented out in it was taken
/// @param offers in clear, as the protocol writes it
/// @param offersInside in TLS
/// @param startTls what is said to STARTTLS, `<tag>` for the command's
/// @param isTransition whether TLS is begun then
/// @param overrides other answers, by the command in small letters
record StartTlsCase(
        String name,
        Protocol protocol,
        String greeting,
        List<String> offers,
        List<String> offersInside,
        Optional<String> startTls,
        boolean isTransition,
        Map<String, String> overrides) {

    enum Protocol {
        IMAP,
        POP3,
        SMTP
    }

    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// A file, and each answer that is commented out in it.
    static Stream<StartTlsCase> of(Path file) {
        try {
            String text = Files.readString(file);
            List<StartTlsCase> cases = new ArrayList<>();
            cases.add(of(file, text, ""));
            Matcher answer =
                    Pattern.compile("(?m)^\\s*//\\s?((?:starttls|stls)_response: .*)$")
                            .matcher(text);
            for (int i = 1; answer.find(); i++) {
                String uncommented =
                        text.substring(0, answer.start())
                                + answer.group(1)
                                + text.substring(answer.end());
                cases.add(of(file, uncommented, " " + i));
            }
            return cases.stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static StartTlsCase of(Path file, String whole, String which) {
        String text =
                whole.lines()
                        .filter(l -> !l.strip().startsWith("//"))
                        .collect(Collectors.joining("\n"));
        String name = file.getFileName().toString().replace(".ron", "") + which;
        Protocol protocol =
                Protocol.valueOf(name.substring(0, 4).replace("_", "").toUpperCase(Locale.ROOT));
        return switch (protocol) {
            case IMAP ->
                    new StartTlsCase(
                            name,
                            protocol,
                            greeting(text) + string(text, "response_after_greeting").orElse(""),
                            words(text, "caps:"),
                            words(text, "caps_tls:"),
                            string(text, "starttls_response"),
                            !text.contains("starttls_transition: false"),
                            Map.of());
            case POP3 ->
                    new StartTlsCase(
                            name,
                            protocol,
                            string(text, "greeting").orElse("+OK\r\n"),
                            strings(list(text, "capa:")),
                            strings(list(text, "capa_tls:")),
                            string(text, "stls_response"),
                            !text.contains("stls_make_transition: false"),
                            Map.of());
            case SMTP ->
                    new StartTlsCase(
                            name,
                            protocol,
                            string(text, "greeting").orElse("220 ready\r\n"),
                            words(text, "capabilities:"),
                            words(text, "capabilities_tls:"),
                            string(text, "stls_response"),
                            true,
                            overrides(text));
        };
    }

    private static String greeting(String text) {
        Matcher kind = Pattern.compile("kind: (\\w+)").matcher(text);
        String code =
                text.contains("code: None")
                        ? ""
                        : text.contains("code: Some(Capability(")
                                ? "[CAPABILITY "
                                        + String.join(" ", words(text, "NonEmptyVec\\("))
                                        + "] "
                                : "[ALERT] ";
        return "* "
                + (kind.find() ? kind.group(1).toUpperCase(Locale.ROOT) : "OK")
                + " "
                + code
                + string(text, "text: Text\\(|text").orElse("hello")
                + "\r\n";
    }

    private static Optional<String> string(String text, String field) {
        Matcher found =
                Pattern.compile("(?m)\\b(?:" + field + "):?\\s*(?:Some\\(|Text\\()?" + TEXT)
                        .matcher(text);
        return found.find() ? Optional.of(unescaped(found.group(1))) : Optional.empty();
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\x1b", "\u001b")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
    }

    /// What stands between brackets behind a word.
    private static String list(String text, String word) {
        Matcher start = Pattern.compile("\\b" + word + "\\s*\\[").matcher(text);
        if (!start.find()) {
            return "";
        }
        int depth = 1;
        int at = start.end();
        while (at < text.length() && depth > 0) {
            char c = text.charAt(at++);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        }
        return text.substring(start.end(), at - 1);
    }

    private static List<String> strings(String list) {
        return TEXT.matcher(list).results().map(m -> unescaped(m.group(1))).toList();
    }

    /// `[Imap4Rev1, StartTls, Auth(Plain)]` as the protocols write it.
    private static List<String> words(String text, String start) {
        String list =
                list(text, start)
                        .replaceAll(
                                "Auth\\(Other\\(\\w+\\(Atom\\(\"([^\"]+)\"\\)\\)\\)\\)", "AUTH=$1")
                        .replaceAll("Other\\(\\w+\\(inner: Atom\\(\"([^\"]+)\"\\)\\)\\)", "$1")
                        .replaceAll("Auth\\((\\w+)\\)", "AUTH=$1")
                        .replaceAll("Auth\\(\\[(\\w+), (\\w+)\\]\\)", "AUTH $1 $2")
                        .replaceAll("Auth\\(\\[(\\w+)\\]\\)", "AUTH $1");
        return Stream.of(list.split(","))
                .map(w -> w.strip().toUpperCase(Locale.ROOT))
                .filter(w -> !w.isEmpty())
                .toList();
    }

    private static Map<String, String> overrides(String text) {
        int at = text.indexOf("override_response:");
        Map<String, String> answers = new TreeMap<>();
        if (at >= 0) {
            String[] lines = text.substring(at, text.indexOf('}', at)).split("\n");
            for (String line : lines) {
                List<String> both = strings(line);
                if (both.size() == 2) {
                    answers.put(both.get(0), both.get(1));
                }
            }
        }
        return answers;
    }

    /// Whether no login may come of it: TLS is not to be had, or something was said along with the
    /// assent to it.
    boolean isToBeRefused() {
        String ok =
                switch (protocol) {
                    case IMAP -> "(\\* [^\r\n]*\r\n)*<tag> OK[^\r\n]*\r\n";
                    case POP3 -> "\\+OK[^\r\n]*\r\n";
                    case SMTP -> "220 [^\r\n]*\r\n";
                };
        String welcome =
                switch (protocol) {
                    case IMAP -> "(\\* [^\r\n]*\r\n)*";
                    case POP3, SMTP -> ok;
                };
        return !greeting.matches(welcome)
                || greeting.matches("(?s)\\* (PREAUTH|BYE|NO).*")
                || offers.stream().noneMatch(o -> o.equals("STARTTLS") || o.equals("STLS"))
                || startTls.filter(a -> !a.matches(ok)).isPresent()
                || !isTransition
                || overrides.keySet().stream()
                        .anyMatch(o -> o.equals("ehlo") || o.equals("starttls"));
    }

    @Override
    public String toString() {
        return name;
    }
}
