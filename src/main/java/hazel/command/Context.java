package hazel.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What kind of screen has the keyboard; a keymap has one table for each.
public enum Context {
    /// Bindings that hold in every context but text entry.
    GENERIC,
    INDEX,
    MESSAGE,
    ATTACHMENTS,
    MAILBOXES,
    COMPOSE,
    /// Inside the composer's text.
    EDITOR,
    /// A line being typed at the bottom of the screen.
    PROMPT,
    OUTBOX,
    /// Help, logs, raw text.
    TEXT;

    /// Whether a key that no binding takes is text. The table [#GENERIC] is not asked then.
    public boolean takesText() {
        return this == COMPOSE || this == EDITOR || this == PROMPT;
    }

    /// The table asked where this one has no binding, if any.
    public Optional<Context> fallback() {
        return switch (this) {
            case GENERIC, COMPOSE, PROMPT -> Optional.empty();
            case EDITOR -> Optional.of(COMPOSE);
            case INDEX, MESSAGE, ATTACHMENTS, MAILBOXES, OUTBOX, TEXT -> Optional.of(GENERIC);
        };
    }

    /// As keymap files write it: `index`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static final Map<String, Context> NAMED =
            Arrays.stream(values()).collect(Collectors.toMap(Context::word, c -> c));

    public static Optional<Context> named(String word) {
        return Optional.ofNullable(NAMED.get(word));
    }
}
