package hazel.store;

import java.util.Optional;
import java.util.Set;

/// What a reader knows of a mailbox, so that [Mailbox#changes] can tell it what is different. The
/// reader holds this anyway, so that no mailbox needs to remember what it told whom.
public interface Known {

    /// A reader that knows of no message.
    Known NOTHING =
            new Known() {
                @Override
                public int size() {
                    return 0;
                }

                @Override
                public Optional<Marks> marks(Uid uid) {
                    return Optional.empty();
                }

                @Override
                public Iterable<Uid> uids() {
                    return Set.of();
                }
            };

    /// How many messages are known.
    int size();

    /// What is known of one message, empty where it is not known at all.
    Optional<Marks> marks(Uid uid);

    Iterable<Uid> uids();
}
