package hazel.relay;

/// How mail for elsewhere is handed on.
///
/// @param connections at most, to all hosts together, at least 1; so many messages at most are
///   under way at once
/// @param perHost connections at most, to one host, at least 1
public record OnwardSettings(int connections, int perHost) {

    public static final OnwardSettings USUAL = new OnwardSettings(10, 2);

    public OnwardSettings {
        if (connections < 1 || perHost < 1) {
            throw new IllegalArgumentException("there must be at least one connection");
        }
    }
}
