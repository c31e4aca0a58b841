package hazel.screen.compose;

import hazel.command.Call;
import hazel.command.Command;
import hazel.compose.Warnings;
import hazel.screen.editor.Editor;
import hazel.screen.parts.PromptScreen;
import hazel.screen.parts.QuestionScreen;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Next;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What can be asked of a [ComposeScreen], and the commands that ask back.
final class ComposeCommands {

    private static final String YES = "yes";

    private static final List<Command> FIRST =
            List.of(Command.SEND, Command.POSTPONE, Command.DISCARD, Command.ATTACH);
    private static final List<Command> IN_TEXT =
            List.of(
                    Command.CUT_LINE,
                    Command.PASTE_LINE,
                    Command.JUSTIFY,
                    Command.SEARCH,
                    Command.EXTERNAL_EDITOR,
                    Command.INSERT_FILE);
    private static final List<Command> IN_FIELDS =
            List.of(
                    Command.COMPLETE,
                    Command.RICH_HEADERS,
                    Command.IDENTITY,
                    Command.EXTERNAL_EDITOR,
                    Command.ACCEPT);
    private static final List<Command> REST =
            List.of(
                    Command.IDENTITY,
                    Command.RICH_HEADERS,
                    Command.UNDO_EDIT,
                    Command.MARK,
                    Command.INSERT_FILE,
                    Command.CUT_LINE,
                    Command.PASTE_LINE,
                    Command.SEARCH,
                    Command.DETACH,
                    Command.NEXT_FIELD,
                    Command.PREVIOUS_FIELD,
                    Command.CANCEL,
                    Command.BACK);

    private static final List<Command> RESENDING =
            List.of(
                    Command.SEND,
                    Command.POSTPONE,
                    Command.DISCARD,
                    Command.COMPLETE,
                    Command.RICH_HEADERS,
                    Command.IDENTITY,
                    Command.ACCEPT,
                    Command.NEXT_FIELD,
                    Command.PREVIOUS_FIELD,
                    Command.CANCEL,
                    Command.BACK,
                    Command.CURSOR_LEFT,
                    Command.CURSOR_RIGHT,
                    Command.WORD_LEFT,
                    Command.WORD_RIGHT,
                    Command.LINE_START,
                    Command.LINE_END,
                    Command.ERASE_BACK,
                    Command.ERASE,
                    Command.ERASE_WORD,
                    Command.ERASE_TO_END,
                    Command.ERASE_LINE);

    private ComposeCommands() {}

    /// What the place of the cursor asks for comes first.
    static List<Command> offers(ComposeScreen screen) {
        boolean isText = screen.focus().isEmpty();
        Stream<Command> detach =
                screen.draft().attachments().isEmpty() ? Stream.empty() : Stream.of(Command.DETACH);
        if (screen.isResend()) {
            return RESENDING;
        }
        return Stream.of(
                        FIRST.stream(),
                        detach,
                        isText ? IN_TEXT.stream() : IN_FIELDS.stream(),
                        REST.stream(),
                        Editor.COMMANDS.stream().sorted())
                .flatMap(s -> s)
                .filter(c -> isText || c != Command.JUSTIFY)
                .distinct()
                .toList();
    }

    /// Sends after a question that names what a careful friend would name; where a field is wrong,
    /// goes there and says why.
    static Next send(ComposeScreen screen, String argument) {
        Optional<Headings.Fault> fault = screen.headings().fault();
        if (fault.isPresent()) {
            return Next.stay(
                    screen.in(fault.get().heading()),
                    new Effect.Notify(Harmless.line(fault.get().message())));
        }
        if (argument.equals(YES)) {
            return Next.close(screen.save(), new Effect.Send(screen.draftId(), screen.current()));
        }
        String doubts =
                Warnings.of(screen.current(), screen.headings().book().all()).stream()
                        .map(warning -> Harmless.line(warning) + " ")
                        .collect(Collectors.joining());
        String what = screen.isResend() ? "Send it on to " : "Send to ";
        String question = doubts + what + people(screen.headings().recipients().size()) + "?";
        return Next.open(screen, QuestionScreen.of(question, new Call(Command.SEND, YES)));
    }

    static String people(int count) {
        return count == 1 ? "1 recipient" : count + " recipients";
    }

    static Next discard(ComposeScreen screen, String argument) {
        return argument.equals(YES)
                ? Next.close(new Effect.DiscardDraft(screen.draftId()))
                : Next.open(
                        screen,
                        QuestionScreen.of(
                                "Throw this message away?", new Call(Command.DISCARD, YES)));
    }

    static Next file(ComposeScreen screen, Call call) {
        boolean attach = call.command() == Command.ATTACH;
        if (call.argument().isBlank()) {
            String question = attach ? "Attach file: " : "Insert file: ";
            return Next.open(screen, PromptScreen.askingPath(question, call.command()));
        }
        return Next.stay(
                screen,
                attach
                        ? new Effect.AttachFile(screen.draftId(), call.argument())
                        : new Effect.ReadFile(screen.draftId(), call.argument()));
    }

    static Next detach(ComposeScreen screen, String argument) {
        int count = screen.draft().attachments().size();
        String word = argument.strip();
        if (count == 0) {
            return Next.stay(screen, new Effect.Notify("nothing is attached"));
        }
        if (word.isEmpty() && count > 1) {
            return Next.open(
                    screen, PromptScreen.asking("Detach 1 to " + count + ": ", Command.DETACH));
        }
        int number = word.isEmpty() ? 1 : word.matches("\\d{1,6}") ? Integer.parseInt(word) : 0;
        if (number < 1 || number > count) {
            return Next.stay(
                    screen, new Effect.Notify("there is no attachment " + Harmless.line(word)));
        }
        var kept = new ArrayList<>(screen.draft().attachments());
        kept.remove(number - 1);
        return Next.stay(screen.with(screen.draft().withAttachments(kept)));
    }
}
