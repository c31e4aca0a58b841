package hazel.text;

/// The `>` in front of what someone else said.
///
/// Counts `>`, `>>`, `> >` alike: programs differ, and readers do not care.
public final class Quote {

    private Quote() {}

    /// How many times the line is quoted; 0 for the writer's own words.
    public static int depth(String line) {
        int depth = 0;
        int end = end(line);
        for (int i = 0; i < end; i++) {
            if (line.charAt(i) == '>') {
                depth++;
            }
        }
        return depth;
    }

    /// The quoting characters and the one space after them; empty for the writer's own words.
    public static String prefix(String line) {
        return line.substring(0, end(line));
    }

    /// The line without its [#prefix].
    public static String rest(String line) {
        return line.substring(end(line));
    }

    /// The line quoted once more. No space follows when nothing does, so that no line gains a space
    /// at its end.
    public static String add(String line) {
        return line.isEmpty() || line.startsWith(">") ? ">" + line : "> " + line;
    }

    private static int end(String line) {
        int end = 0;
        int at = 0;
        while (true) {
            if (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            if (at >= line.length() || line.charAt(at) != '>') {
                break;
            }
            at++;
            end = at;
        }
        return end > 0 && end < line.length() && line.charAt(end) == ' ' ? end + 1 : end;
    }
}
