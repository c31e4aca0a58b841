package hazel.trust;

/// Something that forged mail has and honest mail seldom: a reason to look closer, never a verdict.
///
/// @param text a sentence without its full stop, with words from the message: to be made harmless
public record Sign(Kind kind, String text) {

    public enum Kind {
        /// Servers that are said to have had the message do not join.
        CHAIN_BREAK,
        /// The client called itself what it is not.
        FALSE_HELO,
        /// A date that cannot be.
        IMPOSSIBLE_DATE,
        /// No Message-ID, or one that the receiving server had to make.
        MESSAGE_ID,
        /// Nothing around the author's domain is of that domain.
        FROM_DIFFERS,
        /// The name before the address is another address.
        NAME_HOLDS_ADDRESS,
        /// Answers go to somebody else.
        REPLY_TO_ELSEWHERE,
        /// A domain made to be taken for another.
        LOOK_ALIKE
    }
}
