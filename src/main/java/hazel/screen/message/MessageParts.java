package hazel.screen.message;

import hazel.command.Call;
import hazel.command.Command;
import hazel.mail.Part;
import hazel.screen.parts.PromptScreen;
import hazel.screen.parts.QuestionScreen;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Next;

import java.util.List;
import java.util.Optional;

/// The commands on a message that need a further word: which part, where to, which link.
final class MessageParts {

    private static final String OPEN = "open ";

    private MessageParts() {}

    /// `save DIR`, `save #2 DIR`, `pipe COMMAND`, `pipe #2 COMMAND`, `view-part 2`; asks for what
    /// is missing.
    static Next onParts(MessageScreen screen, Call call) {
        String argument = call.argument().strip();
        if (argument.isEmpty()) {
            return Next.open(screen, question(call.command()));
        }
        if (call.command() == Command.VIEW_PART) {
            return view(screen, argument.startsWith("#") ? argument.substring(1) : argument);
        }
        if (!argument.startsWith("#")) {
            return Next.stay(screen, effect(screen, call.command(), Optional.empty(), argument));
        }
        String[] words = argument.substring(1).split("\\s+", 2);
        Optional<Part> part = screen.part(words[0]);
        if (part.isEmpty() || words.length < 2) {
            return screen.say(
                    part.isEmpty()
                            ? "there is no part " + Harmless.line(words[0])
                            : "say where to: #" + words[0] + " PATH");
        }
        return Next.stay(screen, effect(screen, call.command(), part, words[1]));
    }

    private static PromptScreen question(Command command) {
        return switch (command) {
            case SAVE ->
                    PromptScreen.askingPath("Save the message (or #2 for part 2) to: ", command);
            case PIPE -> PromptScreen.asking("Pipe the message (or #2 for part 2) to: ", command);
            default -> PromptScreen.asking("View which part: ", command);
        };
    }

    private static Effect effect(
            MessageScreen screen, Command command, Optional<Part> part, String argument) {
        return command == Command.SAVE
                ? new Effect.SaveParts(
                        screen.message(), part.map(Part::number).stream().toList(), argument)
                : new Effect.Pipe(screen.message(), part.map(Part::number).orElse(""), argument);
    }

    private static Next view(MessageScreen screen, String number) {
        return screen.part(number)
                .map(part -> AttachmentsScreen.view(screen, screen.message(), part))
                .orElseGet(() -> screen.say("there is no part " + Harmless.line(number)));
    }

    /// Asks for a number, then shows where the link leads, and opens it only then.
    static Next openLink(MessageScreen screen, Call call) {
        List<String> links = screen.layout().links();
        String argument = call.argument().strip();
        if (links.isEmpty()) {
            return screen.say("the message has no links");
        }
        if (argument.isEmpty() && links.size() > 1) {
            return Next.open(
                    screen,
                    PromptScreen.asking(
                            "Open link 1 to " + links.size() + ": ", Command.OPEN_LINK));
        }
        boolean sure = argument.startsWith(OPEN);
        String word = sure ? argument.substring(OPEN.length()) : argument;
        int number = word.isEmpty() ? 1 : word.matches("\\d{1,6}") ? Integer.parseInt(word) : 0;
        if (number < 1 || number > links.size()) {
            return screen.say("there is no link " + Harmless.line(word));
        }
        String target = links.get(number - 1);
        return sure
                ? Next.stay(screen, new Effect.OpenLink(target))
                : Next.open(
                        screen,
                        QuestionScreen.of(
                                "Open " + Harmless.line(target) + "?",
                                new Call(Command.OPEN_LINK, OPEN + number)));
    }
}
