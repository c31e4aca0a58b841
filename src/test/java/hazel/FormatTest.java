package hazel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Every source file is as google-java-format writes it, in its AOSP style. With `-Dformat=write`
/// the files are changed instead.
class FormatTest {

    private static final Formatter FORMATTER =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    @Test
    void everySourceFileIsFormatted() throws Exception {
        boolean write = "write".equals(System.getProperty("format"));
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> wrong =
                    files.filter(f -> f.toString().endsWith(".java"))
                            .parallel()
                            .filter(f -> differs(f, write))
                            .toList();
            assertThat(write ? List.of() : wrong)
                    .as("not formatted; mvn test -Dtest=FormatTest -Dformat=write mends them")
                    .isEmpty();
        }
    }

    private static boolean differs(Path file, boolean write) {
        try {
            String text = Files.readString(file);
            String formatted = FORMATTER.formatSourceAndFixImports(text);
            if (write && !formatted.equals(text)) {
                Files.writeString(file, formatted);
            }
            return !formatted.equals(text);
        } catch (IOException | FormatterException e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
    }
}
