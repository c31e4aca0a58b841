package hazel.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// The state of a mailbox that was last told, for [Mailbox#resume] in another process: octets that
/// only the same format of mailbox understands.
///
/// For a million messages they are tens of megabytes, so they are made when they are written and
/// not before, and [#since] tells how few of them are new. They are of the moment in which the
/// state was asked for, whatever the mailbox told since; to be written on the mailbox's own thread.
@FunctionalInterface
public interface MailboxState {

    /// @throws IOException where `out` does, or where the mailbox holds what its state has no room
    ///   for
    void write(DataOutputStream out) throws IOException;

    /// What is different in this from an earlier state of the same mailbox while it was open, for
    /// [Mailbox#resume] behind that one.
    ///
    /// @return empty where it is not much less than all of it
    default Optional<MailboxState> since(MailboxState earlier) {
        return Optional.empty();
    }

    /// All of it in memory.
    ///
    /// @throws IOException where the mailbox holds what its state has no room for
    default byte[] octets() throws IOException {
        // Counted first: an array that grows would be there three times over.
        var counted = new DataOutputStream(OutputStream.nullOutputStream());
        write(counted);
        var octets = new ByteArrayOutputStream(counted.size());
        write(new DataOutputStream(octets));
        return octets.toByteArray();
    }
}
