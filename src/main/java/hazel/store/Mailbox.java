package hazel.store;

import hazel.mail.MailException;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// An open mailbox (RFC 9051 section 2.3), used by its account's worker alone.
///
/// Whatever another program does to the mailbox meanwhile, a call works on the messages it names or
/// says that they are gone; it never touches another one. What works on many messages throws
/// [InPart] where it fails when some are done.
public interface Mailbox extends AutoCloseable {

    MailboxName name();

    /// Whether this mailbox can be changed at all.
    boolean isReadOnly();

    /// Whether all that is in it has come at least once. Until then, what [#changes] tells of is
    /// old mail that a server tells for the first time, and no news to anybody.
    default boolean isWhole() {
        return true;
    }

    /// Hands over every message now in the mailbox, in no promised order. A message whose top
    /// cannot be read is handed over with what is known of it, never left out.
    ///
    /// @param sink called on the calling thread; may throw
    ///   [java.util.concurrent.CancellationException] to stop
    /// @param progress called now and then
    void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException;

    /// What is different from what a reader knows. Costs next to nothing where nothing happened
    /// since [#scan], [#resume] or the last call of this: the same reader is taken to know by then
    /// what it was told.
    List<Change> changes(Known known) throws MailException;

    /// The directories whose entries change, and the files that do, when another program changes
    /// the mailbox, by their whole paths: what may be watched to ask for [#changes] at the right
    /// time. Empty where only asking tells.
    default List<Path> watchable() {
        return List.of();
    }

    /// The state of the mailbox that was last told; empty where there is none that another process
    /// could go on from.
    Optional<MailboxState> state();

    /// Takes a mailbox up where another process left it, after this was opened and before anything
    /// else is asked of it: where nothing happened meanwhile, [#changes] tells nothing and no
    /// message is read again.
    ///
    /// @param state what a [MailboxState] wrote, from the buffer's position to its limit
    /// @param since what [MailboxState#since] wrote, each of the state before it. From one on that
    ///   is damaged they are passed over: what they told of is found again
    /// @return false where the state is damaged or not of this format; nothing is taken up then
    boolean resume(ByteBuffer state, List<ByteBuffer> since);

    /// The same of a state alone.
    default boolean resume(ByteBuffer state) {
        return resume(state, List.of());
    }

    /// The message's entry as it is now, or empty where it is gone.
    Optional<IndexEntry> find(Uid uid) throws MailException;

    /// The whole message, exactly as stored (an mbox's quoting of `From ` lines taken away). Never
    /// marks it seen.
    byte[] fetch(Uid uid) throws MailException;

    /// The same, watched: where it comes from another machine, a piece at a time.
    ///
    /// @param progress in octets; may throw [java.util.concurrent.CancellationException] to stop,
    ///   and then nothing of the message is kept
    default byte[] fetch(Uid uid, Progress progress) throws MailException {
        return fetch(uid);
    }

    /// The message where it was last seen, without any further search for it. May be asked within a
    /// [#scan], by its sink and its progress, of what was handed over: so somebody who reads need
    /// not wait for the end of a large mailbox.
    ///
    /// @return empty where it is not there any more, or where only [#fetch] can tell
    default Optional<byte[]> fetchWhereSeen(Uid uid) throws MailException {
        return Optional.empty();
    }

    /// Whether [#fetch] answers without waiting for another machine.
    default boolean isAtHand(Uid uid) throws MailException {
        return true;
    }

    /// The header of a message that is not at hand, as far as it is here all the same: what an
    /// index and an answer need of it.
    ///
    /// @return empty where nothing of it is here
    default Optional<byte[]> header(Uid uid) throws MailException {
        return Optional.empty();
    }

    /// The messages that are not at hand ([#isAtHand]).
    default Set<Uid> away() throws MailException {
        return Set.of();
    }

    /// Which of those that are [#away] have a text in their bodies, as the machine where they are
    /// understands that (RFC 9051 section 6.4.4, BODY). Waits for it.
    ///
    /// @throws MailException with [hazel.mail.Problem.Unreachable] and others where it does not say
    default Set<Uid> awayWith(String text) throws MailException {
        return Set.of();
    }

    /// Adds a message and returns the name it got. When this returns, the message survives a power
    /// cut.
    default Uid append(byte[] message, Set<Flag> flags, Set<String> keywords, Instant arrival)
            throws MailException {
        var marks = new Marks(flags, keywords);
        return appendAll(List.of(new NewMessage(message, marks, arrival))).getFirst();
    }

    /// Adds messages. All survive a power cut when this returns; where it fails, some may have been
    /// added.
    ///
    /// @param messages so many as memory has room for
    /// @return the names they got, in the order given
    List<Uid> appendAll(List<NewMessage> messages) throws MailException;

    /// Changes flags; messages that are gone are passed over, and where `progress` asks to stop, so
    /// are all that are left. Returns what each changed message now has, so that [#changes] need
    /// not tell it again.
    List<Change> changeFlags(Collection<Uid> uids, FlagChange change, Progress progress)
            throws MailException;

    /// Changes flags while nobody watches.
    default List<Change> changeFlags(Collection<Uid> uids, FlagChange change) throws MailException {
        return changeFlags(uids, change, Progress.UNWATCHED);
    }

    /// Copies messages into another mailbox, flags and keywords and arrival kept. Each is durable
    /// in `target` when this returns. Where `progress` asks to stop, those left are passed over.
    ///
    /// @return for each message copied, in the order asked, where it went
    List<Moved> copy(Collection<Uid> uids, Mailbox target, Progress progress) throws MailException;

    /// Moves messages: each is durable in `target` before it is gone from here, so that a crash
    /// leaves it in one place or in both, never in none. Where `progress` asks to stop, those left
    /// stay.
    ///
    /// @return for each message moved, where it went
    List<Moved> move(Collection<Uid> uids, Mailbox target, Progress progress) throws MailException;

    /// Removes exactly these messages for good (RFC 4315 UID EXPUNGE), whatever their flags. Where
    /// `progress` asks to stop, those left stay.
    ///
    /// @return those that were there and are gone now
    List<Uid> expunge(Collection<Uid> uids, Progress progress) throws MailException;

    /// Says in which order somebody looks at the mailbox from now on. Where messages are still
    /// coming from another machine, those at either end of that order may come sooner; nothing else
    /// depends on it.
    default void prefer(Sort order) {}

    @Override
    void close() throws MailException;

    /// A message and the name it has in the mailbox it was put into.
    record Moved(Uid from, Uid to) {}
}
