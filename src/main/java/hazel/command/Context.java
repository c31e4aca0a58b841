package hazel.command;

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

    /// As keymap files write it: `index`.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
