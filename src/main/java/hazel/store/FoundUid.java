package hazel.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a message is called in a mailbox that only shows messages of others: where it really is.
///
/// The three parts stand behind each other with a control character between them, which is in no
/// account's and no mailbox's name.
public final class FoundUid {

    private static final char BETWEEN = '\u001f';

    private FoundUid() {}

    public static Uid of(MessageRef message) {
        return of(message.mailbox(), message.uid());
    }

    public static Uid of(MailboxRef mailbox, Uid uid) {
        return new Uid(
                mailbox.account() + BETWEEN + mailbox.name().value() + BETWEEN + uid.value());
    }

    /// The message as its own mailbox knows it; itself where it is called by its own name.
    public static MessageRef own(MessageRef message) {
        return Searches.isOne(message.mailbox()) ? own(message.uid()) : message;
    }

    /// @throws IllegalArgumentException where no found message is called so
    public static MessageRef own(Uid found) {
        String[] parts = found.value().split(String.valueOf(BETWEEN), 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not the name of a message that was found");
        }
        return new MessageRef(
                new MailboxRef(parts[0], new MailboxName(parts[1])), new Uid(parts[2]));
    }

    /// Messages of one mailbox together, under their own names.
    public static Map<MailboxRef, List<Uid>> byMailbox(Collection<Uid> found) {
        Map<MailboxRef, List<Uid>> own = new LinkedHashMap<>();
        for (Uid each : found) {
            MessageRef message = own(each);
            own.computeIfAbsent(message.mailbox(), _ -> new ArrayList<>()).add(message.uid());
        }
        return own;
    }
}
