package hazel.app;

import hazel.mail.MailException;

/// Where nobody has the terminal, nobody need lend it.
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
