package hazel.screen.index;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.screen.Screens;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Sort;
import hazel.store.Uid;
import hazel.ui.Effect;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Scene;
import hazel.ui.Size;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class SideBarTest {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Msg.MailboxesListed LISTED =
            new Msg.MailboxesListed(
                    List.of(
                            new Msg.AccountMailboxes(
                                    "work",
                                    List.of(
                                            info("INBOX", 7),
                                            info("Archive/2025", 0),
                                            info("lists", 0),
                                            info("lists/java", 12)))));

    private static MailboxInfo info(String name, int unseen) {
        return new MailboxInfo(new MailboxName(name), true, 20, unseen);
    }

    private static View view() {
        var builder = Snapshot.builder();
        builder.add(
                new IndexEntry(
                        new Uid("1"),
                        NOW,
                        NOW,
                        "Ada",
                        "a@example.org",
                        "",
                        "",
                        "Lunch?",
                        Optional.empty(),
                        List.of(),
                        "",
                        Set.<Flag>of(),
                        Set.of(),
                        100,
                        false));
        return View.of(builder.build(), Sort.DEFAULT, _ -> true, Set.of());
    }

    private static Next.Stay opened(int columns) {
        var index =
                (IndexScreen) IndexScreen.opening(new Screens(), INBOX).sized(new Size(columns, 6));
        return index.hear(new Msg.MailboxOpened(INBOX, view(), false, true));
    }

    private static IndexScreen listed(int columns) {
        return (IndexScreen) opened(columns).screen().hear(LISTED).screen();
    }

    private static String text(IndexScreen index) {
        Size size = new Size(index.columns(), 6);
        return index.view(new Scene(size, NOW, ZoneOffset.UTC)).text();
    }

    private static IndexScreen after(IndexScreen index, Command... commands) {
        for (Command command : commands) {
            index = (IndexScreen) ((Next.Stay) index.perform(Call.of(command))).screen();
        }
        return index;
    }

    @Test
    void aWideScreenShowsTheMailboxesAndWhatIsUnreadInThem() {
        assertThat(text(listed(120)))
                .isEqualTo(
                        """
                         work              │>N      1       12:00  Ada                     100  Lunch?
                        > INBOX          1 │
                          Archive/2025     │
                          lists            │
                           java         12 │
                                           │\
                        """);
    }

    @Test
    void aListIsAskedForWhereItIsSeenAndOnlyOnce() {
        assertThat(opened(120).effects()).containsExactly(new Effect.ListMailboxes());
        assertThat(opened(120).screen().hear(new Msg.Tick(NOW)).effects()).isEmpty();
        assertThat(opened(80).effects()).isEmpty();
        assertThat(listed(120).hear(new Msg.NewMail(INBOX, 1)).effects())
                .containsExactly(new Effect.ListMailboxes());
    }

    @Test
    void itIsShownAndHiddenAtAWish() {
        assertThat(text(listed(100))).doesNotContain("java");
        assertThat(text(after(listed(100), Command.SIDEBAR))).contains("java");
        assertThat(text(after(listed(120), Command.SIDEBAR))).doesNotContain("java");
    }

    @Test
    void theCursorOfTheBarChoosesAMailbox() {
        IndexScreen index =
                after(
                        listed(120),
                        Command.SIDEBAR_NEXT,
                        Command.SIDEBAR_NEXT,
                        Command.SIDEBAR_NEXT,
                        Command.SIDEBAR_NEXT);
        var java = new MailboxRef("work", new MailboxName("lists/java"));
        assertThat(index.perform(Call.of(Command.SIDEBAR_OPEN)).effects())
                .containsExactly(new Effect.CloseMailbox(INBOX), new Effect.OpenMailbox(java));
    }

    @Test
    void aClickInTheBarOpensAMailboxAndOneBesideItAMessage() {
        IndexScreen index = listed(120);
        assertThat(index.click(3, 2).effects())
                .contains(
                        new Effect.OpenMailbox(
                                new MailboxRef("work", new MailboxName("Archive/2025"))));
        assertThat(index.click(3, 0).effects()).isEmpty();
        assertThat(index.click(40, 0)).isInstanceOf(Next.Open.class);
    }
}
