package hazel.search;

import java.util.Optional;

/// Messages whose text is only on another machine, which did not say what is in them.
///
/// @param why the last reason, in words
public record Missed(long messages, String why) {

    static final Missed NONE = new Missed(0, "");

    Missed and(Missed other) {
        return new Missed(messages + other.messages, other.messages == 0 ? why : other.why);
    }

    /// `3 messages that are only at the server were not searched: mail.example.org does not
    /// answer`, or nothing.
    public Optional<String> note() {
        return messages == 0
                ? Optional.empty()
                : Optional.of(
                        "%,d %s only at the server %s not searched: %s"
                                .formatted(
                                        messages,
                                        messages == 1 ? "message that is" : "messages that are",
                                        messages == 1 ? "was" : "were",
                                        why));
    }
}
