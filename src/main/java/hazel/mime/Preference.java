package hazel.mime;

/// Which of the alternatives a sender gave is read (RFC 2046 section 5.1.4).
public enum Preference {
    PLAIN_FIRST,
    HTML_FIRST
}
