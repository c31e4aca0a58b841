package hazel.config;

import org.tomlj.Toml;
import org.tomlj.TomlTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Puts an account into the text of a dotfile, and takes one out. Every other line stays as it is,
/// with its comments.
public final class AccountTables {

    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern TRIPLE = Pattern.compile("\"\"\"|'''");

    private AccountTables() {}

    /// What a new account says.
    ///
    /// @param fullName empty for none
    /// @param password empty where none is needed
    /// @param trust a PEM file
    public record Entry(
            String name,
            String address,
            String fullName,
            String incoming,
            String outgoing,
            Optional<Secret> password,
            Optional<String> trust) {}

    /// Whether a name can be an account's: it stands before a slash in the names of mailboxes.
    public static boolean isName(String name) {
        return BARE.matcher(name).matches() && name.length() <= 64;
    }

    /// Whether an account is written, in whatever way.
    public static boolean has(String text, String name) {
        return account(text, name).isPresent();
    }

    /// The text with one more account at its end.
    public static String with(String text, Entry entry) {
        var out = new StringBuilder(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            out.append('\n');
        }
        if (!text.isBlank()) {
            out.append('\n');
        }
        out.append("[account.").append(entry.name()).append("]\n");
        line(out, "address", quoted(entry.address()));
        if (!entry.fullName().isEmpty()) {
            line(out, "name", quoted(entry.fullName()));
        }
        line(out, "incoming", quoted(entry.incoming()));
        line(out, "outgoing", quoted(entry.outgoing()));
        entry.password().ifPresent(secret -> line(out, "password", written(secret)));
        entry.trust().ifPresent(file -> line(out, "trust", quoted(file)));
        return out.toString();
    }

    private static void line(StringBuilder out, String key, String value) {
        out.append("%-8s = %s\n".formatted(key, value));
    }

    private static String written(Secret secret) {
        return switch (secret) {
            case Secret.Command(var command) -> "{ command = " + quoted(command) + " }";
            case Secret.File(var path) -> "{ file = " + quoted(path.toString()) + " }";
            case Secret.Certificate(var certificate, var key) ->
                    "{ certificate = "
                            + quoted(certificate.toString())
                            + ", key = "
                            + quoted(key.toString())
                            + " }";
            case Secret.OAuth2 of -> "{ oauth2 = " + quoted(of.provider().name()) + " }";
            case Secret.Plain(var text) -> quoted(text);
        };
    }

    private static String quoted(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }

    /// The text without an account: without its tables. Empty where it is not written in tables of
    /// its own, and so has to be taken out by hand.
    public static Optional<String> without(String text, String name) {
        List<String> kept = new ArrayList<>();
        List<String> about = new ArrayList<>(); // comments that may be about the next table
        boolean isGone = false;
        boolean isInside = false;
        String open = ""; // the quotes of a text over several lines
        for (String line : text.split("(?<=\n)", -1)) {
            String start = line.stripLeading();
            if (open.isEmpty() && start.startsWith("[")) {
                isInside = isOf(line, name);
                isGone |= isInside;
                kept.addAll(isInside ? List.of() : about);
                about.clear();
            }
            boolean isAside = open.isEmpty() && (start.isEmpty() || start.startsWith("#"));
            open = after(line, open);
            if (!isInside) {
                kept.add(line);
            } else if (isAside) {
                about.add(line);
            } else {
                about.clear();
            }
        }
        kept.addAll(about);
        if (!isGone || account(String.join("", kept), name).isPresent()) {
            return Optional.empty();
        }
        String rest = String.join("", kept).replaceFirst("\n\n+$", "\n");
        return Optional.of(text.startsWith("\n") ? rest : rest.replaceFirst("^\n+", ""));
    }

    /// Whether a table's header is `[account.NAME]` or lies beneath it.
    private static boolean isOf(String header, String name) {
        String empty = header.strip().startsWith("[[") ? "" : header;
        return account(empty, name).isPresent();
    }

    private static Optional<Object> account(String toml, String name) {
        return Optional.ofNullable(Toml.parse(toml).get(List.of("account")))
                .filter(TomlTable.class::isInstance)
                .flatMap(t -> Optional.ofNullable(((TomlTable) t).get(List.of(name))));
    }

    private static String after(String line, String open) {
        String quotes = open;
        var marks = TRIPLE.matcher(quotes.isEmpty() ? withoutComment(line) : line);
        while (marks.find()) {
            if (quotes.isEmpty()) {
                quotes = marks.group();
            } else if (quotes.equals(marks.group())) {
                quotes = "";
            }
        }
        return quotes;
    }

    private static String withoutComment(String line) {
        return line.stripLeading().startsWith("#") ? "" : line;
    }
}
