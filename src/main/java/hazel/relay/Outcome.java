package hazel.relay;

/// What became of one recipient in one attempt.
///
/// @param host who decided: the next hop, or this relay
/// @param reply what was said, as an SMTP reply on one line, `550 5.1.1 No such user here`
/// @param end what a delivery was, for one who wants a report of it
record Outcome(Kind kind, String host, String reply, End end) {

    enum Kind {
        DELIVERED,
        /// Not this time.
        DEFERRED,
        FAILED;

        /// As the log writes it.
        String sign() {
            return switch (this) {
                case DELIVERED -> RelayEvent.Kind.DELIVERED.sign();
                case DEFERRED -> RelayEvent.Kind.DEFERRED.sign();
                case FAILED -> RelayEvent.Kind.FAILED.sign();
            };
        }
    }

    /// How far a delivery went (RFC 3464 section 2.3.3).
    enum End {
        /// Into the recipient's mailbox.
        DELIVERED,
        /// To a server that reports no deliveries: what becomes of it there nobody will say.
        RELAYED,
        /// To a server that reports itself.
        HANDED_ON,
        /// To the several addresses that the recipient stands for.
        EXPANDED
    }

    static Outcome delivered(String host, String reply) {
        return new Outcome(Kind.DELIVERED, host, reply, End.DELIVERED);
    }

    static Outcome deferred(String host, String reply) {
        return new Outcome(Kind.DEFERRED, host, reply, End.DELIVERED);
    }

    static Outcome failed(String host, String reply) {
        return new Outcome(Kind.FAILED, host, reply, End.DELIVERED);
    }

    Outcome as(End other) {
        return new Outcome(kind, host, reply, other);
    }

    /// @param isItsTask whether the server that has it now reports what becomes of it
    Outcome reporting(boolean isItsTask) {
        return as(isItsTask ? End.HANDED_ON : End.RELAYED);
    }
}
