package hazel.relay;

import hazel.mail.MailException;

/// Who may send to anywhere after logging in (RFC 4954).
@FunctionalInterface
public interface Logins {

    /// Whether this is the user's password. Blocks; called by many threads at once.
    ///
    /// @throws MailException where that cannot be found out now
    boolean accepts(String user, String password) throws MailException;
}
