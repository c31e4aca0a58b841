package hazel.store;

import hazel.mail.MessageId;

/// How mailboxes are named that only show messages of others: those of the account `search`.
///
/// [#ALL_INBOXES] is the inboxes of all accounts. One that the user saved has its own name; `?` and
/// a query is what the query finds, and `conversation:` and a Message-ID the messages around that
/// one.
public final class Searches {

    public static final String ACCOUNT = "search";

    /// What is in the inbox of any account, as users name it.
    public static final MailboxRef ALL_INBOXES =
            new MailboxRef(ACCOUNT, new MailboxName("all:inbox"));

    private static final String QUERY = "?";

    private static final String CONVERSATION = "conversation:";

    private Searches() {}

    /// @param text holds no control character
    public static MailboxRef query(String text) {
        return new MailboxRef(ACCOUNT, new MailboxName(QUERY + text));
    }

    public static MailboxRef conversation(MessageId of) {
        return new MailboxRef(ACCOUNT, new MailboxName(CONVERSATION + of.value()));
    }

    public static boolean isOne(MailboxRef mailbox) {
        return mailbox.account().equals(ACCOUNT);
    }

    /// What a mailbox by its name looks for.
    public sealed interface Subject {}

    public record Typed(String query) implements Subject {}

    public record Around(MessageId message) implements Subject {}

    public record Inboxes() implements Subject {}

    public record Saved(MailboxName name) implements Subject {}

    public static Subject subject(MailboxName name) {
        String text = name.value();
        if (name.equals(ALL_INBOXES.name())) {
            return new Inboxes();
        }
        if (text.startsWith(QUERY)) {
            return new Typed(text.substring(QUERY.length()));
        }
        return text.startsWith(CONVERSATION)
                ? new Around(new MessageId(text.substring(CONVERSATION.length())))
                : new Saved(name);
    }
}
