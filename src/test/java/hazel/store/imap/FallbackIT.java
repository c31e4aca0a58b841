package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a server does not offer is done another way: the same session, with Dovecot and ever fewer
/// capabilities.
class FallbackIT {

    private static Optional<Servers> dovecot = Optional.empty();

    @TempDir private Path home;

    @BeforeAll
    static void start() throws Exception {
        dovecot = Optional.of(Servers.start("dovecot"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (dovecot.isPresent()) {
            dovecot.get().close();
        }
    }

    private static Uid uid(Mailbox mailbox, String subject) throws MailException {
        return entries(mailbox).stream()
                .filter(e -> e.subject().equals(subject))
                .map(IndexEntry::uid)
                .findFirst()
                .orElseThrow();
    }

    /// The words that say so, of each capability: nothing above would show that it is never used.
    @Test
    void whatIsOfferedIsUsed() throws Exception {
        var real = dovecot.orElseThrow();
        try (var lesser = new LesserServer(real.port("IMAP_PORT"), Set.of())) {
            sameAsEver(lesser);
            assertThat(
                            List.of(
                                    "UID MOVE", // MOVE
                                    "UID EXPUNGE", // UIDPLUS
                                    "(QRESYNC (", // QRESYNC
                                    "ENABLE CONDSTORE QRESYNC", // ENABLE
                                    "+}", // LITERAL+
                                    " RETURN (SUBSCRIBED SPECIAL-USE STATUS (", // LIST-EXTENDED,
                                    // SPECIAL-USE, LIST-STATUS
                                    "HIGHESTMODSEQ", // CONDSTORE
                                    "UID SEARCH RETURN (ALL)", // ESEARCH
                                    " NAMESPACE", // NAMESPACE
                                    " ID (", // ID
                                    "AUTHENTICATE SCRAM-SHA-256 ")) // SASL-IR
                    .allMatch(lesser::heard);
        }
        try (var lesser = new LesserServer(real.port("IMAP_PORT"), Set.of("QRESYNC"))) {
            sameAsEver(lesser);
            assertThat(lesser.heard("(CHANGEDSINCE ")).isTrue(); // CONDSTORE
        }
    }

    /// @param never words that must not be said then
    @ParameterizedTest(name = "without {0}")
    @CsvSource({
        "NONE, (nothing)",
        "MOVE, UID MOVE",
        "UIDPLUS, UID EXPUNGE",
        "MOVE UIDPLUS, UID MOVE",
        "QRESYNC, (QRESYNC",
        "CONDSTORE QRESYNC ENABLE, CHANGEDSINCE",
        "LITERAL+ LITERAL-, +}",
        "LIST-EXTENDED LIST-STATUS, RETURN (SUBSCRIBED",
        "SPECIAL-USE, SPECIAL-USE",
        "ESEARCH, RETURN (ALL)",
        "NAMESPACE, NAMESPACE",
        "UNSELECT, UNSELECT",
        "IDLE, IDLE",
        "ID SASL-IR, ID (",
        "MOVE UIDPLUS QRESYNC CONDSTORE ENABLE LITERAL+ LITERAL- LIST-EXTENDED LIST-STATUS"
                + " SPECIAL-USE ESEARCH NAMESPACE UNSELECT IDLE ID SASL-IR MULTIAPPEND BINARY"
                + " COMPRESS=DEFLATE, UID MOVE"
    })
    void theSameIsDone(String missing, String never) throws Exception {
        var real = dovecot.orElseThrow();
        try (var lesser = new LesserServer(real.port("IMAP_PORT"), Set.of(missing.split(" ")))) {
            sameAsEver(lesser);
            assertThat(lesser.heard(never)).isFalse();
        }
    }

    private void sameAsEver(LesserServer lesser) throws Exception {
        ImapHome here = ImapHome.at(lesser.port(), Files.createTempDirectory(home, "here"));
        ImapHome there = ImapHome.at(dovecot.orElseThrow(), home.resolve("there"));
        empty(there, "INBOX");
        empty(there, "Archive");
        there.in("INBOX", m -> m.appendAll(List.of(message("one"), message("two"))));
        here.in("INBOX", m -> m.appendAll(List.of(message("three"), message("four"))));
        assertThat(here.subjects("INBOX")).containsExactly("four", "one", "three", "two");

        move(here, "two");
        here.in("INBOX", m -> m.expunge(List.of(uid(m, "three")), Progress.UNWATCHED));
        here.in(
                "INBOX",
                m -> m.changeFlags(List.of(uid(m, "one")), FlagChange.adding(Flag.FLAGGED)));

        assertThat(there.subjects("INBOX")).containsExactly("four", "one");
        assertThat(there.subjects("Archive")).containsExactly("two");
        assertThat(
                        there.in("INBOX", ImapHome::entries).stream()
                                .filter(e -> e.subject().equals("one"))
                                .findFirst()
                                .orElseThrow()
                                .flags())
                .contains(Flag.FLAGGED);

        // And what is done there is seen here.
        there.in("INBOX", m -> m.expunge(List.of(uid(m, "one")), Progress.UNWATCHED));
        assertThat(here.subjects("INBOX")).containsExactly("four");
        assertThat(here.subjects("Archive")).containsExactly("two");
    }

    /// EXPUNGE alone would remove what somebody else has only marked.
    @Test
    void withoutUidplusNothingOfOthersIsRemoved() throws Exception {
        var real = dovecot.orElseThrow();
        try (var lesser = new LesserServer(real.port("IMAP_PORT"), Set.of("UIDPLUS"))) {
            ImapHome here = ImapHome.at(lesser.port(), home.resolve("here"));
            ImapHome there = ImapHome.at(real, home.resolve("there"));
            empty(there, "INBOX");
            there.in("INBOX", m -> m.appendAll(List.of(message("theirs"), message("ours"))));
            there.in(
                    "INBOX",
                    m -> m.changeFlags(List.of(uid(m, "theirs")), FlagChange.adding(Flag.DELETED)));
            here.in("INBOX", m -> m.expunge(List.of(uid(m, "ours")), Progress.UNWATCHED));

            assertThat(there.in("INBOX", ImapHome::entries))
                    .hasSize(2)
                    .allMatch(e -> e.flags().contains(Flag.DELETED));
            assertThat(here.subjects("INBOX")).containsExactly("theirs");
        }
    }

    private static void empty(ImapHome who, String mailbox) throws MailException {
        who.in(
                mailbox,
                m ->
                        m.expunge(
                                entries(m).stream().map(IndexEntry::uid).toList(),
                                Progress.UNWATCHED));
    }

    private static void move(ImapHome here, String subject) throws MailException {
        try (ImapAccount account = here.account();
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox archive = store.open(new MailboxName("Archive"))) {
            inbox.move(List.of(uid(inbox, subject)), archive, Progress.UNWATCHED);
        }
    }
}
