package hazel.app;

import hazel.config.Config;
import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.MessageStore;
import hazel.store.Uid;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The message that a sent one answers, and the flag it gets for that, as the notes in the outbox
/// say.
public final class AnsweredMarks {

    private AnsweredMarks() {}

    /// Marks it; nothing happens where the notes name none.
    public static void mark(Config config, Map<String, String> notes, Stores stores)
            throws MailException {
        Optional<MessageRef> message = message(notes);
        if (message.isPresent()) {
            var ref = message.get().mailbox();
            var account = new Accounts(config).named(ref.account());
            try (MessageStore store = stores.open(account.incoming());
                    Mailbox mailbox = store.open(ref.name())) {
                var _ = mailbox.changeFlags(List.of(message.get().uid()), change(notes));
            }
        }
    }

    static Optional<MessageRef> message(Map<String, String> notes) {
        return message(notes.getOrDefault(SentNotes.ANSWERS, ""));
    }

    /// In the words of [Writers#answers].
    static Optional<MessageRef> message(String named) {
        String[] words = named.split("\t", -1);
        return words.length == 3 && !words[1].isEmpty()
                ? Optional.of(
                        new MessageRef(
                                new MailboxRef(words[0], new MailboxName(words[1])),
                                new Uid(words[2])))
                : Optional.empty();
    }

    static FlagChange change(Map<String, String> notes) {
        boolean isForward = notes.getOrDefault(SentNotes.MARK, "").equals(SentNotes.FORWARDED);
        return FlagChange.adding(isForward ? Flag.FORWARDED : Flag.ANSWERED);
    }
}
