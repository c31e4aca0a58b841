package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Servers;
import hazel.Strace;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.spool.Item;
import hazel.spool.Spool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files of SMTP commands between the relay and Exim, and at each call to the system that writing
/// and reading them makes.
class BatchIT {

    private static final String SUBJECT = "Subject: carried ";

    @TempDir private Path dir;

    private static void put(Path queue, int n) throws MailException {
        Spool.open(queue)
                .accept(
                        new Envelope(
                                Optional.of(address("ada@home.test")),
                                List.of(address("marka@ancient-rome.net"))),
                        message(n),
                        Map.of());
    }

    private static byte[] message(int n) {
        return ("From: <ada@home.test>\r\n" + SUBJECT + n + "\r\n\r\n.dot\r\n.\r\n\u00e4\r\n")
                .getBytes(UTF_8);
    }

    private static RelaySettings settings(Path dir) {
        return Relays.settings(dir.resolve("relay"), Relays.LIMITS);
    }

    @Test
    void eximTakesWhatWasExportedAndRefusesWhatIsNoBatch() throws Exception {
        try (Servers exim = Servers.start("exim")) {
            put(dir.resolve("relay"), 0);
            put(dir.resolve("relay"), 1);
            Path file = dir.resolve("batch");
            new BatchExport(settings(dir), InstantSource.system()).to(file, List.of());

            assertThat(batch(exim, file)).isZero();
            Path box = Path.of(exim.value("MAILDIR"), "marka", "new");
            for (int n = 0; n < 2; n++) {
                assertThat(new String(Servers.firstWith(box, SUBJECT + n), UTF_8))
                        .contains("Return-path: <ada@home.test>\n")
                        .endsWith("\n\n.dot\n.\n\u00e4\n");
            }
            Path bad = Files.writeString(dir.resolve("bad"), "HELLO\r\nQUIT\r\n");
            assertThat(batch(exim, bad)).isEqualTo(2);
        }
    }

    private int batch(Servers exim, Path file) throws Exception {
        List<String> command = new ArrayList<>(List.of(exim.value("SENDMAIL").split(" ")));
        command.addAll(List.of("-bS", "-odf"));
        return new ProcessBuilder(command)
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("said").toFile())
                .start()
                .waitFor();
    }

    /// A process that does one of the two; it is there to be killed.
    static final class Work {
        private Work() {}

        public static void main(String[] args) throws Exception {
            Path work = Path.of(args[0]);
            Strace.work(
                    work,
                    () -> {
                        if (args[1].equals("export")) {
                            new BatchExport(settings(work), InstantSource.system())
                                    .to(work.resolve("batch"), List.of());
                        } else {
                            var file = new ByteArrayInputStream(BATCH.getBytes(US_ASCII));
                            new BatchImport(settings(work), InstantSource.system())
                                    .from("batch", file);
                        }
                        Strace.note(work, "done");
                    });
        }
    }

    private static final String BATCH =
            "MAIL FROM:<>\nRCPT TO:<a@b.test>\nDATA\nSubject: carried 0\n\n.\n".repeat(2)
                    + "QUIT\n";

    @Test
    void killedWhileItExportsEachMessageIsInTheQueueOrInAFileThatIsWhole() throws Exception {
        Strace.assumeInstalled();
        int killed =
                new Strace(dir, Work.class, "export")
                        .killAtEachCall(BatchIT::queued, (work, _) -> exported(work));
        assertThat(killed).isGreaterThanOrEqualTo(20);
    }

    @Test
    void onAFullOrBrokenDiskTheQueueIsAsItWas() throws Exception {
        Strace.assumeInstalled();
        int failed =
                new Strace(dir, Work.class, "export")
                        .failAtEachCall(BatchIT::queued, (work, _) -> exported(work));
        assertThat(failed).isGreaterThanOrEqualTo(10);
    }

    private static void queued(Path work) throws MailException {
        put(work.resolve("relay"), 0);
        put(work.resolve("relay"), 1);
    }

    /// A message that may go out of the queue by itself is in no file that is whole.
    private static void exported(Path work) throws Exception {
        Path file = work.resolve("batch");
        String text = Files.exists(file) ? Files.readString(file) : "";
        boolean isWhole = text.endsWith("QUIT\r\n");
        Spool spool = Spool.open(work.resolve("relay"));
        assertThat(spool.damaged()).isEmpty();
        List<Item> left = spool.items().toList();
        for (int n = 0; n < 2; n++) {
            byte[] octets = message(n);
            boolean isInQueue = false;
            for (Item item : left) {
                if (Arrays.equals(spool.message(item.id()), octets)) {
                    isInQueue = true;
                    assertThat(isWhole && item.isWaiting()).as("sent twice").isFalse();
                }
            }
            assertThat(isInQueue || (isWhole && text.contains(SUBJECT + n))).as("kept").isTrue();
        }
        if (Files.exists(work.resolve(Strace.NOTE + "done"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void killedWhileItImportsNothingGoesOutUnlessAllIsThere() throws Exception {
        Strace.assumeInstalled();
        int killed =
                new Strace(dir, Work.class, "import")
                        .killAtEachCall(
                                work -> Spool.open(work.resolve("relay")),
                                (work, _) -> imported(work));
        assertThat(killed).isGreaterThanOrEqualTo(20);
    }

    private static void imported(Path work) throws Exception {
        Spool spool = Spool.open(work.resolve("relay"));
        assertThat(spool.damaged()).isEmpty();
        List<Item> items = spool.items().toList();
        boolean mayAnyGo = items.stream().anyMatch(Item::isWaiting);
        assertThat(items).hasSizeBetween(mayAnyGo ? 2 : 0, 2);
        if (Files.exists(work.resolve(Strace.NOTE + "done"))) {
            assertThat(items).hasSize(2).allMatch(Item::isWaiting);
        }
    }
}
