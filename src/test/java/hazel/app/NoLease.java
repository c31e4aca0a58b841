package hazel.app;

import hazel.mail.MailException;

/// A terminal that there is none of: what is to have it runs without.
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
