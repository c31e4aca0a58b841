package hazel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.MessageId;

import org.junit.jupiter.api.Test;

import java.util.List;

class SearchesTest {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);

    @Test
    void aMailboxSaysWhatItLooksFor() {
        assertThat(Searches.subject(Searches.query("from:ada").name()))
                .isEqualTo(new Searches.Typed("from:ada"));
        assertThat(Searches.subject(Searches.conversation(new MessageId("a@b")).name()))
                .isEqualTo(new Searches.Around(new MessageId("a@b")));
        assertThat(Searches.subject(new MailboxName("Unread")))
                .isEqualTo(new Searches.Saved(new MailboxName("Unread")));
        assertThat(Searches.isOne(INBOX)).isFalse();
    }

    @Test
    void aFoundMessageIsNamedByWhereItIs() {
        var message =
                new MessageRef(new MailboxRef("work", new MailboxName("a:b/c")), new Uid("1:2,S"));
        Uid found = FoundUid.of(message);

        assertThat(FoundUid.own(new MessageRef(Searches.query("x"), found))).isEqualTo(message);
        assertThat(FoundUid.own(message)).isEqualTo(message);
        assertThat(
                        FoundUid.byMailbox(
                                List.of(
                                        FoundUid.of(INBOX, new Uid("1")),
                                        found,
                                        FoundUid.of(INBOX, new Uid("2")))))
                .containsEntry(INBOX, List.of(new Uid("1"), new Uid("2")))
                .containsEntry(message.mailbox(), List.of(message.uid()))
                .hasSize(2);
        assertThatThrownBy(() -> FoundUid.own(new Uid("1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
