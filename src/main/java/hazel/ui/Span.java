package hazel.ui;

/// A piece of a line in one role. The text is harmless: no control character.
public record Span(Role role, String text) {}
