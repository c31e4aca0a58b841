package hazel.cli;

import hazel.config.Setting;
import hazel.config.Settings;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The manual pages, made from what `--help` is made from and from the table of settings.
final class ManPages {

    /// When the pages last changed in what they say.
    private static final String DATE = "2026-11-25";

    private static final int COLUMNS = 78;

    private final StringBuilder page = new StringBuilder();

    private ManPages() {}

    /// File names and what the files hold.
    static Map<String, String> all() {
        CommandLine hazel = Hazel.commandLine();
        Map<String, String> pages = new TreeMap<>();
        pages.put("hazel.1", new ManPages().command(hazel.getCommandSpec()));
        commands(hazel.getCommandSpec())
                .forEach(spec ->
                        pages.put("hazel-" + spec.name() + ".1", new ManPages().command(spec)));
        pages.put("hazel-config.5", new ManPages().settings());
        return pages;
    }

    private static Stream<CommandSpec> commands(CommandSpec above) {
        return above.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(spec -> !spec.usageMessage().hidden())
                .distinct();
    }

    private String command(CommandSpec spec) {
        boolean isRoot = spec.parent() == null;
        top(spec.qualifiedName("-"), 1);
        section("Name");
        String what = sentences(spec).findFirst().orElse("");
        line(escaped(spec.qualifiedName("-")) + " \\- " + escaped(uncapitalized(what)));
        section("Synopsis");
        if (isRoot) {
            line("\\fBhazel\\fR [\\fB\\-f\\fR \\fIMAILBOX\\fR]");
            line(".br");
            line(
                    "\\fBhazel\\fR [\\fB\\-s\\fR \\fISUBJECT\\fR] [\\fB\\-a\\fR \\fIFILE\\fR]"
                            + " \\fIADDRESS\\fR...");
            line(".br");
            line("\\fBhazel\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]...");
        } else {
            synopsis(spec);
        }
        List<String> more = sentences(spec).skip(1).filter(s -> !s.isBlank()).toList();
        if (!more.isEmpty()) {
            section("Description");
            more.forEach(this::paragraph);
        }
        options(spec, "Options");
        subcommands(spec);
        Footer.of(spec).forEach(this::footer);
        section("See also");
        String others =
                isRoot
                        ? commands(spec)
                                        .map(c -> "hazel-" + c.name())
                                        .sorted()
                                        .map(name -> reference(name, 1))
                                        .collect(Collectors.joining(",\n"))
                                + ",\n"
                                + reference("hazel-config", 5)
                        : reference("hazel", 1) + ",\n" + reference("hazel-config", 5);
        line(others);
        return page.toString();
    }

    private String settings() {
        top("hazel-config", 5);
        section("Name");
        line("hazel\\-config \\- the configuration file of Hazel");
        section("Description");
        paragraph(
                "Hazel reads ~/.config/hazel/config.toml, or ~/.hazelrc where that is not there, or"
                        + " the file that the option -F or the variable HAZEL_CONFIG names. It is"
                        + " written in TOML, version 1.0. Every key can be left out. A mistake is"
                        + " reported with its line and what was expected, and 'hazel config check'"
                        + " reports them all.");
        paragraph(
                "Where a key has a '*', a name of your own stands in its place:"
                        + " account.work.address and account.home.address are the addresses of two"
                        + " accounts.");
        section("Keys");
        for (Setting setting : Settings.all()) {
            tagged("\\fB" + escaped(setting.key()) + "\\fR");
            String standard =
                    setting.standard().isEmpty() ? "" : " Standard: " + setting.standard() + ".";
            line(
                    escaped(
                            capitalized(setting.kind().words())
                                    + ". "
                                    + setting.summary()
                                    + standard));
        }
        section("Example");
        example(
                List.of(
                        "[account.work]",
                        "name = \"Ada Lovelace\"",
                        "address = \"ada@example.org\"",
                        "incoming = \"maildir:~/Maildir\"",
                        "outgoing = \"submissions://ada@mail.example.org\"",
                        "password = { command = \"pass show mail/work\" }",
                        "",
                        "[screen]",
                        "keys = \"pine\"",
                        "theme = \"light\"",
                        "",
                        "[alias]",
                        "grace = \"Grace Hopper <grace@example.com>\""));
        section("See also");
        line(reference("hazel", 1) + ",\n" + reference("hazel-config", 1));
        return page.toString();
    }

    private void top(String name, int chapter) {
        line(
                ".TH "
                        + name.toUpperCase(java.util.Locale.ROOT)
                        + " "
                        + chapter
                        + " "
                        + DATE
                        + " Hazel");
        line(".nh");
        line(".ad l");
    }

    private void section(String title) {
        line(".SH " + title.toUpperCase(java.util.Locale.ROOT));
    }

    private void synopsis(CommandSpec spec) {
        var words =
                Stream.concat(
                        Stream.of("\\fB" + escaped(spec.qualifiedName()) + "\\fR"),
                        Stream.concat(
                                spec.options().stream()
                                        .filter(o -> !o.hidden() && !isStandard(o))
                                        .map(ManPages::option),
                                spec.positionalParameters().stream().map(ManPages::operand)));
        line(words.collect(Collectors.joining(" ")));
        if (commands(spec).findAny().isPresent()) {
            line("\\fICOMMAND\\fR");
        }
    }

    private static String option(OptionSpec option) {
        String name = bold(option.shortestName()) + value(option.shortestName(), option);
        return option.required() ? name : "[" + name + "]";
    }

