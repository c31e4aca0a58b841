package hazel.smtp;

/// Where a session that is led by hand stands, and what comes next in the usual order (RFC 5321
/// section 4.1.4). The server alone decides what is in order: this only suggests.
///
/// @param offers what the server offered last
public record Guide(Stage stage, Capabilities offers, boolean isSecure, boolean isLoggedIn) {

    /// How far it has come.
    public enum Stage {
        GREETED,
        /// No message is begun.
        READY,
        /// MAIL was accepted.
        SENDER,
        /// At least one RCPT was accepted.
        RECIPIENTS,
        /// A message was accepted.
        SENT
    }

    /// The beginning.
    public static Guide greeted(boolean isSecure) {
        return new Guide(Stage.GREETED, Capabilities.NONE, isSecure, false);
    }

    /// The verb that comes next.
    public String next() {
        return switch (stage) {
            case GREETED -> "EHLO";
            case READY -> {
                if (!isSecure && offers.has("STARTTLS")) {
                    yield "STARTTLS";
                }
                yield isSecure && !isLoggedIn && offers.has("AUTH") ? "AUTH" : "MAIL";
            }
            case SENDER -> "RCPT";
            case RECIPIENTS -> "DATA";
            case SENT -> "QUIT";
        };
    }

    /// @param verb in capitals
    /// @param reply to it; of DATA, to the dot
    /// @param now what the server offers after it
    public Guide after(String verb, Reply reply, Capabilities now) {
        if (!reply.isPositive()) {
            return this;
        }
        return switch (verb) {
            case "EHLO", "HELO" -> new Guide(Stage.READY, now, isSecure, isLoggedIn);
            case "STARTTLS" -> new Guide(Stage.GREETED, now, true, false);
            case "AUTH" -> new Guide(stage, now, isSecure, true);
            case "MAIL" -> at(Stage.SENDER);
            case "RCPT" -> at(Stage.RECIPIENTS);
            case "DATA" -> at(Stage.SENT);
            case "RSET" -> stage == Stage.GREETED ? this : at(Stage.READY);
            default -> this;
        };
    }

    private Guide at(Stage other) {
        return new Guide(other, offers, isSecure, isLoggedIn);
    }
}
