package hazel.relay;

import hazel.mail.MailException;
import hazel.smtp.Server;

/// The server that takes mail for everywhere else. Asked anew for each connection, so that a
/// password may come from a keyring and change.
@FunctionalInterface
public interface Smarthost {

    /// @throws MailException where the password cannot be had now; the mail waits
    Server server() throws MailException;
}
