package hazel.outbox;

import hazel.mail.MailException;
import hazel.smtp.SendmailCommand;
import hazel.smtp.Server;

/// How an account's mail leaves this machine's reader.
public sealed interface Route {

    /// To a submission server, or to the bundled relay over loopback or a Unix socket.
    record Smtp(Server server) implements Route {}

    record Sendmail(SendmailCommand command) implements Route {}

    /// Finds the route of an account when it is needed, with its secrets; asked on the thread that
    /// runs the outbox.
    interface Finder {
        Route of(String account) throws MailException;
    }
}
