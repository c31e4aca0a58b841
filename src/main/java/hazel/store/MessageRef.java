package hazel.store;

/// One message in one mailbox: `work/INBOX:4711`.
public record MessageRef(MailboxRef mailbox, Uid uid) {

    @Override
    public String toString() {
        return mailbox + ":" + uid;
    }
}
