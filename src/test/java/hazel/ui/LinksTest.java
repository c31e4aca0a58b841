package hazel.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/// What the title says of servers that are not reached.
class LinksTest {

    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private static String said(Msg.LinkState state, long seconds) {
        Links links = Links.ALL.hear(new Msg.Linked("work", state), NOON);
        return links.over(new Title("INBOX", "", ""), NOON.plusSeconds(seconds)).news();
    }

    @Test
    void theSecondsAreCountedFromWhenItFellSilent() {
        var silent = new Msg.LinkState.Silent("imap.example.org", Duration.ofSeconds(3));
        assertThat(said(silent, 0)).isEqualTo("work: no answer from imap.example.org for 3 s");
        assertThat(said(silent, 40)).isEqualTo("work: no answer from imap.example.org for 43 s");
    }

    @Test
    void whoConnectsLongerThanUsualIsCounted() {
        var connecting = new Msg.LinkState.Connecting();
        assertThat(said(connecting, 2)).isEqualTo("work connecting");
        assertThat(said(connecting, 12)).isEqualTo("work connecting for 12 s");
    }

    @Test
    void anAnswerEndsIt() {
        var offline = new Msg.LinkState.Offline(Duration.ofSeconds(8));
        assertThat(said(offline, 3)).isEqualTo("work offline, next try in 5 s");
        Links links =
                Links.ALL
                        .hear(new Msg.Linked("work", offline), NOON)
                        .hear(new Msg.Linked("work", new Msg.LinkState.Online()), NOON);
        assertThat(links.isCounting()).isFalse();
        assertThat(links.over(new Title("INBOX", "", ""), NOON).news()).isEmpty();
    }
}
