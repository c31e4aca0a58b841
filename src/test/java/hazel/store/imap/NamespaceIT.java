package hazel.store.imap;

import static hazel.store.imap.ImapHome.message;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Dovecot;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Purpose;
import hazel.store.Uid;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// A server where a person's mailboxes are all below INBOX and dots divide their names, as Courier
/// has it: nothing of that is seen where it says so (RFC 2342), and all can be used where not.
class NamespaceIT {

    @TempDir private Path home;

    /// @param below what all names begin with here
    @ParameterizedTest(name = "without {0}")
    @CsvSource({"NONE, ''", "NAMESPACE, INBOX/"})
    void mailboxesBelowTheInboxAreAsAnyOthers(String missing, String below) throws Exception {
        try (Dovecot dovecot =
                        Dovecot.start(
                                "imap",
                                """
                                namespace inbox {
                                  prefix = INBOX.
                                  separator = .
                                  mailbox Gesendet {
                                    auto = subscribe
                                    special_use = \\Sent
                                  }
                                }
                                """);
                var lesser = new LesserServer(dovecot.port(), Set.of(missing))) {
            ImapHome here = ImapHome.ada(lesser.port(), home.resolve("here"));
            var lists = new MailboxName(below + "Lists/hazel");
            var sent = new MailboxName(below + "Gesendet");
            try (ImapAccount account = here.account();
                    MessageStore store = account.open()) {
                assertThat(store.names()).containsExactly(MailboxName.INBOX, sent);
                assertThat(store.forPurpose(Purpose.SENT)).contains(sent);
                store.create(lists);
                try (Mailbox inbox = store.open(MailboxName.INBOX);
                        Mailbox to = store.open(lists)) {
                    List<Uid> one = inbox.appendAll(List.of(message("one")));
                    inbox.move(one, to, Progress.UNWATCHED);
                }
            }
            ImapHome there = ImapHome.ada(lesser.port(), home.resolve("there"));
            assertThat(there.subjects(lists.value())).containsExactly("one");
            assertThat(there.subjects("INBOX")).isEmpty();
            assertThat(
                            lesser.heard("CREATE INBOX.LISTS.HAZEL")
                                    || lesser.heard("CREATE \"INBOX.LISTS.HAZEL\""))
                    .isTrue();
        }
    }
}
