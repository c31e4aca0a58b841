package hazel.smtp;

import hazel.mail.Address;

import java.util.List;
import java.util.Optional;

/// What became of one mail transaction, recipient by recipient. Every recipient of the envelope is
/// in exactly one of the three lists.
///
/// @param accepted the server has taken responsibility for these
/// @param rejected each with the reply that refused it, whether to MAIL, RCPT, DATA or the dot
/// @param uncertain the whole message was sent and no reply came: the server may have it or not
///   (RFC 1047)
/// @param last the reply that decided: to the dot, or the one that ended the transaction before it;
///   empty where none came
public record Submission(
        List<Accepted> accepted,
        List<Rejected> rejected,
        List<Address> uncertain,
        Optional<Reply> last) {

    /// @param reply to RCPT
    public record Accepted(Address address, Reply reply) {}

    public record Rejected(Address address, Reply reply) {

        /// 4yz: the same may be taken later.
        public boolean isTemporary() {
            return reply.isTransient();
        }
    }

    public Submission {
        accepted = List.copyOf(accepted);
        rejected = List.copyOf(rejected);
        uncertain = List.copyOf(uncertain);
    }

    /// Under which id the server's log has the message, where it took it for anybody and says so.
    public Optional<String> queueId() {
        return accepted.isEmpty() ? Optional.empty() : last.flatMap(Reply::queueId);
    }

    public boolean isComplete() {
        return rejected.isEmpty() && uncertain.isEmpty();
    }

    public boolean isRefusedByAll() {
        return accepted.isEmpty() && uncertain.isEmpty();
    }
}
