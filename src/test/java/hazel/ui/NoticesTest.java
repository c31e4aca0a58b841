package hazel.ui;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Command;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

class NoticesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static Optional<String> key(Command command) {
        return switch (command) {
            case UNDO -> Optional.of("u");
            case CANCEL -> Optional.of("Esc");
            default -> Optional.empty();
        };
    }

    private static String text(Notices notices, int seconds) {
        return notices.line(List.of(), NoticesTest::key, NOW.plusSeconds(seconds)).text();
    }

    @Test
    void whatCanBeTakenBackNamesTheKeyThatDoesIt() {
        Notices moved = Notices.NONE.hear(Msg.Noticed.undoable("3 messages moved"), NOW);
        assertThat(text(moved, 0)).isEqualTo(" 3 messages moved  u undo");
        assertThat(moved.line(List.of(), _ -> Optional.empty(), NOW).text())
                .isEqualTo(" 3 messages moved");
        assertThat(text(Notices.NONE.hear(Msg.Noticed.of("sent"), NOW), 0)).isEqualTo(" sent");
    }

    @Test
    void workTellsWhatHowMuchHowFastAndHowToStopIt() {
        Notices begun = Notices.NONE.hear(new Msg.Working("Reading INBOX", 0, 8000), NOW);
        assertThat(text(begun, 0)).isEqualTo(" Reading INBOX: 0 of 8,000 (0 %)  Esc stop");
        Notices going =
                begun.hear(new Msg.Working("Reading INBOX", 4000, 8000), NOW.plusSeconds(4));
        assertThat(text(going, 4))
                .isEqualTo(" Reading INBOX: 4,000 of 8,000 (50 %), 1,000 a second  Esc stop");
        assertThat(text(going.hear(new Msg.WorkDone("Reading INBOX"), NOW), 5)).isEmpty();
    }

    @Test
    void aDownloadIsCountedInOctets() {
        Notices begun = Notices.NONE.hear(octets(0), NOW);
        Notices going = begun.hear(octets(1_250_000), NOW.plusSeconds(10));
        assertThat(text(going, 10))
                .isEqualTo(
                        " reading: 1,250.0 kB of 5,000.0 kB (25 %), 125.0 kB a second  Esc stop");
    }

    private static Msg.News octets(long done) {
        return new Msg.Working(
                "reading", done, 5_000_000, Msg.Working.Rank.ASKED, Msg.Working.Unit.OCTETS);
    }

    @Test
    void otherWorkIsMeasuredFromItsOwnBeginning() {
        Notices one = Notices.NONE.hear(new Msg.Working("Reading", 50_000, -1), NOW);
        Notices other = one.hear(new Msg.Working("Sorting", 500, -1), NOW.plusSeconds(9));
        assertThat(text(other, 9)).isEqualTo(" Sorting: 500  Esc stop");
        Notices on = other.hear(new Msg.Working("Sorting", 900, -1), NOW.plusSeconds(13));
        assertThat(text(on, 13)).isEqualTo(" Sorting: 900, 100 a second  Esc stop");
    }

    @Test
    void aTextFadesAndAnErrorStaysUntilAKey() {
        Notices said = Notices.NONE.say("hello");
        Notices wrong = Notices.NONE.error("no such command");
        for (int i = 0; i < 8; i++) {
            said = said.hear(new Msg.Tick(NOW), NOW);
            wrong = wrong.hear(new Msg.Tick(NOW), NOW);
        }
        assertThat(text(said, 8)).isEmpty();
        assertThat(text(wrong, 8)).isEqualTo(" no such command");
        assertThat(text(wrong.pressed(), 8)).isEmpty();
    }

    @Test
    void aLongTextTakesMoreRows() {
        String why = "localhost refuses the login of julius: 535 5.7.8 authentication failed";
        Notices wrong = Notices.NONE.error(why);
        assertThat(wrong.lines(List.of(), NoticesTest::key, NOW, 40))
                .extracting(Line::text)
                .containsExactly(
                        " localhost refuses the login of julius:",
                        " 535 5.7.8 authentication failed");
        Notices moved = Notices.NONE.hear(Msg.Noticed.undoable(why), NOW);
        assertThat(moved.lines(List.of(), NoticesTest::key, NOW, 34))
                .extracting(Line::text)
                .containsExactly(
                        " localhost refuses the login of",
                        " julius: 535 5.7.8 authentication",
                        " failed  u undo");
    }

    @Test
    void newMailDrivesNothingAwayThatIsStillToBeRead() {
        var inbox = new MailboxRef("work", MailboxName.INBOX);
        Notices moved = Notices.NONE.hear(Msg.Noticed.undoable("3 messages moved"), NOW);
        assertThat(text(moved.hear(new Msg.NewMail(inbox, 2), NOW), 0))
                .isEqualTo(" 3 messages moved · 2 new in work/INBOX  u undo");
        Notices wrong = Notices.NONE.error("not sent").hear(Msg.Noticed.of("filed"), NOW);
        assertThat(wrong.line(List.of(), NoticesTest::key, NOW))
                .isEqualTo(Line.of(new Span(Role.ERROR, " not sent · filed")));
    }

    @Test
    void nothingFromOutsideReachesTheTerminalAsAControl() {
        Notices said = Notices.NONE.hear(Msg.Noticed.of("\u001b[2Jx\u009b"), NOW);
        assertThat(text(said, 0)).doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void whatHazelDoesByItselfIsToldQuietlyAndOnlyWhereTheUserWaitsForNothing() {
        var background = Msg.Working.Rank.BACKGROUND;
        Notices indexing = Notices.NONE.hear(new Msg.Working("indexing", 10, 100, background), NOW);
        assertThat(indexing.line(List.of(), _ -> Optional.of("Esc"), NOW).text())
                .isEqualTo(" indexing: 10 of 100 (10 %)");
        assertThat(indexing.isWorking()).isFalse();

        Notices reading = indexing.hear(new Msg.Working("Reading", 5, 50), NOW);
        Notices still = reading.hear(new Msg.Working("indexing", 20, 100, background), NOW);
        assertThat(still.line(List.of(), _ -> Optional.empty(), NOW).text())
                .isEqualTo(" Reading: 5 of 50 (10 %)");
        assertThat(still.hear(new Msg.WorkDone("indexing"), NOW)).isEqualTo(still);
        assertThat(still.hear(new Msg.WorkDone("Reading"), NOW)).isEqualTo(Notices.NONE);
    }
}
