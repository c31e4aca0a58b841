package hazel.relay;

import hazel.mail.Envelope;

import java.util.List;

/// Where mail for other places goes on to: one transaction with the host that takes it.
interface NextHop {

    /// Sends one message. Blocks. Never throws for what the network or the other side does: every
    /// recipient has an outcome, and one that nobody answered for is deferred.
    ///
    /// @return for each recipient, in the order of the envelope, what became of it
    Result send(Envelope envelope, byte[] message);

    /// @param isDown nothing answered at all: there is no sense in trying the next message now
    record Result(List<Outcome> outcomes, boolean isDown) {
        public Result {
            outcomes = List.copyOf(outcomes);
        }
    }
}
