package hazel.store.imap;

import hazel.mail.MailException;

import java.sql.SQLException;

/// Work on files in the middle of a transaction, which is rolled back where that fails.
final class Within {

    private Within() {}

    interface Work {
        void run() throws MailException;
    }

    static void transaction(Work work) throws SQLException {
        try {
            work.run();
        } catch (MailException e) {
            throw new SQLException(e.problem().message(), e);
        }
    }
}
