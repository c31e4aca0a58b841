package hazel.screen.parts;

import hazel.command.Command;

import java.util.List;

/// What a prompt asks for.
///
/// @param command called with what was typed
/// @param whenEmpty the argument where nothing was typed; empty to call nothing then
/// @param words what completion offers, for [Completion#WORDS]
public record Prompt(
        String label,
        Command command,
        String whenEmpty,
        Completion completion,
        List<String> words) {

    public enum Completion {
        NONE,
        WORDS,
        /// Words are names of commands; what each does is told while it is typed.
        COMMANDS,
        /// The opener asks for [hazel.ui.Effect.ListMailboxes]; the words come as news.
        MAILBOXES,
        PATHS
    }

    public Prompt {
        words = List.copyOf(words);
    }

    public static Prompt of(String label, Command command) {
        return new Prompt(label, command, "", Completion.NONE, List.of());
    }

    public Prompt whenEmpty(String argument) {
        return new Prompt(label, command, argument, completion, words);
    }

    public Prompt completing(Completion how, List<String> offered) {
        return new Prompt(label, command, whenEmpty, how, offered);
    }
}
