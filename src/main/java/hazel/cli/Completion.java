package hazel.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What may come next on a command line: which kinds of words, found in what stands before. Pure;
/// [Suggestions] knows the words of each kind.
///
/// @param kinds all that may come
/// @param prefix what of the current word stands before the part to be completed: `--to=`
/// @param command the command whose options and commands are meant
record Completion(List<Kind> kinds, String prefix, Optional<CommandSpec> command) {

    /// A kind of word.
    enum Kind {
        COMMAND,
        SUBCOMMAND,
        LETTER,
        OPTION,
        MAILBOX,
        MESSAGE,
        ACCOUNT,
        ADDRESS,
        FILE,
        DIRECTORY,
        KEY,
        SETTING,
        FLAG,
        ORDER,
        QUERY,
        FORMAT,
        SHELL
    }

    /// By the words that help writes for a value.
    private static final Map<String, Kind> BY_LABEL =
            Map.ofEntries(
                    Map.entry("ACCOUNT", Kind.ACCOUNT),
                    Map.entry("ADDRESS", Kind.ADDRESS),
                    Map.entry("COMMAND", Kind.COMMAND),
                    Map.entry("DIR", Kind.DIRECTORY),
                    Map.entry("FILE", Kind.FILE),
                    Map.entry("FLAG", Kind.FLAG),
                    Map.entry("FORMAT", Kind.FORMAT),
                    Map.entry("ID", Kind.MESSAGE),
                    Map.entry("KEY", Kind.KEY),
                    Map.entry("MAILBOX", Kind.MAILBOX),
                    Map.entry("ORDER", Kind.ORDER),
                    Map.entry("QUERY", Kind.QUERY),
                    Map.entry("SHELL", Kind.SHELL));

    private static final Pattern LABEL = Pattern.compile("[A-Z][A-Z-]*");

    /// What the letters of a line without a command take that `hazel send` does not know.
    private static final Map<String, List<Kind>> LETTERS =
            Map.of(
                    "-f", List.of(Kind.MAILBOX, Kind.FILE),
                    "-A", List.of(Kind.ADDRESS),
                    "-Q", List.of(Kind.KEY));

    Completion {
        kinds = List.copyOf(kinds);
    }

    /// @param words all that was typed after the program's name, the last of them not whole
    static Completion of(List<String> words) {
        int at = 0;
        while (at + 2 < words.size() && List.of("-F", "-e").contains(words.get(at))) {
            at += 2; // as Main moves them
        }
        List<String> rest = words.subList(at, words.size());
        String first = rest.getFirst();
        if (rest.size() == 1 && !first.startsWith("-")) {
            return new Completion(List.of(Kind.COMMAND), "", Optional.empty());
        }
        boolean isCommand = rest.size() > 1 && Commands.NAMES.contains(first);
        String command = isCommand ? first : "send";
        CommandSpec spec =
                below(Hazel.commandLine(List.of(command)).getCommandSpec(), command).orElseThrow();
        List<String> after = isCommand ? rest.subList(1, rest.size()) : rest;
        return isCommand ? inCommand(spec, after) : ofLetters(spec, after);
    }

    /// As mutt's user types it.
    private static Completion ofLetters(CommandSpec send, List<String> words) {
        String current = words.getLast();
        String before = words.size() > 1 ? words.get(words.size() - 2) : "";
        if (LETTERS.containsKey(before)) {
            return new Completion(LETTERS.get(before), "", Optional.empty());
        }
        if (words.size() == 1 && current.startsWith("-")) {
            return new Completion(List.of(Kind.LETTER, Kind.OPTION), "", Optional.of(send));
        }
        return inCommand(send, words);
    }

    private static Completion inCommand(CommandSpec command, List<String> words) {
        CommandSpec spec = command;
        Optional<OptionSpec> open = Optional.empty();
        int operands = 0;
        for (String word : words.subList(0, words.size() - 1)) {
            if (open.isPresent()) {
                open = Optional.empty();
            } else if (word.startsWith("-") && word.length() > 1) {
                open = valued(spec, word);
            } else if (operands == 0 && below(spec, word).isPresent()) {
                spec = below(spec, word).get();
            } else {
                operands++;
            }
        }
        String current = words.getLast();
        int equals = current.indexOf('=');
        if (open.isPresent()) {
            return value(open.get(), "", spec);
        }
        if (current.startsWith("--") && equals > 0) {
            CommandSpec here = spec;
            return valued(spec, current.substring(0, equals))
                    .map(option -> value(option, current.substring(0, equals + 1), here))
                    .orElse(new Completion(List.of(), "", Optional.empty()));
        }
        return operand(spec, operands, current);
    }

    private static Optional<CommandSpec> below(CommandSpec group, String name) {
        return Optional.ofNullable(group.subcommands().get(name)).map(CommandLine::getCommandSpec);
    }

    private static Optional<OptionSpec> valued(CommandSpec spec, String name) {
        return Optional.ofNullable(spec.findOption(name)).filter(o -> o.arity().max() > 0);
    }

    private static Completion value(ArgSpec arg, String prefix, CommandSpec spec) {
        return new Completion(kinds(arg, spec), prefix, Optional.of(spec));
    }

    private static Completion operand(CommandSpec spec, int index, String current) {
        List<Kind> kinds = new ArrayList<>();
        for (PositionalParamSpec param : spec.positionalParameters()) {
            if (param.index().min() <= index && index <= param.index().max()) {
                kinds.addAll(kinds(param, spec));
            }
        }
        if (!spec.subcommands().isEmpty() && index == 0) {
            kinds.add(Kind.SUBCOMMAND);
        }
        if (current.startsWith("-")) {
            kinds.retainAll(List.of(Kind.FLAG));
            kinds.add(Kind.OPTION);
        }
        return new Completion(kinds, "", Optional.of(spec));
    }

    /// `ID|FILE` is a message or a file; the ids of a queue are no messages.
    private static List<Kind> kinds(ArgSpec arg, CommandSpec spec) {
        if (arg.paramLabel().equals("KEY=VALUE")) {
            return List.of(Kind.SETTING);
        }
        boolean isQueue =
                Arrays.asList(spec.qualifiedName().split(" ")).stream()
                        .anyMatch(List.of("relay", "outbox")::contains);
        return LABEL.matcher(arg.paramLabel())
                .results()
                .map(MatchResult::group)
                .flatMap(label -> Optional.ofNullable(BY_LABEL.get(label)).stream())
                .filter(kind -> !(isQueue && kind == Kind.MESSAGE))
                .distinct()
                .toList();
    }
}
