package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Dovecot;
import hazel.compose.Draft;
import hazel.compose.DraftKind;
import hazel.compose.DraftStore;
import hazel.compose.Identity;
import hazel.mail.Address;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.ui.ComposeRequest;
import hazel.ui.Effect;
import hazel.ui.Msg;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is postponed is in the account's mailbox for drafts, for every program of its writer.
class DraftsAtServerIT {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);
    private static final MailboxName DRAFTS = new MailboxName("Entwürfe");
    private static final Address ADA = new Address("Ada", "ada", "example.org");
    private static final Draft LUNCH =
            Draft.blank(Identity.of(ADA))
                    .withTo(List.of(new Address("", "bob", "example.net")))
                    .withSubject("lunch")
                    .withBody("Shall we?\n");

    @TempDir private Path home;
    private Optional<Dovecot> dovecot = Optional.empty();
    private Optional<PaperReader> opened = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        dovecot =
                Optional.of(
                        Dovecot.start(
                                "imap",
                                """
                                mail_max_userip_connections = 100
                                namespace inbox {
                                  mailbox Entwürfe {
                                    special_use = \\Drafts
                                    auto = subscribe
                                  }
                                }
                                """));
        dovecot.get()
                .deliver(
                        "1.host",
                        "From: bob@example.net\nMessage-ID: <q@example.net>\n\n?\n"
                                .getBytes(US_ASCII));
        setting("here");
    }

    @AfterEach
    void stop() throws Exception {
        opened.ifPresent(PaperReader::close);
        if (dovecot.isPresent()) {
            dovecot.get().close();
        }
    }

    /// Of one of the machines that the writer works at.
    private Reader.Setting setting(String machine) throws Exception {
        return ServerHome.at(dovecot.orElseThrow().port(), home.resolve(machine), "")
                .synchronised()
                .setting();
    }

    private PaperReader open(String machine) throws Exception {
        opened.ifPresent(PaperReader::close);
        var reader = new PaperReader(setting(machine), INBOX);
        opened = Optional.of(reader);
        return reader;
    }

    private List<String> inMailbox(String machine) throws Exception {
        Reader.Setting setting = setting(machine);
        List<String> found = new ArrayList<>();
        try (var stores = Stores.unheard(setting.config(), setting.places(), setting.clock());
                MessageStore store =
                        stores.open(setting.config().accounts().getFirst().incoming());
                Mailbox mailbox = store.open(DRAFTS)) {
            List<IndexEntry> all = new ArrayList<>();
            mailbox.scan(all::add, Progress.UNWATCHED);
            assertThat(all)
                    .allSatisfy(e -> assertThat(e.flags()).containsOnly(Flag.DRAFT, Flag.SEEN));
            all.forEach(e -> found.add(e.subject()));
        }
        return found;
    }

    private DraftStore files(String machine) {
        return DraftStore.in(home.resolve(machine).resolve("state/hazel/drafts"));
    }

    private static <T> T only(List<Msg> answers, Class<T> kind) {
        return answers.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
    }

    private static Msg.Composing resumed(PaperReader reader) {
        Msg.KeptDraft kept =
                only(reader.perform(new Effect.ListDrafts()), Msg.DraftsListed.class)
                        .drafts()
                        .getFirst();
        var place = (Msg.InMailbox) kept.place();
        var request = new ComposeRequest.Stored(place.message());
        return only(reader.perform(new Effect.Compose(request)), Msg.Composing.class);
    }

    @Test
    void whatIsPostponedHereIsGoneOnWithThereAndPutBackInItsPlace() throws Exception {
        List<Msg> told = open("here").perform(new Effect.PostponeDraft("dlunchlunch", LUNCH));
        assertThat(told).contains(Msg.Noticed.of("the draft is kept in work/Entwürfe"));
        assertThat(files("here").list()).isEmpty();
        assertThat(inMailbox("there")).containsExactly("lunch");

        PaperReader there = open("there");
        Msg.Composing again = resumed(there);
        assertThat(again.draft().withExtraFields(List.of())).isEqualTo(LUNCH);
        assertThat(inMailbox("here")).containsExactly("lunch");
        there.perform(
                new Effect.PostponeDraft(again.draftId(), again.draft().withSubject("supper")));
        assertThat(inMailbox("here")).containsExactly("supper");

        PaperReader here = open("here");
        Msg.Composing last = resumed(here);
        here.perform(new Effect.Send(last.draftId(), last.draft()));
        assertThat(inMailbox("there")).isEmpty();
        assertThat(files("here").list()).isEmpty();
    }

    @Test
    void anAnswerStillKnowsWhatItAnswers() throws Exception {
        PaperReader here = open("here");
        here.press("r", "<C-o>");
        Msg.Composing again = resumed(open("there"));
        assertThat(again.draft().kind()).isEqualTo(DraftKind.REPLY);
        assertThat(again.draft().answers()).isPresent();
        assertThat(again.draft().inReplyTo()).isPresent();
    }

    @Test
    void whereItEndedInBetweenItIsPutThereOnce() throws Exception {
        Reader.Setting setting = setting("here");
        try (var stores = Stores.unheard(setting.config(), setting.places(), setting.clock())) {
            var kept = new KeptDrafts(files("here"), setting.config(), stores, setting.clock());
            Draft noted = LUNCH.withExtra("X-Hazel-Filing", "yes");
            files("here").save("dlunchlunch", noted);
            files("here").save("dotherother", LUNCH.withSubject("other"));
            // Another program is in the middle of it just now.
            try (DraftStore.Hold _ = files("here").tryHold("dlunchlunch").orElseThrow()) {
                kept.tidy();
                assertThat(inMailbox("there")).isEmpty();
            }
            kept.tidy();
            assertThat(inMailbox("there")).containsExactly("lunch");
            files("here").save("dlunchlunch", noted);
            kept.tidy();
            assertThat(inMailbox("there")).containsExactly("lunch");
            assertThat(files("here").list())
                    .extracting(DraftStore.Kept::id)
                    .containsExactly("dotherother");
        }
    }
}
