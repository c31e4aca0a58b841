package hazel.store.mbox;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// What is told before an mbox was read to its end is what is true in the end.
class MboxReaderTest {

    private static final int MANY = 5_000;

    /// Of these, [#MANY] are several blocks.
    private static final String BODY = "A line of text, as long as another.\n".repeat(20);

    @TempDir Path dir;

    private record Told(List<Slot> early, List<Slot> all, boolean isQuoted) {}

    private Told told(String mbox) throws Exception {
        Path file = Files.writeString(dir.resolve("mbox"), mbox, US_ASCII);
        List<Slot> early = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var reader = new MboxReader(channel, 0);
            while (reader.readOn()) {
                early.addAll(reader.settled());
                for (Slot each : early) {
                    assertThat(reader.find(each.uid())).contains(each);
                }
            }
            MboxReader.Contents contents = reader.contents();
            return new Told(early, contents.slots(), contents.isQuoted());
        }
    }

    private static String message(String subject, String fields, String body) {
        return "From ada@home.test Mon Sep 17 00:00:00 2001\nSubject: "
                + subject
                + "\n"
                + fields
                + "\n"
                + body
                + "\n";
    }

    private static String plain(int number) {
        return message("Number " + number, "", BODY);
    }

    private static String counted(int number) {
        return message("Number " + number, "Content-Length: " + BODY.length() + "\n", BODY);
    }

    private static String many(java.util.function.IntFunction<String> message) {
        var mbox = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            mbox.append(message.apply(i));
        }
        return mbox.toString();
    }

    @Test
    void messagesAreToldAsTheirEndsAreFound() throws Exception {
        Told told = told(many(MboxReaderTest::plain));

        assertThat(told.all()).hasSize(MANY);
        assertThat(told.early()).isEqualTo(told.all().subList(0, MANY - 1));
    }

    @Test
    void thoseThatAreTheSameHaveTheirNumbersAtOnce() throws Exception {
        Told told = told(many(i -> plain(i % 3)));

        assertThat(told.early()).isEqualTo(told.all().subList(0, MANY - 1));
        assertThat(told.all().stream().map(Slot::uid)).doesNotHaveDuplicates();
    }

    @Test
    void lengthsThatSayTheSameAsTheLinesChangeNothing() throws Exception {
        Told told = told(many(MboxReaderTest::counted));

        assertThat(told.isQuoted()).isTrue();
        assertThat(told.early()).isEqualTo(told.all().subList(0, MANY - 1));
    }

    @Test
    void whereLengthsPartFromTheLinesTheEndDecidesForThem() throws Exception {
        String inner = "\n" + plain(7);
        String holding = message("Holding", "Content-Length: " + inner.length() + "\n", inner);
        Told told = told(many(MboxReaderTest::counted) + holding + many(MboxReaderTest::counted));

        assertThat(told.isQuoted()).isFalse();
        assertThat(told.all()).hasSize(2 * MANY + 1);
        assertThat(told.early()).isEqualTo(told.all().subList(0, MANY));
    }

    @Test
    void oneLengthThatLeadsAstrayTakesTheWordFromAll() throws Exception {
        String inner = "\n" + plain(7);
        String holding = message("Holding", "Content-Length: " + inner.length() + "\n", inner);
        String astray = message("Astray", "Content-Length: 3\n", BODY);
        Told told =
                told(
                        many(MboxReaderTest::counted)
                                + holding
                                + many(MboxReaderTest::counted)
                                + astray);

        assertThat(told.isQuoted()).isTrue();
        assertThat(told.all()).hasSize(2 * MANY + 3);
        assertThat(told.early()).isEqualTo(told.all().subList(0, MANY));
    }

    @Test
    void aLengthThatLeadsBehindTheEndIsNotBelieved() throws Exception {
        String last = message("Last", "Content-Length: 100000\n", "\n" + plain(7));
        Told told = told(many(MboxReaderTest::counted) + last);

        assertThat(told.isQuoted()).isTrue();
        assertThat(told.all()).hasSize(MANY + 2);
        assertThat(told.early()).isEqualTo(told.all().subList(0, MANY));
    }

    @Test
    void nothingIsToldEarlyOfWhatIsNoMbox() throws Exception {
        assertThat(told("Dear Ada,\n\n" + many(MboxReaderTest::plain)).early()).isEmpty();
    }
}
