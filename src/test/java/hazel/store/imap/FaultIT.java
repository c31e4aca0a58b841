package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hazel.Servers;
import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Whatever was done without a connection, and wherever the connection then breaks, falls silent or
/// brings what nobody said, is at the server in the end: nothing is lost and nothing is there
/// twice.
class FaultIT {

    private static Servers dovecot;

    @TempDir Path home;

    @BeforeAll
    static void start() throws Exception {
        dovecot = Servers.start("dovecot");
    }

    @AfterAll
    static void stop() throws Exception {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                        "CAPABILITY",
                        "AUTHENTICATE",
                        "ENABLE",
                        "NAMESPACE",
                        "LIST",
                        "STATUS",
                        "SELECT",
                        "APPEND",
                        "UID STORE",
                        "UID SEARCH",
                        "UID COPY",
                        "UID MOVE",
                        "UID EXPUNGE",
                        "UID FETCH",
                        "BODY.PEEK[]")
                .flatMap(command ->
                        Stream.of(FaultProxy.Fault.values())
                                .map(fault -> Arguments.of(command, fault)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("faults")
    void nothingIsLostAndNothingComesTwice(String command, FaultProxy.Fault fault)
            throws Exception {
        ImapHome here = ImapHome.at(dovecot, home.resolve("here"));
        for (String mailbox : List.of("INBOX", "Archive")) {
            here.in(
                    mailbox,
                    m ->
                            m.expunge(
                                    entries(m).stream().map(IndexEntry::uid).toList(),
                                    Progress.UNWATCHED));
        }
        List<Uid> uids =
                here.in(
                        "INBOX",
                        m ->
                                m.appendAll(
                                        List.of(message("one"), message("two"), message("three"))));
        ImapHome other = ImapHome.at(dovecot, home.resolve("other"));
        other.in("INBOX", m -> m.appendAll(List.of(message("news"))));
        work(uids);

        try (var proxy = new FaultProxy(dovecot.port("IMAP_PORT"), command, fault)) {
            ImapHome through =
                    ImapHome.at(proxy.port(), home.resolve("here"), Duration.ofSeconds(1));
            try (ImapAccount account = through.account(new Keeping.All())) {
                Throwable thrown = catchThrowable(account::synchronise);
                if (thrown != null || fault.isOfBreaking()) {
                    assertThat(thrown).isInstanceOf(MailException.class);
                }
            }
            assertThat(proxy.isMet()).isTrue();
        }
        try (ImapAccount account = here.account()) {
            account.synchronise();
        }

        ImapHome judge = ImapHome.at(dovecot, home.resolve("judge"));
        for (ImapHome each : List.of(judge, here)) {
            assertThat(each.subjects("INBOX")).containsExactly("four", "news", "one");
            assertThat(each.subjects("Archive")).containsExactly("one", "two");
            List<IndexEntry> inbox = each.in("INBOX", ImapHome::entries);
            assertThat(inbox)
                    .filteredOn(e -> e.flags().contains(Flag.FLAGGED))
                    .extracting(IndexEntry::subject)
                    .containsExactly("one");
        }
        assertThat(here.in("INBOX", ImapHome::entries))
                .extracting(IndexEntry::uid)
                .contains(uids.getFirst());
    }

    /// Without a connection.
    private void work(List<Uid> uids) throws MailException {
        try (ImapAccount account = ImapHome.at(1, home.resolve("here")).account();
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox archive = store.open(new MailboxName("Archive"))) {
            inbox.appendAll(List.of(message("four")));
            inbox.changeFlags(List.of(uids.get(0)), FlagChange.adding(Flag.FLAGGED));
            inbox.copy(List.of(uids.get(0)), archive, Progress.UNWATCHED);
            inbox.move(List.of(uids.get(1)), archive, Progress.UNWATCHED);
            inbox.expunge(List.of(uids.get(2)), Progress.UNWATCHED);
        }
    }
}
