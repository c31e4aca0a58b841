package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Span;
import hazel.ui.Title;

import java.util.List;

/// A line for a path, a number or what to search; hands it as the argument of a call to the screen
/// beneath.
///
/// @param completes whether what is typed is a path that can be completed
record Ask(String question, Command then, String typed, Completes completes) implements Screen {

    enum Completes {
        NOTHING,
        PATHS
    }

    static Ask plain(String question, Command then) {
        return new Ask(question, then, "", Completes.NOTHING);
    }

    static Ask path(String question, Command then) {
        return new Ask(question, then, "", Completes.PATHS);
    }

    @Override
    public Context context() {
        return Context.PROMPT;
    }

    @Override
    public Title title() {
        return new Title(question, "", "");
    }

    @Override
    public int overlayRows() {
        return 1;
    }

    @Override
    public List<Command> offers() {
        var always =
                List.of(
                        Command.ACCEPT,
                        Command.CANCEL,
                        Command.BACK,
                        Command.ERASE_BACK,
                        Command.ERASE_WORD,
                        Command.ERASE_LINE);
        return completes == Completes.NOTHING
                ? always
                : java.util.stream.Stream.concat(
                                always.stream(), java.util.stream.Stream.of(Command.COMPLETE))
                        .toList();
    }

    @Override
    public Next perform(Call call) {
        return switch (call.command()) {
            case ACCEPT ->
                    typed.isEmpty()
                            ? Next.close()
                            : new Next.CloseAndCall(new Call(then, typed), List.of());
            case CANCEL, BACK -> Next.close();
            case ERASE_BACK -> {
                List<String> clusters = Columns.clusters(typed);
                yield stay(String.join("", clusters.subList(0, Math.max(0, clusters.size() - 1))));
            }
            case ERASE_WORD -> stay(typed.replaceFirst("[^\\s/]*[\\s/]*$", ""));
            case ERASE_LINE -> stay("");
            case COMPLETE -> Next.stay(this, new Effect.CompletePath(typed));
            default -> Next.stay(this);
        };
    }

    @Override
    public Next type(Key key) {
        return key.name().equals("<Enter>")
                ? perform(Call.of(Command.ACCEPT))
                : stay(typed + key.text());
    }

    @Override
    public Next paste(String text) {
        return stay(typed + text.replaceAll("\\p{Cntrl}+", " ").strip());
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        if (news instanceof Msg.Completed(var asked, var found)
                && completes == Completes.PATHS
                && asked.equals(typed)
                && !found.isEmpty()) {
            return Next.stay(new Ask(question, then, common(found), completes));
        }
        return Next.stay(this);
    }

    @Override
    public Frame view(Scene scene) {
        int room = Math.max(1, scene.size().columns() - Columns.width(question) - 2);
        String shown = Harmless.line(typed);
        while (Columns.width(shown) > room) {
            shown = shown.substring(Columns.clusters(shown).getFirst().length());
        }
        int column = Columns.width(question) + 1 + Columns.width(shown);
        return new Frame(
                List.of(
                        Line.of(
                                new Span(Role.PROMPT, question + " "),
                                new Span(Role.PLAIN, shown))),
                java.util.Optional.of(
                        new Frame.Position(Math.min(column, scene.size().columns() - 1), 0)));
    }

    private Next stay(String text) {
        return Next.stay(new Ask(question, then, text, completes));
    }

    /// The longest text that all begin with.
    static String common(List<String> all) {
        String common = all.getFirst();
        for (String each : all) {
            int same = 0;
            while (same < Math.min(common.length(), each.length())
                    && common.charAt(same) == each.charAt(same)) {
                same++;
            }
            common = common.substring(0, same);
        }
        return common;
    }
}
