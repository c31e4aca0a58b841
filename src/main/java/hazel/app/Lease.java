package hazel.app;

import hazel.mail.MailException;

/// The terminal, as far as effects need it: to lend it to another program, and to stop. Called on
/// the thread that draws.
public interface Lease {

    /// What is done while another program has the terminal.
    interface Borrowing {
        int run() throws MailException;
    }

    /// @return what the work returned
    int lend(Borrowing work) throws MailException;

    /// @return false where nobody could let us go on again
    boolean suspend() throws MailException;
}
