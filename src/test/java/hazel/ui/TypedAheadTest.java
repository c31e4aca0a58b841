package hazel.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;

/// What becomes of keys typed for a composer that is not there yet, or never comes.
class TypedAheadTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final TypedAhead ahead = new TypedAhead();
    private final LinkedBlockingQueue<Msg> waiting = new LinkedBlockingQueue<>();

    @Test
    void keysAreForTheComposerThatComes() {
        ahead.composerAskedFor();
        assertThat(ahead.holds(key("d"), NOON)).isTrue();
        waiting.add(key("y"));
        ahead.release(waiting);

        assertThat(waiting).containsExactly(key("d"), key("y"));
        assertThat(ahead.holds(key("e"), NOON)).isFalse();
    }

    @Test
    void whereNoneComesWhatIsTypedOnIsNobodys() {
        ahead.composerAskedFor();
        ahead.holds(key("D"), NOON);
        ahead.drop(NOON);

        assertThat(ahead.holds(key("e"), NOON.plusMillis(900))).isTrue();
        assertThat(ahead.holds(new Msg.Pasted("ar"), NOON.plusMillis(1800))).isTrue();
        ahead.release(waiting);
        assertThat(waiting).isEmpty();
    }

    @Test
    void afterAPauseKeysAreCommandsAgain() {
        ahead.composerAskedFor();
        ahead.drop(NOON);
        ahead.holds(key("e"), NOON.plusMillis(900));

        assertThat(ahead.holds(key("q"), NOON.plusMillis(1900))).isFalse();
    }

    @Test
    void whatCancelsIsHeardAtOnce() {
        ahead.composerAskedFor();
        ahead.drop(NOON);

        assertThat(ahead.holds(key("<Esc>"), NOON)).isFalse();
    }

    private static Msg key(String name) {
        return new Msg.Pressed(new Key(name));
    }
}
