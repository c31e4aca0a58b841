package hazel.screen;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.ui.Effect;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Size;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

class RelayScreenTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Size SIZE = new Size(80, 12);

    private static Msg.Relayed message(String id, boolean isHeld) {
        return new Msg.Relayed(
                id,
                "ada@example.org",
                NOW,
                isHeld,
                isHeld ? "held: held by hand" : "waiting, tried 1 time, next 2026-11-24 12:15",
                List.of("bob@example.net  waiting: 450 4.2.0 busy", "eve@example.net  waiting"));
    }

    private static RelayScreen with(Msg.Relayed... queue) {
        return hearing(
                (RelayScreen) RelayScreen.loading().sized(SIZE),
                new Msg.RelayListed(true, List.of(queue), false));
    }

    private static RelayScreen hearing(RelayScreen screen, Msg.News news) {
        return (RelayScreen) screen.hear(news).screen();
    }

    private static String text(RelayScreen screen) {
        return screen.view(new Scene(SIZE, NOW, ZoneOffset.UTC)).text();
    }

    @Test
    void aRowSaysWhoseItIsAndBelowStandsWhatWasSaid() {
        assertThat(text(with(message("1", true), message("2", false))))
                .isEqualTo(
                        """
                        > 24 Nov 12:00 ada@example.org       bob@example.net       +1  held: held by ha…
                          24 Nov 12:00 ada@example.org       bob@example.net       +1  waiting, tried 1 time, next 2026-11-24 12:15






                        %s
                          1, held: held by hand. bob@example.net  waiting: 450 4.2.0 busy;
                          eve@example.net  waiting\
                        """
                                .formatted("─".repeat(80)));
        assertThat(with(message("1", true)).title().amount()).isEqualTo("1 message, 1 held");
    }

    @Test
    void theMessageUnderTheCursorStaysThereWhileOthersGo() {
        RelayScreen second =
                (RelayScreen)
                        ((Next.Stay)
                                        with(message("1", false), message("2", false))
                                                .perform(Call.of(Command.NEXT_ENTRY)))
                                .screen();
        RelayScreen after =
                hearing(second, new Msg.RelayListed(true, List.of(message("2", false)), false));

        assertThat(after.perform(Call.of(Command.SELECT)).effects())
                .containsExactly(new Effect.ShowRelayed("2"));
    }

    @Test
    void itIsRemovedOnlyAfterAQuestion() {
        RelayScreen screen = with(message("1", false));
        var asked = (Next.Open) screen.perform(Call.of(Command.DISCARD));
        assertThat(asked.effects()).isEmpty();
        var yes = (Next.CloseAndCall) asked.top().type(new Key("y"));

        assertThat(screen.perform(yes.call()).effects())
                .containsExactly(
                        new Effect.HandleRelayed("1", Effect.RelayAction.REMOVE),
                        new Effect.ListRelay());
    }

    @Test
    void itIsReturnedOnlyAfterAQuestion() {
        RelayScreen screen = with(message("1", false));
        assertThat(screen.perform(Call.of(Command.GIVE_UP)).effects()).isEmpty();
        assertThat(screen.perform(new Call(Command.GIVE_UP, "1")).effects())
                .containsExactly(
                        new Effect.HandleRelayed("1", Effect.RelayAction.GIVE_UP),
                        new Effect.ListRelay());
    }

    @Test
    void aRecipientIsReplacedByTheAddressTypedBehindIt() {
        RelayScreen screen = with(message("1", false));
        var asked = (Next.Open) screen.perform(Call.of(Command.READDRESS));
        assertThat(asked.top().view(new Scene(SIZE, NOW, ZoneOffset.UTC)).text())
                .endsWith("The address, and the one in its place: bob@example.net");
        assertThat(
                        screen.perform(new Call(Command.READDRESS, "a@b.example  c@d.example "))
                                .effects())
                .containsExactly(
                        new Effect.Readdress("1", "a@b.example", "c@d.example"),
                        new Effect.ListRelay());
        assertThat(screen.perform(new Call(Command.READDRESS, "a@b.example")).effects()).isEmpty();
    }

    @Test
    void itIsLookedAtAgainByItselfButNotWhereThereIsMuch() {
        var first = with(message("1", false)).hear(new Msg.Tick(NOW));
        assertThat(first.effects()).containsExactly(new Effect.ListRelay());
        Screen again = first.screen();
        assertThat(again.hear(new Msg.Tick(NOW.plusSeconds(1))).effects()).isEmpty();
        assertThat(again.hear(new Msg.Tick(NOW.plusSeconds(3))).effects()).isNotEmpty();

        Msg.Relayed[] many =
                Stream.iterate(1, i -> i + 1)
                        .limit(500)
                        .map(i -> message("" + i, false))
                        .toArray(Msg.Relayed[]::new);
        assertThat(with(many).hear(new Msg.Tick(NOW)).effects()).isEmpty();
    }

    @Test
    void anEmptyQueueSaysSoAndStillHasALogAndRoutes() {
        RelayScreen empty = with();
        assertThat(text(empty)).contains("Nothing waits in the relay.");
        assertThat(empty.offers())
                .containsExactly(Command.BACK, Command.RELAY_LOG, Command.ROUTE, Command.SYNC);
        assertThat(empty.perform(new Call(Command.ROUTE, "bob@example.net")).effects())
                .containsExactly(new Effect.ShowRoute("bob@example.net"));
    }
}
