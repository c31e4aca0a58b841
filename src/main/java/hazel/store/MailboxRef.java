package hazel.store;

/// A mailbox and the account it belongs to: `work/INBOX`.
public record MailboxRef(String account, MailboxName name) {

    // Written out: what a record is given is made by the JVM when first asked, which takes a start
    // milliseconds, and asked a million times it is the slower.

    @Override
    public boolean equals(Object object) {
        return object instanceof MailboxRef other
                && account.equals(other.account)
                && name.equals(other.name);
    }

    @Override
    public int hashCode() {
        return 31 * account.hashCode() + name.hashCode();
    }

    @Override
    public String toString() {
        return account.isEmpty() ? name.value() : account + "/" + name;
    }
}
