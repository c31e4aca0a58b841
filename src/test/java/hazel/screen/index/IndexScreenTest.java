package hazel.screen.index;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Keymap;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.mail.Problem;
import hazel.screen.Screens;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
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

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class IndexScreenTest {

    private static final MailboxRef INBOX = new MailboxRef("work", MailboxName.INBOX);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final List<Effect> wanted = new ArrayList<>();
    private final List<Frame> shown = new ArrayList<>();
    private Size size = new Size(60, 10);
    private final Program program =
            new Program(
                    new Screens(),
                    Keymap.empty()
                            .with(
                                    List.of(
                                            "generic ? help",
                                            "generic Q quit",
                                            "generic q back",
                                            "index j next-entry",
                                            "index k previous-entry",
                                            "index <Enter> read",
                                            "index d delete",
                                            "index S sort",
                                            "index v fold-thread",
                                            "index t tag",
                                            "index Z zoom",
                                            "index u undelete",
                                            "index m move",
                                            "prompt <Enter> accept"))
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
                    Clock.fixed(NOW, ZoneOffset.UTC));

    private static IndexEntry entry(String uid, String from, String subject, Flag... flags) {
        Instant date = NOW.minusSeconds(3600);
        return new IndexEntry(
                new Uid(uid),
                date,
                date,
                from,
                "a@example.org",
                "",
                "",
                subject,
                Optional.empty(),
                List.of(),
                "",
                Set.of(flags),
                Set.of(),
                100,
                false);
    }

    private static View view(IndexEntry... entries) {
        var builder = Snapshot.builder();
        for (IndexEntry entry : entries) {
            builder.add(entry);
        }
        return View.of(builder.build(), Sort.DEFAULT, _ -> true, Set.of());
    }

    private static final IndexEntry ADA = entry("1", "Ada", "Lunch?", Flag.SEEN);
    private static final IndexEntry GRACE = entry("2", "Grace", "会議の議事録", Flag.SEEN, Flag.FLAGGED);
    private static final IndexEntry BOB = entry("3", "Bob", "Bridge");

    private void open() {
        program.open(IndexScreen.opening(new Screens(), INBOX));
        program.post(new Msg.MailboxOpened(INBOX, view(ADA, GRACE, BOB), false, true));
        program.settle();
    }

    private void press(String... keys) {
        for (String key : keys) {
            program.post(new Msg.Pressed(new Key(key)));
        }
        program.settle();
    }

    @Test
    void aFrameIsTitleRowsNoticeAndTheKeysThatDoSomething() {
        open();
        assertThat(shown.getLast().text())
                .isEqualTo(
                        """
                         Hazel   work / INBOX                             1 new · 3
                                 11:00  Ada                 Lunch?
                           !     11:00  Grace               会議の議事録
                        >N       11:00  Bob                 Bridge




                        \u0020
                         ? Help  Q Quit  Ret Read  d Delete  m Move  t Tag  Z Zoom\
                        """
                                .replace("\u0020\n ?", "\n ?"));
    }

    @Test
    void deletingGoesOnToTheNextAndTypingIsNotCommands() {
        open();
        press("k", "k", "d", "m", "d", "<Enter>");
        assertThat(wanted)
                .containsExactly(
                        new Effect.ChangeFlags(
                                INBOX, List.of(ADA.uid()), FlagChange.adding(Flag.DELETED)),
                        new Effect.ListMailboxes(),
                        new Effect.Move(
                                INBOX,
                                List.of(GRACE.uid()),
                                new MailboxRef("work", new MailboxName("d"))));
    }

    @Test
    void aDeletedMessageIsOfferedItsLifeBackFirst() {
        program.open(IndexScreen.opening(new Screens(), INBOX));
        program.post(
                new Msg.MailboxOpened(
                        INBOX,
                        view(entry("1", "Ada", "Lunch?", Flag.SEEN, Flag.DELETED)),
                        false,
                        true));
        program.settle();
        assertThat(shown.getLast().text()).contains("Ret Read  u Undelete  d Delete");
    }

    @Test
    void backOnTheLastScreenAsksWhetherToLeave() {
        open();
        press("q");
        assertThat(shown.getLast().text()).contains("Leave Hazel?  y yes  n no");
        press("n", "q", "y");
        int frames = shown.size();
        press("j");
        assertThat(shown).hasSize(frames);
    }

    @Test
    void aQuestionIsNeverCut() {
        open();
        program.post(new Msg.Pressed(new Key("S")));
        size = new Size(40, 10);
        program.settle();
        assertThat(shown.getLast().text())
                .contains(
                        """
                         Sort by  d date  a arrival  f from
                          t to  s subject  z size  h thread
                          r reverse
                        """);
    }

    @Test
    void anotherOrderIsNamedAboveAndHasNoThreadsToFold() {
        open();
        press("S", "z", "v");
        assertThat(shown.getLast().text())
                .contains("work / INBOX  by size", "there are no threads in this order");
    }

    @Test
    void aLimitThatCannotBeIsNotInTheTitle() {
        open();
        press("t", "Z");
        assertThat(shown.getLast().text()).contains("limit: ~T");
        var arrange = wanted.getLast();
        program.post(new Msg.Failed(arrange, new Problem.Cancelled("arranging")));
        program.settle();
        assertThat(shown.getLast().text()).contains("arranging").doesNotContain("limit");
    }

    @Test
    void zoomingShowsWhatIsTaggedAndThenAllAgain() {
        open();
        press("Z");
        assertThat(shown.getLast().text()).contains("nothing is tagged");
        press("t", "Z");
        assertThat(shown.getLast().text()).contains("limit: ~T");
        press("Z");
        assertThat(shown.getLast().text()).doesNotContain("limit");
    }

    @Test
    void theSameMessageStaysSelectedWhenOthersGo() {
        open();
        program.post(new Msg.ViewChanged(INBOX, view(GRACE, BOB)));
        press("<Enter>");
        assertThat(wanted)
                .containsExactly(new Effect.LoadMessage(new MessageRef(INBOX, BOB.uid())));
    }

    @Test
    void aKeyThatIsNotBoundSaysSo() {
        open();
        press("x");
        assertThat(shown.getLast().text()).contains("x is not bound here; ? shows what is");
    }

    @Test
    void expungingAsksOnlyWhereThereIsSomethingToRemove() {
        var index =
                (IndexScreen)
                        IndexScreen.opening(new Screens(), INBOX)
                                .hear(new Msg.MailboxOpened(INBOX, view(ADA), false, true))
                                .screen();
        assertThat(index.perform(Call.of(Command.EXPUNGE)).effects())
                .containsExactly(new Effect.Notify("no message is marked deleted"));
        assertThat(index.perform(new Call(Command.EXPUNGE, "yes")).effects())
                .containsExactly(new Effect.Expunge(INBOX));
    }
}
