package hazel.cli;

import hazel.text.Columns;

import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What stands beneath the options in a command's help: examples, files, exit status. Help and the
/// manual pages are both made from it.
///
/// @param lines with their indentation; of a line ` WORD text` the text is about the word
record Footer(String title, List<String> lines) {

    private static final int WIDTH = 80;

    /// A word further right than this has its text on lines that are indented less.
    private static final int WIDEST_WORD = 34;

    Footer {
        lines = List.copyOf(lines);
    }

    /// The sections of a command's footer: a line that ends with a colon and is not indented begins
    /// one.
    static List<Footer> of(CommandSpec spec) {
        String text =
                Arrays.stream(spec.usageMessage().footer())
                        .map(line -> line.replace("%n", "\n").replace("%%", "%"))
                        .collect(Collectors.joining("\n"));
        List<Footer> sections = new ArrayList<>();
        for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
            if (!line.startsWith(" ") && line.endsWith(":")) {
                sections.add(new Footer(line.substring(0, line.length() - 1), List.of()));
            } else if (!sections.isEmpty()) {
                sections.add(sections.removeLast().with(line));
            }
        }
        return sections;
    }

    private Footer with(String line) {
        var more = new ArrayList<>(lines);
        more.add(line);
        return new Footer(title, more);
    }

    /// As help shows it, wrapped under where each line's text begins.
    String text() {
        return "\n%s:\n%s"
                .formatted(
                        title,
                        lines.stream()
                                .flatMap(line -> wrapped(line).stream())
                                .map(line -> line + "\n")
                                .collect(Collectors.joining()));
    }

    /// Where the text about the line's first word begins; the indentation where there is none.
    static int textColumn(String line) {
        int indent = line.length() - line.stripLeading().length();
        int gap = line.indexOf("  ", indent);
        if (gap < 0) {
            return indent;
        }
        return IntStream.range(gap, line.length())
                .filter(i -> line.charAt(i) != ' ')
                .findFirst()
                .orElse(indent);
    }

    private static List<String> wrapped(String line) {
        if (Columns.width(line) <= WIDTH) {
            return List.of(line);
        }
        int column = textColumn(line);
        int hang = column <= WIDEST_WORD ? column : 6;
        List<String> lines = new ArrayList<>();
        String rest = line;
        while (Columns.width(rest) > WIDTH) {
            int space = rest.lastIndexOf(' ', WIDTH);
            if (space <= hang) {
                break;
            }
            lines.add(rest.substring(0, space).stripTrailing());
            rest = " ".repeat(hang) + rest.substring(space + 1).strip();
        }
        lines.add(rest);
        return lines;
    }
}
