package hazel.relay;

/// What became of one recipient in one attempt.
///
/// @param host who decided: the next hop, or this relay
/// @param reply what was said, as an SMTP reply on one line, `550 5.1.1 No such user here`
record Outcome(Kind kind, String host, String reply) {

    enum Kind {
        DELIVERED,
        /// Not this time.
        DEFERRED,
        FAILED;

        /// As the log writes it.
        String sign() {
            return switch (this) {
                case DELIVERED -> "=>";
                case DEFERRED -> "==";
                case FAILED -> "**";
            };
        }
    }

    static Outcome delivered(String host, String reply) {
        return new Outcome(Kind.DELIVERED, host, reply);
    }

    static Outcome deferred(String host, String reply) {
        return new Outcome(Kind.DEFERRED, host, reply);
    }

    static Outcome failed(String host, String reply) {
        return new Outcome(Kind.FAILED, host, reply);
    }
}
