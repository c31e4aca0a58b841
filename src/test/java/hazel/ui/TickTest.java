package hazel.ui;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Keymap;
import hazel.index.View;
import hazel.screen.Screens;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// What the program draws while time passes, and what it starts when.
class TickTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private static final MailboxRef INBOX = new MailboxRef("", MailboxName.INBOX);

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private int frames;

    /// How many frames had been drawn when each effect began.
    private final List<Integer> begun = new ArrayList<>();

    private final Program program =
            new Program(
                    new Screens(),
                    Keymap.empty(),
                    new Counting(),
                    (_, _) -> begun.add(frames),
                    clock);

    @Test
    void ticksThatChangeNothingDrawNothing() {
        assertThat(framesOf(tick(1), tick(2), tick(3))).isEqualTo(1);
    }

    @Test
    void aNoticeIsDrawnAndSoIsItsFading() {
        assertThat(framesOf(Msg.Noticed.of("done"), tick(1))).isEqualTo(3);
    }

    @Test
    void whatDependsOnTheTimeIsDrawnOnceAMinute() {
        assertThat(framesOf(tick(59), tick(60), tick(1))).isEqualTo(2);
    }

    @Test
    void workUnderWayIsDrawnAtEachTick() {
        assertThat(framesOf(new Msg.Working("reading", 1, 2), tick(1), tick(2))).isEqualTo(4);
    }

    @Test
    void whatNewsAsksForBeginsAfterTheFrameThatShowsThem() {
        program.open(new Screens().index(INBOX));
        program.settle();
        program.take(new Msg.MailboxOpened(INBOX, View.EMPTY, false, true));

        assertThat(begun).isNotEmpty().allMatch(drawn -> drawn == 2);
    }

    private static Msg tick(int seconds) {
        return new Msg.Tick(NOON.plus(Duration.ofSeconds(seconds)));
    }

    /// How often the screen is drawn, from its first drawing on.
    private int framesOf(Msg... messages) {
        program.open(new Screens().index(INBOX));
        program.settle();
        for (Msg each : messages) {
            program.take(each);
        }
        return frames;
    }

    private final class Counting implements Display {
        @Override
        public Size size() {
            return new Size(160, 12);
        }

        @Override
        public void show(Frame frame) {
            frames++;
        }
    }
}
