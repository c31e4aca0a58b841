package hazel.command;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.KeyMatcher.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

class KeymapTest {

    private static Keymap.Read read(String text) {
        return Keymap.empty().with(text.lines().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "mutt", "pine"})
    void everyLineOfTheKeymapsThatComeWithHazelSaysSomething(String name) throws IOException {
        try (var in = KeymapTest.class.getResourceAsStream("/hazel/keymaps/" + name + ".keys")) {
            assertThat(in).isNotNull();
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Keymap.Read read = read(text);
            assertThat(read.mistakes()).isEmpty();
            for (Context context : List.of(Context.INDEX, Context.MESSAGE, Context.MAILBOXES)) {
                for (Command command :
                        List.of(Command.HELP, Command.BACK, Command.NEXT_PAGE, Command.COMPOSE)) {
                    assertThat(read.keymap().keysFor(context, command))
                            .as("%s in %s", command, context)
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void mistakesAreToldWithTheirLinesAndTheRestHolds() {
        Keymap.Read read =
                read(
                        """
                        # a comment
                        index d delete
                        indx d delete
                        index x explode
                        index <Foo> read
                        look sideways
                        """);
        assertThat(read.mistakes())
                .containsExactly(
                        new Keymap.Mistake(3, "no such context: indx"),
                        new Keymap.Mistake(4, "no such command: explode"),
                        new Keymap.Mistake(5, "no such key: <Foo>"),
                        new Keymap.Mistake(6, "look is line or menu"));
        assertThat(read.keymap().keysFor(Context.INDEX, Command.DELETE))
                .containsExactly(List.of("d"));
    }

    @Test
    void aUsersLineOverridesAndNothingTakesAway() {
        Keymap base = read("index d delete\nindex g g first-entry\n").keymap();
        Keymap own = base.with(List.of("index g go-to", "index d nothing")).keymap();
        assertThat(own.keysFor(Context.INDEX, Command.DELETE)).isEmpty();
        assertThat(own.keysFor(Context.INDEX, Command.FIRST_ENTRY)).isEmpty();
        assertThat(own.keysFor(Context.INDEX, Command.GO_TO)).containsExactly(List.of("g"));
    }

    @Test
    void theContextComesFirstThenGeneric() {
        Keymap map = read("generic q back\ngeneric j next-entry\nindex q quit\n").keymap();
        assertThat(KeyMatcher.IDLE.press(map, Context.INDEX, "q"))
                .isEqualTo(new Outcome.Matched(Call.of(Command.QUIT)));
        assertThat(KeyMatcher.IDLE.press(map, Context.INDEX, "j"))
                .isEqualTo(new Outcome.Matched(Call.of(Command.NEXT_ENTRY)));
        assertThat(KeyMatcher.IDLE.press(map, Context.PROMPT, "j"))
                .isEqualTo(new Outcome.Unbound(List.of("j")));
        assertThat(map.keysFor(Context.INDEX, Command.BACK)).isEmpty();
    }

    @Test
    void aSequenceIsPendingUntilItsLastKey() {
        Keymap map = read("index g o go-to work/INBOX\n").keymap();
        var pending = new KeyMatcher(List.of("g"));
        assertThat(KeyMatcher.IDLE.press(map, Context.INDEX, "g"))
                .isEqualTo(new Outcome.Pending(pending));
        assertThat(pending.press(map, Context.INDEX, "o"))
                .isEqualTo(new Outcome.Matched(new Call(Command.GO_TO, "work/INBOX")));
        assertThat(pending.press(map, Context.INDEX, "x"))
                .isEqualTo(new Outcome.Unbound(List.of("g", "x")));
    }
}
