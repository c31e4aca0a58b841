package hazel.smtp;

/// Makes text that came from the other side fit for a log, a screen and a reply.
final class Harmless {

    private Harmless() {}

    /// Each control character, line separator, direction override and unpaired surrogate becomes
    /// `?`: such text cannot start a line of its own, move a cursor or hide what stands after it.
    static String text(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return text;
        }
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(isHarmful(c) ? '?' : c));
        return out.toString();
    }

    private static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    true;
            default -> false;
        };
    }
}
