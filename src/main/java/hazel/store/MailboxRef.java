package hazel.store;

/// A mailbox and the account it belongs to: `work/INBOX`.
public record MailboxRef(String account, MailboxName name) {

    @Override
    public String toString() {
        return account.isEmpty() ? name.value() : account + "/" + name;
    }
}
