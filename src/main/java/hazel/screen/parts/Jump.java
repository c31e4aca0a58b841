package hazel.screen.parts;

import hazel.command.Command;
import hazel.ui.Effect;
import hazel.ui.Next;
import hazel.ui.Screen;

import java.util.function.IntFunction;

/// Going to an entry of a list by its number, which begins at 1.
public final class Jump {

    private static final String BEGUN = "...";

    private Jump() {}

    /// @param number as typed; empty to ask for it, `1...` to ask with that digit on the line
    /// @param to what there is at a position, from 0, that may lie behind the end
    public static Next to(Screen screen, String number, IntFunction<Next> to) {
        if (number.isEmpty() || number.endsWith(BEGUN)) {
            String begun =
                    number.isEmpty() ? "" : number.substring(0, number.length() - BEGUN.length());
            return Next.open(
                    screen, PromptScreen.of(Prompt.of("Go to number: ", Command.JUMP), begun));
        }
        String digits = number.strip();
        return digits.matches("[0-9]{1,9}") && Integer.parseInt(digits) > 0
                ? to.apply(Integer.parseInt(digits) - 1)
                : Next.stay(screen, new Effect.Notify("not a number: " + digits));
    }
}
