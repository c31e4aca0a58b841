package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Strace;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Spool;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.maildir.MaildirStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The relay at each call to the system that it makes, from the dot to the user's Maildir: what was
/// answered 250 arrives, whole, once, or twice where the process died between a delivery and its
/// entry in the journal.
class RelayFaultIT {

    private static final String NO_ROOM = "452 4.3.1 No room for the message now; try again later";

    @TempDir Path home;

    @BeforeEach
    void strace() {
        Strace.assumeInstalled();
    }

    @Test
    void killedWhileItTakesMailItLosesNothingItAnsweredFor() throws Exception {
        int killed = strace("take").killAtEachCall(RelayFaultIT::users, (dir, _) -> taken(dir));
        assertThat(killed).isGreaterThanOrEqualTo(20);
    }

    @Test
    void onAFullDiskItAsksTheClientToComeAgain() throws Exception {
        int failed =
                strace("take")
                        .failAtEachCall(
                                RelayFaultIT::users,
                                (dir, status) -> {
                                    String said = Strace.problem(dir);
                                    assertThat(said).isEqualTo(status == 0 ? "" : NO_ROOM);
                                    taken(dir);
                                });
        assertThat(failed).isGreaterThanOrEqualTo(10);
    }

    @Test
    void killedWhileItDiscardsMailItHasAllItAnsweredFor() throws Exception {
        int killed =
                strace("discard").killAtEachCall(RelayFaultIT::users, (dir, _) -> discarded(dir));
        assertThat(killed).isGreaterThanOrEqualTo(10);
    }

    @Test
    void onAFullDiskItDiscardsNothingAndAsksTheClientToComeAgain() throws Exception {
        int failed =
                strace("discard")
                        .failAtEachCall(
                                RelayFaultIT::users,
                                (dir, status) -> {
                                    String said = Strace.problem(dir);
                                    assertThat(said).isEqualTo(status == 0 ? "" : NO_ROOM);
                                    discarded(dir);
                                });
        assertThat(failed).isGreaterThanOrEqualTo(5);
    }

    @Test
    void killedWhileItRestoresWhatWasDiscardedNothingIsLost() throws Exception {
        int killed =
                strace("restore")
                        .killAtEachCall(RelayFaultIT::someDiscarded, (dir, _) -> restored(dir));
        assertThat(killed).isGreaterThanOrEqualTo(20);
    }

    @Test
    void killedWhileItDeliversNothingIsLost() throws Exception {
        int killed =
                strace("deliver")
                        .killAtEachCall(RelayFaultIT::queued, (dir, _) -> delivered(dir, 2));
        assertThat(killed).isGreaterThanOrEqualTo(40);
    }

    /// strace counts the calls of each thread apart, so that now and then the fault comes in two of
    /// them; each may have a message delivered once more.
    @Test
    void onAFullOrBrokenDiskItDeliversLater() throws Exception {
        int failed =
                strace("deliver")
                        .failAtEachCall(RelayFaultIT::queued, (dir, _) -> delivered(dir, 3));
        assertThat(failed).isGreaterThanOrEqualTo(30);
    }

    private static Quarantine quarantine(Path dir) {
        return new Quarantine(dir.resolve("queue"), InstantSource.system());
    }

    private static void discarded(Path dir) throws Exception {
        List<String> bodies = new ArrayList<>();
        for (QueueId id : quarantine(dir).ids()) {
            String message = new String(quarantine(dir).find(id).orElseThrow().message(), US_ASCII);
            bodies.add(message.substring(message.indexOf("\r\n\r\n") + 4));
        }
        for (int n = 0; n < RelayWork.BODIES.size(); n++) {
            if (Files.exists(dir.resolve(Strace.NOTE + n))) {
                assertThat(bodies.contains(RelayWork.BODIES.get(n))).as("message %s", n).isTrue();
            }
        }
        assertThat(Spool.open(dir.resolve("queue")).count()).isZero();
    }

