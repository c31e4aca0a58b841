package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.text.Columns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

import java.util.List;
import java.util.stream.Stream;

class HelpTest {

    static Stream<CommandLine> commands() {
        return beneath(Hazel.commandLine());
    }

    private static Stream<CommandLine> beneath(CommandLine line) {
        return Stream.concat(
                Stream.of(line),
                line.getSubcommands().values().stream().distinct().flatMap(HelpTest::beneath));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItIsForInOneSentence(CommandLine line) {
        assertThat(line.getCommandSpec().usageMessage().description())
                .as(line.getCommandSpec().qualifiedName())
                .isNotEmpty();
        assertThat(line.getCommandSpec().usageMessage().description()[0]).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionAndOperandIsDescribed(CommandLine line) {
        for (ArgSpec arg : line.getCommandSpec().args()) {
            assertThat(String.join("", arg.description()))
                    .as(line.getCommandSpec().qualifiedName() + " " + arg.paramLabel())
                    .isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpFitsEightyColumns(CommandLine line) {
        assertThat(line.getUsageMessage(CommandLine.Help.Ansi.OFF).lines())
                .allSatisfy(
                        text -> assertThat(Columns.width(text)).as(text).isLessThanOrEqualTo(80));
    }

    @Test
    void everyCommandIsShownOnceUnderWhatItIsFor() {
        List<String> help =
                Hazel.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF).lines().toList();
        for (Commands.Section section : Commands.SECTIONS) {
            List<String> beneath =
                    help.subList(help.indexOf(section.title() + ":") + 1, help.size());
            assertThat(
                            beneath.stream()
                                    .takeWhile(line -> !line.isEmpty())
                                    .filter(line -> line.matches("  \\S.*"))
                                    .map(line -> line.strip().split(" ")[0]))
                    .containsExactlyElementsOf(section.names());
        }
        assertThat(help).noneMatch(line -> line.startsWith("  complete "));
        assertThat(Commands.NAMES).doesNotHaveDuplicates();
    }
}
