package hazel.cli;

import hazel.mail.MailException;
import hazel.text.Harmless;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `hazel complete`: answers a shell that asks what may come next; the scripts of `hazel
/// completion` run it.
///
/// A line for each word, with a tab and a few words about it; `:files` or `:directories` where the
/// shell is to add its own. What goes wrong is no concern of somebody who presses Tab: nothing is
/// said of it.
@Command(name = "complete", hidden = true, description = "Print what may complete a command line.")
final class CompleteCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "WORD", description = "What was typed so far.")
    private List<String> words = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<String> typed = words.isEmpty() ? List.of("") : words;
        Completion wanted = Completion.of(typed);
        var suggestions = new Suggestions(session(typed));
        PrintWriter out = spec.commandLine().getOut();
        String current = typed.getLast().substring(wanted.prefix().length());
        for (Completion.Kind kind : wanted.kinds()) {
            switch (kind) {
                case FILE -> out.println(":files");
                case DIRECTORY -> out.println(":directories");
                default -> print(suggestions, kind, wanted, current);
            }
        }
        return Exit.OK;
    }

    /// With the configuration that the line itself names.
    private static Session session(List<String> typed) {
        Optional<Path> file = Optional.empty();
        List<String> settings = new ArrayList<>();
        for (int i = 0; i + 2 < typed.size(); i++) {
            switch (typed.get(i)) {
                case "-F" -> file = Optional.of(Path.of(typed.get(i + 1)));
                case "-e" -> settings.add(typed.get(i + 1));
                default -> {}
            }
        }
        return Session.of(file, settings);
    }

    private void print(
            Suggestions suggestions, Completion.Kind kind, Completion wanted, String current) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            for (Suggestions.Word word : suggestions.of(kind, wanted, current)) {
                if (isMeant(kind, word, current)) {
                    out.println(
                            wanted.prefix()
                                    + word.value()
                                    + (word.about().isEmpty()
                                            ? ""
                                            : "\t" + Harmless.line(word.about())));
                }
            }
        } catch (MailException | ConfigException _) {
            // Nothing can be suggested.
        }
    }

    /// An address is found by any part of it, and the shell keeps what begins as was typed.
    private static boolean isMeant(Completion.Kind kind, Suggestions.Word word, String current) {
        boolean isHarmless = Harmless.line(word.value()).equals(word.value());
        return isHarmless && (kind == Completion.Kind.ADDRESS || word.value().startsWith(current));
    }
}
