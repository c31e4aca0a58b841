package hazel.index;

import hazel.mail.MessageId;

import java.util.Set;

/// Under which ids other servers took the messages that the user sent.
@FunctionalInterface
public interface QueueIds {

    /// Where none is known.
    QueueIds NONE = _ -> Set.of();

    /// The messages that a server took under an id that begins so; may read a file.
    Set<MessageId> takenAs(String beginning);
}
