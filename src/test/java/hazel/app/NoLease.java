package hazel.app;

import hazel.mail.MailException;

/// Where there is no terminal to lend.
final class NoLease implements Lease {

    @Override
    public int lend(Borrowing work) throws MailException {
        return work.run();
    }

    @Override
    public boolean suspend() {
        return false;
    }
}
