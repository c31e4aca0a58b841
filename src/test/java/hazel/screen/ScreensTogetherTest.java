package hazel.screen;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Keymap;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.mime.MessageParser;
import hazel.mime.Preference;
import hazel.mime.Readable;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Sort;
import hazel.store.Uid;
import hazel.ui.Display;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Program;
import hazel.ui.Size;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Screens one upon another and side by side, as the program shows them.
class ScreensTogetherTest {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final List<Effect> wanted = new ArrayList<>();
    private final List<Frame> shown = new ArrayList<>();
    private Size size = new Size(160, 12);
    private final Program program =
            new Program(
                    new Screens(),
                    Keymap.empty()
                            .with(
                                    List.of(
                                            "generic q back",
                                            "generic g go-to",
                                            "generic m mailboxes",
                                            "generic <Enter> select",
                                            "generic j next-entry",
                                            "index <Enter> read",
                                            "message J next-undeleted",
                                            "message B split",
                                            "message M move",
                                            "prompt <Enter> accept",
                                            "prompt <C-g> cancel"))
                            .keymap(),
                    new Display() {
                        @Override
                        public Size size() {
                            return size;
                        }

                        @Override
                        public void show(Frame frame) {
                            shown.add(frame);
                        }
                    },
                    (effect, _) -> wanted.add(effect),
                    Clock.fixed(NOW, ZoneId.of("Europe/Berlin")));

    private static View view() {
        var builder = Snapshot.builder();
        for (String subject : List.of("Lunch", "Dinner")) {
            builder.add(
                    new IndexEntry(
                            new Uid(subject),
                            NOW,
                            NOW,
                            "Ada",
                            "a@example.org",
                            "",
                            "",
                            subject,
                            Optional.empty(),
                            List.of(),
                            "",
                            Set.of(Flag.SEEN),
                            Set.of(),
                            100,
                            false));
        }
        return View.of(builder.build(), Sort.DEFAULT, _ -> true, Set.of());
    }

    private static Msg loaded(String uid) {
        String text = "Date: Tue, 24 Nov 2026 07:30:00 -0500\nSubject: " + uid + "\n\nCome!\n";
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        var root = MessageParser.parse(octets);
        return new Msg.MessageLoaded(
                new MessageRef(INBOX, new Uid(uid)),
                new Msg.LoadedMessage(
                        root.header(),
                        root,
                        Readable.of(octets, root, Preference.PLAIN_FIRST),
                        octets));
    }

    private void reading() {
        program.open(new Screens().index(INBOX));
        program.post(new Msg.MailboxOpened(INBOX, view(), false, true));
        program.settle();
        press("<Up>", "<Enter>");
        program.post(loaded("Dinner"));
        program.settle();
    }

    private void press(String... keys) {
        for (String key : keys) {
            program.post(new Msg.Pressed(new Key(key)));
        }
        program.settle();
    }

    private String row(int row) {
        return shown.getLast().lines().get(row).text().stripTrailing();
    }

    @Test
    void aWideScreenShowsTheMessageBesideItsIndex() {
        reading();
        assertThat(row(1)).startsWith("         13:00  Ada").contains("Lunch", "│ Subject: Dinner");
        assertThat(row(2)).startsWith(">        13:00  Ada").contains("Dinner", "│ Date: ");
        assertThat(shown.getLast().lines().getFirst().text()).contains("message 2 of 2");
        press("B");
        assertThat(row(1)).isEqualTo("Subject: Dinner");
        press("B", "q");
        assertThat(shown.getLast().text()).doesNotContain("Date:");
    }

    @Test
    void aNarrowOneShowsTheMessageAlone() {
        size = new Size(100, 12);
        reading();
        assertThat(row(1)).isEqualTo("Subject: Dinner");
    }

    @Test
    void aWindowThatGrowsOrShrinksIsLaidOutAnew() {
        reading();
        size = new Size(80, 12);
        program.post(new Msg.Resized(size));
        program.settle();
        assertThat(row(1)).isEqualTo("Subject: Dinner");
        size = new Size(200, 12);
        program.post(new Msg.Resized(size));
        program.settle();
        assertThat(row(1)).contains("Lunch", "│ Subject: Dinner");
    }

    @Test
    void aClickOnTheIndexBesideClosesTheMessageAndGoesThere() {
        reading();
        program.post(new Msg.Clicked(20, 1));
        program.settle();
        assertThat(row(1)).contains("│>       1");
        assertThat(shown.getLast().text()).doesNotContain("Date:");
    }

    @Test
    void datesAreTheReadersAndNameTheSenders() {
        reading();
        assertThat(row(2)).endsWith("Date:    Tue, 24 Nov 2026 13:30 +0100  (07:30 -0500 there)");
    }

    @Test
    void aMessageGoesToAnotherMailboxAndIsMovedToOne() {
        reading();
        wanted.clear();
        press("M", "x", "<Enter>");
        assertThat(wanted)
                .contains(
                        new Effect.Move(
                                INBOX,
                                List.of(new Uid("Dinner")),
                                new MailboxRef("work", new MailboxName("x"))));
        press("g", "y", "<Enter>");
        assertThat(wanted)
                .contains(new Effect.OpenMailbox(new MailboxRef("work", new MailboxName("y"))));
    }

    @Test
    void mailboxesAsTheFirstScreenOpenAnIndexAndAreComeBackTo() {
        program.open(new Screens().mailboxesFirst());
        program.post(
                new Msg.MailboxesListed(
                        List.of(
                                new Msg.AccountMailboxes(
                                        "work",
                                        List.of(new MailboxInfo(MailboxName.INBOX, true, 2, 0))))));
        program.settle();
        press("<Enter>");
        assertThat(wanted).containsExactly(new Effect.OpenMailbox(INBOX));
        assertThat(shown.getLast().text()).contains("Opening work/INBOX");
        press("q");
        assertThat(shown.getLast().text()).contains("1 mailbox\n");
    }
}
