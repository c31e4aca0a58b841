package hazel.ui;

/// The title line: where I am, and on the right what is new and how much there is.
public record Title(String place, String news, String amount) {}
