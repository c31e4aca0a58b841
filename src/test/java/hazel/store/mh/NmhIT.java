package hazel.store.mh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.Progress;
import hazel.store.Reader;
import hazel.store.Uid;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A folder that nmh works on at the same time.
class NmhIT {

    private static final Path PROGRAMS = Path.of("/usr/bin/mh");
    private static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir private Path home;
    private Mailbox inbox;

    @BeforeEach
    void fiveMessages() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAMS.resolve("scan")), "skipped: nmh is not installed");
        Files.writeString(home.resolve(".mh_profile"), "Path: Mail\nUnseen-Sequence: unseen\n");
        inbox = MhStore.open(home.resolve("Mail"), Clock.systemUTC()).open(MailboxName.INBOX);
        for (int i = 1; i <= 5; i++) {
            inbox.append(message("Number " + i), Set.of(), Set.of(), ARRIVAL);
        }
        assertThat(entries()).hasSize(5);
    }

    @Test
    void nmhReadsWhatWeWrite() throws Exception {
        Map<String, Uid> uids = uids();
        inbox.changeFlags(List.of(uids.get("Number 2")), FlagChange.adding(Flag.SEEN));
        inbox.changeFlags(
                List.of(uids.get("Number 4")),
                new FlagChange(Set.of(Flag.FLAGGED), Set.of(), Set.of("todo"), Set.of()));

        assertThat(nmh("pick", "unseen", "-list")).isEqualTo("1\n3\n4\n5\n");
        assertThat(nmh("pick", "todo", "-list")).isEqualTo("4\n");
        assertThat(nmh("scan", "-format", "%(msg) %{subject}", "flagged"))
                .isEqualTo("4 Number 4\n");
    }

    @Test
    void weReadWhatNmhWrites() throws Exception {
        Map<String, Uid> uids = uids();
        inbox.changeFlags(
                List.of(uids.get("Number 1")),
                new FlagChange(Set.of(), Set.of(), Set.of("$Junk"), Set.of()));
        var reader = Reader.of(inbox);
        nmh("mark", "2-3", "-sequence", "flagged", "-add");
        nmh("rmm", "5");
        deliver("Number 6");

        assertThat(reader.changes())
                .contains(
                        new Change.Gone(uids.get("Number 5")),
                        new Change.Flagged(uids.get("Number 3"), Set.of(Flag.FLAGGED), Set.of()));
        Map<String, IndexEntry> now = new HashMap<>();
        entries().forEach(e -> now.put(e.subject(), e));
        assertThat(now.get("Number 1").keywords()).containsExactly("$Junk");
        assertThat(now.get("Number 6").isUnseen()).isTrue();
    }

    @Test
    void namesStayWhenNmhGivesOutNewNumbers() throws Exception {
        Map<String, Uid> before = uids();
        inbox.changeFlags(List.of(before.get("Number 4")), FlagChange.adding(Flag.FLAGGED));
        inbox.expunge(List.of(before.remove("Number 2")), Progress.UNWATCHED);
        var reader = Reader.of(inbox);

        nmh("folder", "-pack", "+inbox");
        assertThat(home.resolve("Mail/inbox/4")).exists();
        assertThat(home.resolve("Mail/inbox/5")).doesNotExist();
        assertThat(reader.changes()).isEmpty();
        assertThat(uids()).isEqualTo(before);
        assertThat(inbox.find(before.get("Number 4")).orElseThrow().flags())
                .containsExactly(Flag.FLAGGED);
    }

    @Test
    void bothWriteAtOnceAndNothingIsLost() throws Exception {
        var nmh = Thread.ofPlatform().unstarted(() -> deliverMany(4));
        nmh.start();
        for (int i = 0; i < 4; i++) {
            inbox.append(message("ours " + i), Set.of(), Set.of(), ARRIVAL);
        }
        nmh.join();

        assertThat(entries()).hasSize(13).allMatch(IndexEntry::isUnseen);
        assertThat(uids()).hasSize(13);
    }

    private void deliverMany(int count) {
        for (int i = 0; i < count; i++) {
            try {
                deliver("theirs " + i);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void deliver(String subject) throws Exception {
        Path file = Files.createTempFile(home, "mail", "");
        Files.write(file, message(subject));
        run(file, programs("rcvstore").toString(), "+inbox");
    }

    private static Path programs(String name) {
        for (String directory : List.of("/usr/bin/mh", "/usr/lib/mh", "/usr/libexec/nmh")) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return Path.of(directory, name);
            }
        }
        throw new IllegalStateException("nmh has no " + name);
    }

    private String nmh(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(programs(program).toString()));
        command.addAll(List.of(arguments));
        return run(Path.of("/dev/null"), command.toArray(String[]::new));
    }

    private String run(Path input, String... command) throws Exception {
        var builder =
                new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("MH");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private Map<String, Uid> uids() throws MailException {
        Map<String, Uid> uids = new HashMap<>();
        entries().forEach(e -> uids.put(e.subject(), e.uid()));
        return uids;
    }

    private List<IndexEntry> entries() throws MailException {
        List<IndexEntry> entries = new ArrayList<>();
        inbox.scan(entries::add, Progress.UNWATCHED);
        return entries;
    }

    private static byte[] message(String subject) {
        return ("From: Ada <ada@example.org>\nSubject: " + subject + "\n\nAt noon.\n")
                .getBytes(UTF_8);
    }
}
