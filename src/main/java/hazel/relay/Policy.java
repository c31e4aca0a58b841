package hazel.relay;

import hazel.mail.Address;
import hazel.smtp.Reply;

import java.util.Optional;

/// What one connection may do: the pure half of refusing to be an open relay.
///
/// @param hostName what this relay calls itself
record Policy(String hostName, Reach reach, Locals locals, RelayLimits limits) {

    /// Why this recipient is refused; empty where it is taken.
    ///
    /// A local address nobody has is refused here, at RCPT, and so never makes a bounce (RFC 5321
    /// section 6.2).
    Optional<Reply> refusal(Address recipient) {
        if (locals.isLocal(recipient)) {
            return locals.isKnown(recipient)
                    ? Optional.empty()
                    : Optional.of(Reply.enhanced(550, "5.1.1", "No such user here"));
        }
        return switch (reach) {
            case ANYWHERE -> Optional.empty();
            case LOCAL_ONLY ->
                    Optional.of(
                            Reply.enhanced(
                                    550,
                                    "5.7.1",
                                    "Relaying denied: this way in takes mail for local addresses"
                                            + " only"));
        };
    }

    /// Whether a reply counts against the client. A program of this machine that mails a long list
    /// may name many users who are gone.
    boolean isMistake(Reply reply) {
        return reply.isPermanent() && (reach == Reach.LOCAL_ONLY || reply.code() != 550);
    }
}
