package hazel.trust;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A hop on the way of a message, and what is to be made of it.
///
/// @param number from 1, the oldest
/// @param delay since the hop before it; of the oldest, since the Date field. Below zero where a
///   clock is wrong, or somebody lies
public record Step(
        int number, Hop hop, Standing standing, Optional<Duration> delay, List<Remark> remarks) {

    public Step {
        remarks = List.copyOf(remarks);
    }

    public enum Standing {
        /// Written by a server of the user's.
        BELIEVED,
        /// Handed in with the message: whoever sent it could write there what he liked.
        CLAIMED
    }

    public boolean isBelieved() {
        return standing == Standing.BELIEVED;
    }
}
