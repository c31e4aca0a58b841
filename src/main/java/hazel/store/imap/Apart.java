package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Progress;
import hazel.store.Sort;

import java.util.Set;

/// No dealings with the server at all: only what is in the replica.
///
/// @param host whose it is
record Apart(String host) implements Remote {

    @Override
    public void listed() {}

    @Override
    public void opened(long mailbox) {}

    @Override
    public void closed(long mailbox) {}

    @Override
    public void preferred(long mailbox, Sort order) {}

    @Override
    public void queued() {}

    @Override
    public void fetch(long message, Progress progress) throws MailException {
        throw apart("the message is only at " + host);
    }

    @Override
    public Set<Long> search(long mailbox, String text) throws MailException {
        throw apart("only " + host + " can search there");
    }

    @Override
    public void manage(Change change) throws MailException {
        throw apart("mailboxes are changed at " + host);
    }

    private MailException apart(String sentence) {
        return new MailException(new Problem.Unreachable(host, sentence));
    }

    @Override
    public void left() {}
}