    private static void someDiscarded(Path dir) throws Exception {
        users(dir);
        Path queue = dir.resolve("queue");
        var clock = InstantSource.system();
        var intake =
                new Intake(queue, Spool.open(queue), new RelayLog(queue, clock), () -> {}, clock);
        for (int n = 0; n < RelayWork.BODIES.size(); n++) {
            RelayWork.discarded(intake, RelayWork.message(n));
        }
    }

    /// Each is in the queue or still apart, or in both; one with a note is in the queue.
    private static void restored(Path dir) throws Exception {
        Spool spool = Spool.open(dir.resolve("queue"));
        assertThat(spool.damaged()).isEmpty();
        List<QueueId> queued = spool.items().map(Item::id).toList();
        Set<QueueId> all = new HashSet<>(queued);
        all.addAll(quarantine(dir).ids());
        assertThat(all).hasSize(RelayWork.BODIES.size());
        for (QueueId id : all) {
            if (Files.exists(dir.resolve(Strace.NOTE + id))) {
                assertThat(queued).contains(id);
            }
        }
    }

    private Strace strace(String work) {
        return new Strace(home, RelayWork.class, work);
    }

    private static void users(Path dir) throws MailException {
        store(dir).open(MailboxName.INBOX).close();
        store(dir).create(new MailboxName("grace"));
        Spool.open(dir.resolve("queue"));
    }

    /// A message for a user, and one for somebody who is not here.
    private static void queued(Path dir) throws MailException {
        users(dir);
        Spool spool = Spool.open(dir.resolve("queue"));
        accept(spool, RelayWork.message(1), address("grace@home.test"));
        byte[] lost = "Subject: lost\r\n\r\nwhere?\r\n".getBytes(US_ASCII);
        accept(spool, lost, address("nobody@home.test"));
    }

    private static void accept(Spool spool, byte[] message, Address... to) throws MailException {
        spool.accept(new Envelope(Optional.of(RelayWork.ADA), List.of(to)), message, Map.of());
    }

    private static void taken(Path dir) throws Exception {
        deliverTheRest(dir);
        for (String user : RelayWork.USERS.keySet()) {
            List<String> bodies = bodies(dir, user);
            for (int n = 0; n < RelayWork.BODIES.size(); n++) {
                String body = lf(RelayWork.BODIES.get(n));
                boolean isPromised = Files.exists(dir.resolve(Strace.NOTE + n));
                assertThat(bodies.stream().filter(body::equals).count())
                        .as("message %s for %s", n, user)
                        .isBetween(isPromised ? 1L : 0L, 1L);
            }
            assertThat(RelayWork.BODIES.stream().map(RelayFaultIT::lf)).containsAll(bodies);
        }
    }

    private static void delivered(Path dir, int most) throws Exception {
        deliverTheRest(dir);
        String body = lf(RelayWork.BODIES.get(1));
        assertThat(bodies(dir, "grace")).hasSizeBetween(1, most).containsOnly(body);
        assertThat(bodies(dir, "ada"))
                .hasSizeBetween(1, most)
                .allMatch(bounce -> bounce.contains("nobody@home.test"));
    }

    /// A day later, when whatever was put off is due.
    private static void deliverTheRest(Path dir) throws MailException {
        RelayWork.deliver(dir, InstantSource.offset(InstantSource.system(), Duration.ofDays(1)));
        assertThat(Spool.open(dir.resolve("queue")).damaged()).isEmpty();
    }

    private static List<String> bodies(Path dir, String user) throws MailException {
        List<String> bodies = new ArrayList<>();
        try (Mailbox mailbox = store(dir).open(RelayWork.USERS.get(user))) {
            List<Uid> uids = new ArrayList<>();
            mailbox.scan(entry -> uids.add(entry.uid()), Progress.UNWATCHED);
            for (Uid uid : uids) {
                String message = new String(mailbox.fetch(uid), US_ASCII);
                bodies.add(message.substring(message.indexOf("\n\n") + 2));
            }
        }
        return bodies;
    }

    private static String lf(String text) {
        return text.replace("\r\n", "\n");
    }

    private static MaildirStore store(Path dir) {
        return MaildirStore.open(dir.resolve("mail"), Clock.systemUTC());
    }
}
