package hazel.relay;

import hazel.mail.MailException;
import hazel.sasl.Salts;
import hazel.sasl.ScramKeys;

import java.util.List;
import java.util.Optional;

/// Who may send to anywhere after logging in (RFC 4954).
@FunctionalInterface
public interface Logins {

    /// What is kept of a user's password; empty where there is no such user. Blocks; called by many
    /// threads at once.
    ///
    /// @throws MailException where that cannot be found out now
    Optional<ScramKeys> keys(String user) throws MailException;

    /// The iterations that keys of users have, each once; at least one. A name that nobody has is
    /// answered with one of them. Blocks, and is called, as [#keys].
    default List<Integer> iterations() throws MailException {
        return List.of(ScramKeys.ITERATIONS);
    }

    /// The salts of names that nobody has. Blocks, and is called, as [#keys].
    default Salts salts() throws MailException {
        return Salts.OF_PROCESS;
    }
}
