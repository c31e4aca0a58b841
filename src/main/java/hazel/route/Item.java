package hazel.route;

import hazel.mail.Address;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One of the things that an alias, a `.forward` file or a list names (aliases(5)).
public sealed interface Item {

    /// An address.
    record To(Address address) implements Item {}

    /// A name without a domain: somebody here.
    record Name(String localPart) implements Item {}

    /// `\ada`: the mailbox of that user, whatever aliases and `.forward` say.
    record Self(String user) implements Item {}

    /// `:include:/path`
    record Include(Path file) implements Item {}

    /// A file to append to.
    record File(Path path) implements Item {}

    /// `|program and its words`
    ///
    /// @param argv at least the program, with its whole path
    record Command(List<String> argv) implements Item {
        public Command {
            argv = List.copyOf(argv);
        }
    }

    /// What cannot be understood.
    record Unknown(String text) implements Item {}

    /// Reads a list: items with commas or line ends between them, and comments from `#` to the end
    /// of a line. At most so many items are read.
    static List<Item> list(String text, int most) {
        List<Item> items = new ArrayList<>();
        for (String line : text.split("\r?\n", -1)) {
            if (!line.stripLeading().startsWith("#")) {
                for (String one : divided(line)) {
                    if (items.size() == most) {
                        return items;
                    }
                    items.add(of(one));
                }
            }
        }
        return items;
    }

    /// Reads one item as it is written, in quotes or without.
    static Item of(String written) {
        String text = bare(written);
        if (text.startsWith("|")) {
            List<String> argv = words(text.substring(1));
            return argv.isEmpty() || !argv.getFirst().startsWith("/")
                    ? new Unknown(written)
                    : new Command(argv);
        }
        if (text.startsWith(":include:")) {
            String file = text.substring(":include:".length()).strip();
            return isPath(file) ? new Include(Path.of(file)) : new Unknown(written);
        }
        if (text.startsWith("/")) {
            return isPath(text) ? new File(Path.of(text)) : new Unknown(written);
        }
        if (text.startsWith("\\") && isName(text.substring(1))) {
            return new Self(text.substring(1));
        }
        return address(text);
    }

    private static Item address(String written) {
        int angle = written.lastIndexOf('<');
        String text =
                angle >= 0 && written.endsWith(">")
                        ? written.substring(angle + 1, written.length() - 1)
                        : written;
        return Address.parse(text)
                .<Item>map(To::new)
                .orElseGet(() -> isName(text) ? new Name(text) : new Unknown(written));
    }

    /// Quotes around the whole, which keep blanks and commas together. A local part in quotes, with
    /// its domain, is no such thing.
    private static String bare(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        if (quoted) {
            return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        return text.startsWith("|\"") && text.endsWith("\"") && text.length() > 3
                ? "|" + text.substring(2, text.length() - 1)
                : text;
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= 64
                && text.chars()
                        .allMatch(c -> c > ' ' && c != 0x7f && "<>()\",;:\\@|/".indexOf(c) < 0);
    }

    private static boolean isPath(String text) {
        return text.startsWith("/") && text.length() < 4096 && text.indexOf('\0') < 0;
    }

    /// The words of a command. Quotes keep a word together; nothing else means anything, for there
    /// is no shell.
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        char quote = 0;
        boolean within = false;
        for (char c : text.toCharArray()) {
            if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                within = true;
            } else if (quote == 0 && (c == ' ' || c == '\t')) {
                if (within) {
                    words.add(word.toString());
                }
                word.setLength(0);
                within = false;
            } else {
                word.append(c);
                within = true;
            }
        }
        if (within) {
            words.add(word.toString());
        }
        return words;
    }

    /// The parts between commas that stand in no quotes.
    private static List<String> divided(String line) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quoted && i + 1 < line.length()) {
                part.append(c).append(line.charAt(++i));
            } else if (c == ',' && !quoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                quoted ^= c == '"';
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }
}
