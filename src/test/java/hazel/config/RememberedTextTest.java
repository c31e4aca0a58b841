package hazel.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

class RememberedTextTest {

    private static final String TEXT =
            """
            aliases = "~/aliases"

            [account.work]
            address = "ada@example.org"
            others = ["a@example.org", "b@example.org"]
            password = { command = "pass" }

            [account.home]
            address = "ada@example.net"
            sent = true

            [send]
            undo = 3
            "quoted key" = 1.5
            """;

    @TempDir Path cache;

    @Test
    void isReadAsTheParserReadsIt() {
        Parsed first = RememberedText.parsed(TEXT, cache);
        Parsed again = RememberedText.parsed(TEXT, cache);

        assertThat(first).isEqualTo(Parsed.of(TEXT));
        assertThat(file()).exists();
        assertThat(again).isEqualTo(first);
        assertThat(again.paths()).isEqualTo(first.paths()); // in the order of the file
    }

    @Test
    void anotherTextIsReadAnew() {
        RememberedText.parsed(TEXT, cache);
        String other = TEXT.replace("undo = 3", "undo = 4");

        assertThat(RememberedText.parsed(other, cache)).isEqualTo(Parsed.of(other));
        assertThat(RememberedText.parsed(other, cache)).isEqualTo(Parsed.of(other));
    }

    @Test
    void aPasswordIsNotWrittenAnywhere() {
        RememberedText.parsed("[account.work]\npassword = \"geheim\"\n", cache);

        assertThat(file()).doesNotExist();
    }

    @Test
    void aMistakeIsToldEachTime() {
        String wrong = "[account.work\n";

        assertThat(RememberedText.parsed(wrong, cache).mistakes()).isNotEmpty();
        assertThat(RememberedText.parsed(wrong, cache).mistakes()).isNotEmpty();
    }

    @Test
    void onlyItsOwnerCanReadIt() throws IOException {
        RememberedText.parsed(TEXT, cache.resolve("new"));

        assertThat(Files.getPosixFilePermissions(cache.resolve("new/dotfile")))
                .hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @Test
    void whateverTheFileHoldsTheTextIsWhatCounts() throws IOException {
        RememberedText.parsed(TEXT, cache);
        byte[] whole = Files.readAllBytes(file());
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file(), damaged);
            assertThat(RememberedText.parsed(TEXT, cache)).isEqualTo(Parsed.of(TEXT));

            Files.write(file(), java.util.Arrays.copyOf(whole, random.nextInt(whole.length)));
            assertThat(RememberedText.parsed(TEXT, cache)).isEqualTo(Parsed.of(TEXT));
        }
    }

    private Path file() {
        return cache.resolve("dotfile");
    }
}