    private static String operand(PositionalParamSpec operand) {
        String label = "\\fI" + escaped(operand.paramLabel().replaceAll("[\\[\\]<>]", "")) + "\\fR";
        boolean isRepeated = operand.typeInfo().isMultiValue() && !operand.hideParamSyntax();
        String many = isRepeated ? label + "..." : label;
        return operand.arity().min() == 0 ? "[" + many + "]" : many;
    }

    private void options(CommandSpec spec, String title) {
        List<OptionSpec> options =
                spec.options().stream().filter(o -> !o.hidden() && !isStandard(o)).toList();
        if (options.isEmpty() && spec.positionalParameters().isEmpty()) {
            return;
        }
        section(title);
        for (PositionalParamSpec each : spec.positionalParameters()) {
            tagged(operand(each));
            line(description(each));
        }
        for (OptionSpec each : options) {
            tagged(
                    Arrays.stream(each.names())
                                    .sorted(Comparator.comparingInt(String::length))
                                    .map(ManPages::bold)
                                    .collect(Collectors.joining(", "))
                            + value(each.longestName(), each));
            line(description(each));
        }
    }

    private void subcommands(CommandSpec spec) {
        List<CommandSpec> beneath = commands(spec).toList();
        if (beneath.isEmpty()) {
            return;
        }
        section("Commands");
        for (CommandSpec each : beneath) {
            if (spec.parent() == null) {
                Commands.SECTIONS.stream()
                        .filter(section -> section.names().getFirst().equals(each.name()))
                        .forEach(section -> line(".SS " + escaped(section.title())));
                tagged(
                        reference(spec.name() + "-" + each.name(), 1)
                                .replaceFirst("^\\.BR ", ".BR "));
                sentences(each).findFirst().ifPresent(s -> line(escaped(s)));
            } else {
                line(".SS " + escaped(spec.qualifiedName() + " " + each.name()));
                synopsis(each);
                sentences(each).filter(s -> !s.isBlank()).forEach(this::paragraph);
                for (ArgSpec arg : args(each)) {
                    tagged(
                            arg instanceof OptionSpec o
                                    ? bold(o.longestName()) + value(o.longestName(), o)
                                    : operand((PositionalParamSpec) arg));
                    line(description(arg));
                }
            }
        }
    }

    private static List<ArgSpec> args(CommandSpec spec) {
        return Stream.<ArgSpec>concat(
                        spec.positionalParameters().stream(),
                        spec.options().stream()
                                .filter(o -> !o.hidden() && !isStandard(o) && !o.inherited()))
                .toList();
    }

    private void footer(Footer footer) {
        section(footer.title());
        if (footer.title().equals("Examples")) {
            example(footer.lines().stream().map(String::strip).toList());
        } else if (footer.title().equals("Exit status")) {
            String all =
                    footer.lines().stream().map(String::strip).collect(Collectors.joining(" "));
            for (String each : all.replaceFirst("\\.$", "").split("; ")) {
                tagged("\\fB" + escaped(each.replaceFirst(" .*", "")) + "\\fR");
                line(escaped(capitalized(each.replaceFirst("^\\S+ ", "")) + "."));
            }
        } else {
            for (String each : footer.lines()) {
                int column = Footer.textColumn(each);
                String word = each.substring(0, column).strip();
                if (word.isEmpty()) {
                    paragraph(each.strip());
                } else {
                    tagged("\\fB" + escaped(word) + "\\fR");
                    line(escaped(each.substring(column).strip()));
                }
            }
        }
    }

    private void example(List<String> lines) {
        betweenParagraphs();
        line(".nf");
        line(".RS 4");
        lines.forEach(each -> page.append(escaped(each)).append('\n'));
        line(".RE");
        line(".fi");
    }

    private void paragraph(String text) {
        betweenParagraphs();
        line(escaped(text));
    }

    /// After a title there is nothing to be parted from.
    private void betweenParagraphs() {
        String before = page.substring(page.lastIndexOf("\n", page.length() - 2) + 1);
        if (!before.startsWith(".SH")) {
            line(".PP");
        }
    }

    private void tagged(String tag) {
        line(".TP");
        line(tag);
    }

    /// A request, or text, which is divided between words.
    private void line(String text) {
        String rest = text;
        while (!text.startsWith(".") && rest.length() > COLUMNS) {
            int space = rest.lastIndexOf(' ', COLUMNS);
            int at = space > 0 ? space : rest.indexOf(' ');
            if (at < 0) {
                break;
            }
            page.append(rest, 0, at).append('\n');
            String next = rest.substring(at + 1);
            rest = next.startsWith(".") || next.startsWith("'") ? "\\&" + next : next;
        }
        page.append(rest).append('\n');
    }

    private static String reference(String name, int chapter) {
        return ".BR " + escaped(name) + " (" + chapter + ")";
    }

    private static boolean isStandard(OptionSpec option) {
        return option.usageHelp() || option.versionHelp();
    }

    private static String bold(String name) {
        return "\\fB" + escaped(name) + "\\fR";
    }

    private static String value(String name, OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        String label = "\\fI" + escaped(option.paramLabel()) + "\\fR";
        return (name.startsWith("--") ? "=" : " ") + label;
    }

    private static String description(ArgSpec arg) {
        return escaped(String.join(" ", arg.description()).replace("%n", " ").replace("%%", "%"));
    }

    private static Stream<String> sentences(CommandSpec spec) {
        return Stream.of(spec.usageMessage().header(), spec.usageMessage().description())
                .flatMap(Arrays::stream)
                .filter(d -> !d.isBlank())
                .flatMap(d -> Arrays.stream(d.split("%n|\\n")));
    }

    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String uncapitalized(String text) {
        String bare = text.replaceFirst("\\.$", "");
        return bare.isEmpty() ? bare : Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }
}
