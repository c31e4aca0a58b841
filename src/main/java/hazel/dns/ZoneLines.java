package hazel.dns;

import java.util.ArrayList;
import java.util.List;

/// A zone file (RFC 1035 section 5.1) cut into entries: comments are gone, parentheses are one
/// line, and what is in quotes is one word.
final class ZoneLines {

    /// One entry.
    ///
    /// @param line where it begins, from 1
    /// @param isContinued it begins with a blank: its owner is the one before
    /// @param words as written, with their quotes
    record Entry(int line, boolean isContinued, List<String> words) {
        Entry {
            words = List.copyOf(words);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int start = 1;
    private int depth;
    private boolean isContinued;

    private ZoneLines() {}

    static List<Entry> of(String text) {
        var reader = new ZoneLines();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            reader.line(line, number);
        }
        reader.end();
        return reader.entries;
    }

    private void line(String line, int number) {
        if (depth == 0) {
            start = number;
            isContinued = line.startsWith(" ") || line.startsWith("\t");
        }
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                word.append(c).append(line.charAt(++i));
            } else if (isQuoted) {
                word.append(c);
                isQuoted = c != '"';
            } else if (c == ';') {
                break;
            } else if (c == '"') {
                isQuoted = true;
                word.append(c);
            } else if (c == '(' || c == ')') {
                endWord();
                depth = Math.max(0, depth + (c == '(' ? 1 : -1));
            } else if (c == ' ' || c == '\t') {
                endWord();
            } else {
                word.append(c);
            }
        }
        endWord();
        if (depth == 0) {
            end();
        }
    }

    private void endWord() {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private void end() {
        if (!words.isEmpty()) {
            entries.add(new Entry(start, isContinued, words));
            words.clear();
        }
    }
}
