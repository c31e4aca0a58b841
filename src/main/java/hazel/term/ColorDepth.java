package hazel.term;

import java.util.Map;

/// How many colours the terminal has, as far as its environment tells.
public enum ColorDepth {
    NONE,
    SIXTEEN,
    INDEXED,
    TRUE;

    /// From `NO_COLOR` (set and not empty: none), `COLORTERM` and `TERM`.
    public static ColorDepth of(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "");
        String colorTerm = environment.getOrDefault("COLORTERM", "");
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()
                || term.isEmpty()
                || term.equals("dumb")
                || term.startsWith("vt")
                || term.endsWith("-m")
                || term.endsWith("-mono")) {
            return NONE;
        }
        if (colorTerm.equals("truecolor") || colorTerm.equals("24bit") || term.contains("direct")) {
            return TRUE;
        }
        return term.contains("256color") ? INDEXED : SIXTEEN;
    }
}
