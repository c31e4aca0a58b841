package hazel.ui;

/// What a piece of text is, so that a theme can say how it looks. A view names roles; only a theme
/// names colours.
public enum Role {
    PLAIN,
    TITLE,
    TITLE_NEW,
    NOTICE,
    ERROR,
    PROMPT,
    KEY,
    KEY_LABEL,
    /// The row the cursor is on, in a list.
    SELECTED,
    UNSEEN,
    FLAGGED,
    DELETED,
    TAGGED,
    DATE,
    FROM,
    SUBJECT,
    SIZE,
    TREE,
    HEADER_NAME,
    HEADER,
    HEADER_FROM,
    HEADER_SUBJECT,
    QUOTE1,
    QUOTE2,
    QUOTE3,
    SIGNATURE,
    LINK,
    BOLD,
    ITALIC,
    HEADING,
    CODE,
    ATTACHMENT,
    WARNING,
    MATCH,
    DIM,
    BORDER
}
