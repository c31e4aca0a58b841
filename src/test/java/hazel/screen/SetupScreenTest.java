package hazel.screen;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.mail.Problem;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class SetupScreenTest {

    private static final Msg.FoundServer IN =
            new Msg.FoundServer(
                    "imap.example.org port 993 (TLS)",
                    "by the domain's SRV record",
                    List.of("imaps://ada@example.org@imap.example.org:993"),
                    false);
    private static final Msg.FoundServer OUT =
            new Msg.FoundServer(
                    "smtp.carrier.example port 465 (TLS)",
                    "guessed from the domain's MX record",
                    List.of("submissions://ada@example.org@smtp.carrier.example:465"),
                    true);

    private Screen screen = SetupScreen.begin();
    private final List<Effect> wanted = new ArrayList<>();
    private boolean isClosed;

    private void take(Next next) {
        wanted.addAll(next.effects());
        switch (next) {
            case Next.Stay(Screen on, _) -> screen = on;
            case Next.Close _ -> isClosed = true;
            default -> throw new AssertionError(next);
        }
    }

    private void enter(String text) {
        text.chars().forEach(c -> take(screen.type(new Key(Character.toString(c)))));
        take(screen.perform(Call.of(Command.ACCEPT)));
    }

    private void escape() {
        take(screen.perform(Call.of(Command.CANCEL)));
    }

    private void find(Msg.FoundServer in, Msg.FoundServer out) {
        enter("ada@example.org");
        take(
                screen.hear(
                        new Msg.ServersFound(
                                "ada@example.org",
                                "example",
                                Optional.ofNullable(in),
                                Optional.ofNullable(out),
                                in == null || out == null ? "Not every server was found." : "")));
    }

    private String text() {
        return screen.view(new Scene(new Size(80, 20), Instant.EPOCH, ZoneOffset.UTC)).text();
    }

    @Test
    void theFirstQuestionSaysWhatElseThereIs() {
        assertThat(text())
                .isEqualTo(
                        """

                          Welcome to Hazel.

                          Address

                          Type your mail address and press Enter. Hazel finds the servers, asks for
                          what it cannot know, and writes nothing before it all works.

                          Or press Enter alone to just look around: Hazel then reads the Maildir
                          ~/Mail and sends by its own relay. 'hazel account add' sets up an account at
                          any time, and 'hazel demo' shows sample mail.
                        """);
        enter("");
        assertThat(wanted).containsExactly(new Effect.LookAround());
        assertThat(isClosed).isTrue();
    }

    @Test
    void escapeLeavesAtTheFirstQuestionAndGoesBackAtTheOthers() {
        find(IN, IN);
        escape();
        assertThat(isClosed).isFalse();
        assertThat(text()).contains("Address     ada@example.org", "Type your mail address");
        escape();
        assertThat(isClosed).isTrue();
        assertThat(wanted).containsExactly(new Effect.FindServers("ada@example.org"));
    }

    @Test
    void whereAllIsFoundOnlyTheNameAndThePasswordAreAsked() {
        find(IN, IN);
        enter("Ada Example");
        assertThat(text()).doesNotContain("Use them?");
        "sesame".chars().forEach(c -> take(screen.type(new Key(Character.toString(c)))));
        assertThat(text())
                .contains(
                        "Incoming    imap.example.org port 993 (TLS), by the domain's SRV record",
                        "Your name   Ada Example",
                        "Password    ******")
                .doesNotContain("sesame");
        enter("");
        assertThat(wanted.getLast())
                .isEqualTo(
                        new Effect.AddAccount(
                                new Effect.NewAccount(
                                        "example",
                                        "ada@example.org",
                                        "Ada Example",
                                        IN.uris(),
                                        IN.uris(),
                                        "sesame")));
        assertThat(wanted.toString()).doesNotContain("sesame");
        take(screen.hear(new Msg.AccountAdded("example", "~/.config/hazel/config.toml")));
        assertThat(text()).contains("All is set up.", "in ~/.config/hazel/config.toml");
        enter("");
        assertThat(isClosed).isTrue();
    }

    @Test
    void aServerOutsideTheDomainIsAgreedToByAWord() {
        find(IN, OUT);
        assertThat(text()).contains("smtp.carrier.example port 465", "your password", "Use them?");
        enter("y");
        assertThat(text()).contains("Only the word yes agrees");
        enter("yes");
        assertThat(text()).contains("Your name, as others see it");
    }

    @Test
    void whatIsNotFoundIsAskedForAndAPortSaysWhatIsSpoken() {
        find(null, null);
        assertThat(text()).contains("Not every server was found.", "Where is your mail?");
        enter("pop.example.org:110");
        enter("smtp.example.org");
        enter("");
        enter("secret");
        assertThat(wanted.getLast())
                .isEqualTo(
                        new Effect.AddAccount(
                                new Effect.NewAccount(
                                        "example",
                                        "ada@example.org",
                                        "",
                                        List.of("pop3://pop.example.org:110"),
                                        List.of("submissions://smtp.example.org"),
                                        "secret")));
    }

    @Test
    void aPasswordThatIsRefusedIsAskedForAgainAndOtherTroubleIsTold() {
        find(IN, IN);
        enter("");
        enter("wrong");
        take(
                screen.hear(
                        new Msg.AccountRefused(new Problem.BadCredentials("ada", "no such word"))));
        assertThat(text()).contains("no such word", "Password");
        enter("right");
        take(screen.hear(new Msg.AccountRefused(new Problem.Unreachable("x", "nobody answers"))));
        assertThat(text()).contains("nobody answers", "Nothing was written");
        assertThat(screen.mayBeCovered()).isTrue();
        int before = wanted.size();
        take(screen.hear(new Msg.Pinned("example", "imap.example.org")));
        assertThat(wanted.subList(before, wanted.size()))
                .singleElement()
                .isInstanceOf(Effect.AddAccount.class);
    }

    @Test
    void whatIsNoAddressIsSaidAndLateNewsOfAnotherIsNotHeard() {
        enter("ada");
        assertThat(text()).contains("That is no mail address");
        screen = SetupScreen.begin();
        enter("ada@example.org");
        escape();
        assertThat(wanted.getLast()).isEqualTo(new Effect.CancelWork());
        take(
                screen.hear(
                        new Msg.ServersFound(
                                "ada@example.org",
                                "example",
                                Optional.of(IN),
                                Optional.of(IN),
                                "")));
        assertThat(text()).contains("Type your mail address");
    }
}
