package hazel.screen;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.ui.Effect;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Scene;
import hazel.ui.Size;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class OutboxScreenTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Size SIZE = new Size(60, 12);

    private static OutboxScreen with(String state) {
        var message =
                new Msg.QueuedMessage(
                        "q1",
                        "bob@example.net",
                        "Lunch",
                        state,
                        NOW,
                        NOW.plusSeconds(900),
                        List.of("450 x"));
        OutboxScreen sized = (OutboxScreen) OutboxScreen.loading().sized(SIZE);
        return (OutboxScreen) sized.hear(new Msg.OutboxListed(List.of(message))).screen();
    }

    @Test
    void aRowSaysWhatWaitsAndWhy() {
        assertThat(with("waiting").view(new Scene(SIZE, NOW, ZoneOffset.UTC)).text())
                .isEqualTo(
                        """
                        > 24 Nov 12:00 waiting   bob@example.net           Lunch







                        %s
                          goes out 24 Nov 12:15: 450 x\
                        """
                                .formatted("─".repeat(60)));
    }

    @Test
    void whatIsHeldIsOfferedItsReleaseAndTheRestIsHeld() {
        assertThat(with("held").offers().get(3)).isEqualTo(Command.RELEASE);
        assertThat(with("waiting").offers().get(3)).isEqualTo(Command.HOLD);
    }

    @Test
    void anEmptyOneSaysSoAndOffersNothingForAMessage() {
        var empty = OutboxScreen.loading();
        assertThat(empty.view(new Scene(SIZE, NOW, ZoneOffset.UTC)).text())
                .contains("Nothing waits to be sent.");
        assertThat(empty.offers()).containsExactly(Command.BACK, Command.SYNC, Command.RELAY);
    }

    @Test
    void aMessageThatMayHaveGoneIsSentAgainOnlyAfterAQuestion() {
        var sure = (Next.Stay) with("waiting").perform(Call.of(Command.SEND_NOW));
        assertThat(sure.effects())
                .contains(new Effect.HandleQueued("q1", Effect.QueueAction.SEND_NOW));

        OutboxScreen uncertain = with("uncertain");
        var asked = (Next.Open) uncertain.perform(Call.of(Command.SEND_NOW));
        assertThat(asked.effects()).isEmpty();
        assertThat(asked.top().type(new Key("x"))).isEqualTo(Next.stay(asked.top()));
        assertThat(asked.top().type(new Key("n"))).isEqualTo(Next.close());
        var yes = (Next.CloseAndCall) asked.top().type(new Key("Y"));
        assertThat(uncertain.perform(yes.call()).effects())
                .contains(new Effect.HandleQueued("q1", Effect.QueueAction.SEND_NOW));
    }
}
