package hazel.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Dsn;
import hazel.spool.Recipient.State;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class SpoolTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Envelope ENVELOPE =
            new Envelope(
                    Address.parse("ada@example.org"),
                    List.of(new Address("", "bob", "example.net")));
    private static final byte[] MESSAGE = "Subject: x\r\n\r\nx\r\n".getBytes(US_ASCII);
    private static final Limits SMALL = new Limits(3, 1000, 100, 2, 0);

    @TempDir Path home;
    private Path dir;
    private Spool spool;

    @BeforeEach
    void open() throws MailException {
        dir = home.resolve("state/spool");
        spool = reopened();
    }

    @Test
    void whatWasAcceptedIsThereForTheNextProcess() throws Exception {
        QueueId id = spool.accept(ENVELOPE, MESSAGE, Map.of("account", "work"));

        Item item = reopened().find(id).orElseThrow();
        assertThat(item.envelope()).isEqualTo(ENVELOPE);
        assertThat(item.attributes()).containsEntry("account", "work");
        assertThat(item.isDue(NOON)).isTrue();
        assertThat(reopened().message(id)).isEqualTo(MESSAGE);
        assertThat(reopened().items()).extracting(Item::id).containsExactly(id);
    }

    @Test
    void theReportsThatAreWantedComeBackAsTheyWereGiven() throws Exception {
        var dsn =
                new Dsn(
                        Set.of(),
                        Optional.of(Dsn.Returns.HDRS),
                        Optional.of("envelope 1"),
                        Map.of(
                                ENVELOPE.forwardPaths().getFirst(),
                                new Dsn.OfRecipient(
                                        Set.of(Dsn.Notify.FAILURE),
                                        Optional.of("rfc822;b@example.net"))));
        QueueId id = spool.newId();
        spool.accept(new Deposit(id, ENVELOPE, dsn, Map.of(), NOON), MESSAGE);

        assertThat(reopened().find(id).orElseThrow().dsn()).isEqualTo(dsn);
    }

    @Test
    void whatIsRecordedIsThereForTheNextProcess() throws Exception {
        QueueId id = accept();
        spool.record(
                id,
                new Entry.Started(NOON, "mx"),
                new Entry.Deferred(0, NOON, "mx", "451 later"),
                new Entry.Ended(NOON));

        Recipient bob = reopened().find(id).orElseThrow().recipients().getFirst();
        assertThat(bob.state()).isEqualTo(State.WAITING);
        assertThat(bob.attempts()).isEqualTo(1);
        assertThat(bob.reply()).isEqualTo("451 later");
    }

    @Test
    void nobodyElseCanReadIt() throws Exception {
        accept();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void aMessageNobodyBeganToSendCanBeTakenBack() throws Exception {
        QueueId id = accept();

        assertThat(spool.takeBack(id)).contains(MESSAGE);
        assertThat(spool.items()).isEmpty();
        assertThat(files(dir.resolve("q"))).isEmpty();
        assertThat(spool.takeBack(id)).isEmpty();
    }

    @Test
    void aMessageSomebodyBeganToSendCannot() throws Exception {
        QueueId id = accept();
        spool.record(id, new Entry.Started(NOON, "mx"));

        assertThat(spool.takeBack(id)).isEmpty();
        assertThat(spool.find(id)).isPresent();
    }

    @Test
    void ofManyWhoWantToBeginOneDoes() throws Exception {
        QueueId id = accept();
        Callable<Boolean> begin =
                () ->
                        reopened()
                                .recordIf(id, Item::isUntouched, new Entry.Started(NOON, "mx"))
                                .isPresent();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            long begun = 0;
            for (var future :
                    workers.invokeAll(IntStream.range(0, 20).mapToObj(_ -> begin).toList())) {
                begun += future.get() ? 1 : 0;
            }
            assertThat(begun).isEqualTo(1);
        }
    }

    @Test
    void manyAtOnceGetDifferentNames() throws Exception {
        Limits many = new Limits(1000, 1_000_000, 100, 2, 0);
        Spool wide = Spool.open(dir, many, InstantSource.fixed(NOON));
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<QueueId> put = () -> wide.accept(ENVELOPE, MESSAGE, Map.of());
            Set<QueueId> names = new HashSet<>();
            for (var future :
                    workers.invokeAll(IntStream.range(0, 100).mapToObj(_ -> put).toList())) {
                names.add(future.get());
            }
            assertThat(wide.items().map(Item::id)).containsExactlyInAnyOrderElementsOf(names);
            assertThat(names).hasSize(100);
        }
    }

    @Test
    void limitsAreToldApart() throws Exception {
        assertThat(refusal(ENVELOPE, new byte[101])).isInstanceOf(Problem.NotPermitted.class);
        Address bob = ENVELOPE.forwardPaths().getFirst();
        assertThat(refusal(ENVELOPE.to(List.of(bob, bob, bob)), MESSAGE))
                .isInstanceOf(Problem.NotPermitted.class);
        accept();
        accept();
        QueueId third = accept();
        assertThat(refusal(ENVELOPE, MESSAGE))
                .isInstanceOf(Problem.CannotWrite.class)
                .extracting(Problem::message)
                .isEqualTo("the spool is full: it holds 3 messages of 51 octets");
        spool.remove(third);
        assertThat(accept()).isNotNull();
    }

    @Test
    void aDiskThatIsNearlyFullTakesNothingAndKeepsNothing() throws Exception {
        Spool full =
                Spool.open(
                        dir,
                        new Limits(3, 1000, 100, 2, Long.MAX_VALUE),
                        InstantSource.fixed(NOON));

        Problem problem =
                catchThrowableOfType(
                                MailException.class, () -> full.accept(ENVELOPE, MESSAGE, Map.of()))
                        .problem();
        assertThat(problem).isInstanceOf(Problem.CannotWrite.class);
        assertThat(problem.message()).startsWith("the disk is nearly full: ");
        assertThat(files(dir.resolve("q"))).isEmpty();
        assertThat(files(dir.resolve("tmp"))).isEmpty();
    }

    @Test
    void aMessageWithoutItsJournalWasNeverAcceptedAndIsSweptWhenOld() throws Exception {
        Path orphan = dir.resolve("q/01ABCDEFGH000001.msg");
        Files.write(orphan, MESSAGE);
        Files.setLastModifiedTime(orphan, FileTime.from(NOON));
        reopened().sweep();
        assertThat(orphan).exists();

        Files.setLastModifiedTime(orphan, FileTime.from(NOON.minusSeconds(90_000)));
        reopened().sweep();
        assertThat(reopened().items()).isEmpty();
        assertThat(orphan).doesNotExist();
    }

    @Test
    void aRemovalThatWasInterruptedIsFinished() throws Exception {
        QueueId id = accept();
        spool.record(id, new Entry.Removed(NOON));

        assertThat(spool.items()).isEmpty();
        assertThat(reopened().find(id)).isEmpty();
        reopened().sweep();
        assertThat(files(dir.resolve("q"))).isEmpty();
    }

    @Test
    void aTornLineIsCutOffBeforeTheNextIsAppended() throws Exception {
        QueueId id = accept();
        Files.writeString(env(id), "deadbeef D 0 2026", StandardOpenOption.APPEND);

        spool.record(id, new Entry.Held("x"));

        assertThat(reopened().find(id).orElseThrow().held()).contains("x");
        assertThat(Files.readString(env(id))).doesNotContain("deadbeef");
    }

    @Test
    void aJournalWithoutABeginningIsToldAndKept() throws Exception {
        QueueId id = accept();
        Files.writeString(env(id), "rubbish\n");

        assertThat(reopened().items()).isEmpty();
        assertThat(reopened().damaged()).containsExactly(id);
        assertThat(reopened().message(id)).isEqualTo(MESSAGE);
    }

    @Test
    void oneAtATimeDelivers() throws Exception {
        try (SpoolLock _ = spool.tryLock().orElseThrow()) {
            assertThat(reopened().tryLock()).isEmpty();
            assertThat(accept()).isNotNull();
        }
        try (SpoolLock again = reopened().tryLock().orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void anEntryForAMessageThatIsGoneIsRefused() throws Exception {
        QueueId id = accept();
        spool.remove(id);
        spool.remove(id);

        assertThat(spool.recordIf(id, _ -> true, new Entry.Released())).isEmpty();
        assertThat(
                        catchThrowableOfType(
                                        MailException.class,
                                        () -> spool.record(id, new Entry.Released()))
                                .problem())
                .isEqualTo(new Problem.NoSuchMessage(id.value()));
    }

    @Test
    void onlyAMessageWithWhichNothingIsToBeDoneIsClearedAway() throws Exception {
        QueueId id = accept();
        spool.clear(id);
        assertThat(spool.find(id)).isPresent();
        spool.record(id, new Entry.Delivered(0, NOON, "far.test", "250 OK"));
        spool.clear(id);
        assertThat(spool.find(id)).isEmpty();
        try (Stream<Path> left = Files.list(dir.resolve("q"))) {
            assertThat(left).isEmpty();
        }
        spool.clear(id);
    }

    private QueueId accept() throws MailException {
        return spool.accept(ENVELOPE, MESSAGE, Map.of());
    }

    private Problem refusal(Envelope envelope, byte[] message) {
        return catchThrowableOfType(
                        MailException.class, () -> spool.accept(envelope, message, Map.of()))
                .problem();
    }

    private Spool reopened() throws MailException {
        return Spool.open(dir, SMALL, InstantSource.fixed(NOON));
    }

    private Path env(QueueId id) throws IOException {
        Path file = dir.resolve("q").resolve(id + ".env");
        assertThat(file).exists();
        return file;
    }

    private static List<Path> files(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.toList();
        }
    }
}
