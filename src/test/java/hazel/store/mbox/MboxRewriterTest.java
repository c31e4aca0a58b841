package hazel.store.mbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;

import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What is known of a file that was written anew is what a reader finds in it.
class MboxRewriterTest {

    private static final String FROM = "From ada@example.org Fri Jun 23 02:56:55 2000\n";

    /// Messages that are known by what stands around them, or that may hide others.
    private static final List<String> MESSAGES =
            List.of(
                    FROM + "Subject: plain\n\nHello.\n\n",
                    FROM + "Subject: plain\n\nHello.\n\n",
                    FROM + "Subject: no empty line behind it\n\nHello.\n",
                    FROM + "Subject: no body\n\n",
                    FROM + "Subject: empty lines\n\n\n\n\n",
                    FROM + "Subject: CRLF\r\n\r\nHello.\r\n\r\n",
                    FROM + "no header field, known by the empty line before it\n\nHello.\n\n",
                    FROM + "Status: RO\nX-Status: F\nX-Keywords: a b\nSubject: s\n\nHello.\n\n",
                    FROM + "Subject: s\nStatus: R\nX-Status: A\n\nHello.\n\n",
                    FROM + "Status: R\nStatus: O\nContent-Length: 7\nSubject: s\n\nHello.\n\n",
                    FROM + "Content-Length: 7\nSubject: counted\n\nHello.\n\n",
                    FROM + "Content-Length: 6\nSubject: without line end\n\nHello.\n\n",
                    FROM + "Content-Length: 6\nSubject: without line end\n\nHello.\n",
                    FROM + "Subject: counted\nContent-Length: 8\n\nHello.\n\n",
                    FROM + "Content-Length: 2000\nSubject: astray\n\nHello.\n\n",
                    FROM + "Subject: FOLDER INTERNAL DATA\n\nDo not delete.\n\n",
                    "From -\nSubject: bare\n\nHello.\n\n",
                    "From x@example.org\nStatus: R\n\nHello.\n\n",
                    FROM + "Subject: quotes\n\n>From me\nFrom you\n" + FROM + "\n\n",
                    FROM + "Subject: the header goes on\nTo: the next\n");

    /// Messages of a file that Content-Length divides.
    private static final List<String> COUNTED =
            List.of(
                    counted("Subject: s\n", "Hello.\n"),
                    counted("", "Hello.\n\n" + counted("Subject: held\n", "Hello.\n")),
                    counted("Status: R\nSubject: s\n", "Hello.\n\n" + FROM + "Subject: s\n\n"));

    @TempDir Path dir;

    private static String counted(String fields, String body) {
        return FROM + "Content-Length: " + body.length() + "\n" + fields + "\n" + body + "\n";
    }

    @Test
    void whatIsKnownIsWhatAReaderFinds() throws Exception {
        var random = new Random(7);
        int done = 0;
        for (int round = 0; round < 3_000; round++) {
            var text = new StringBuilder(random.nextInt(8) == 0 ? "\n\n" : "");
            List<String> messages = round % 4 == 0 ? COUNTED : MESSAGES;
            int kinds = 1 + random.nextInt(messages.size());
            for (int i = random.nextInt(9); i >= 0; i--) {
                text.append(messages.get(random.nextInt(kinds)));
            }
            Path file = dir.resolve("mbox");
            Files.writeString(file, text, ISO_8859_1);
            var view = new MboxView(file);
            try (FileChannel channel = FileChannel.open(file, READ)) {
                view.refresh(channel);
                MboxRewriter.rewrite(channel, view, fate(random.nextLong()));
                done++;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("nothing was changed");
                assertThat(Files.readString(file, ISO_8859_1)).isEqualTo(text.toString());
                continue;
            } finally {
                view.close();
            }
            requireTruth(view, text.toString());
        }
        assertThat(done).isGreaterThan(2_000);
    }

    private static void requireTruth(MboxView view, String before) throws IOException {
        String after = Files.readString(view.file(), ISO_8859_1);
        // Where a header goes on into the next message, its name changes when that is gone.
        UnaryOperator<Slot> compared =
                before.contains("the header goes on")
                        ? slot -> slot.withUid(new Uid("any"))
                        : MboxRewriterTest::unnumbered;
        try (FileChannel channel = FileChannel.open(view.file(), READ)) {
            MboxReader.Contents found = MboxReader.read(channel, 0);
            assertThat(view.slots().stream().map(compared))
                    .as(before + "\n became\n" + after)
                    .isEqualTo(found.slots().stream().map(compared).toList());
            assertThat(view.isQuoted()).as(after).isEqualTo(found.isQuoted());
            assertThat(view.endsBlank()).as(after).isEqualTo(found.endsBlank());
        }
    }

    private static Slot unnumbered(Slot slot) {
        return slot.withUid(SlotName.of(slot.uid()).orElseThrow().first().uid());
    }

    /// Some messages go, some are flagged, and others stay as they are.
    private static Function<Slot, Optional<Stated>> fate(long seed) {
        var random = new Random(seed);
        Set<Long> gone = new java.util.HashSet<>();
        Set<Long> flagged = new java.util.HashSet<>();
        int share = 2 + random.nextInt(5);
        return slot -> {
            if (!gone.contains(slot.start()) && !flagged.contains(slot.start())) {
                (random.nextInt(share) == 0 ? gone : flagged)
                        .add(random.nextInt(share) < 2 ? slot.start() : -1L);
            }
            return gone.contains(slot.start())
                    ? Optional.empty()
                    : Optional.of(
                            flagged.contains(slot.start())
                                    ? slot.stated().changed(FlagChange.adding(Flag.FLAGGED))
                                    : slot.stated());
        };
    }

    @Test
    void aFileThatChangesUnderItsLockIsLeftAlone() throws Exception {
        Path file = Files.writeString(dir.resolve("mbox"), MESSAGES.get(0).repeat(3));
        var view = new MboxView(file);
        try (FileChannel channel = FileChannel.open(file, READ)) {
            view.refresh(channel);
            List<Slot> seen = new ArrayList<>();
            Function<Slot, Optional<Stated>> deliversMeanwhile =
                    slot -> {
                        seen.add(slot);
                        deliver(file);
                        return seen.size() == 1 ? Optional.empty() : Optional.of(slot.stated());
                    };
            assertThatThrownBy(() -> MboxRewriter.rewrite(channel, view, deliversMeanwhile))
                    .hasMessage("the file changed while it was locked; nothing was changed");
        }
        assertThat(file).hasContent(MESSAGES.get(0).repeat(3) + MESSAGES.get(2).repeat(3));
        assertThat(dir.resolve(".mbox.hazel.tmp")).doesNotExist();
    }

    private static void deliver(Path file) {
        try {
            Files.writeString(file, MESSAGES.get(2), APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
