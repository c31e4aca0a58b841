package hazel.search;

/// How a search went.
///
/// @param read mailboxes that are not indexed to their end yet, where messages were read instead
/// @param all mailboxes that were searched
/// @param missed messages that were not searched
public record Searched(int read, int all, Missed missed) {

    /// `3 of 12 mailboxes not indexed yet: scanned`, or nothing.
    public java.util.Optional<String> note() {
        return read == 0
                ? java.util.Optional.empty()
                : java.util.Optional.of(
                        read
                                + " of "
                                + all
                                + (all == 1 ? " mailbox" : " mailboxes")
                                + " not indexed yet: scanned");
    }
}
