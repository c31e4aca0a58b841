package hazel.trust;

/// A row of text about what can be believed.
///
/// @param text harmless, no wider than was asked for
public record Row(Kind kind, String text) {

    public enum Kind {
        HEADING,
        PLAIN,
        /// What is only claimed.
        CLAIMED,
        /// What stands out, in honest mail too.
        REMARK,
        /// What a person should see.
        WARNING
    }
}
