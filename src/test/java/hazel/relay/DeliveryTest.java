package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.session.AtHome;
import hazel.route.Directory;
import hazel.route.RouteTable;
import hazel.route.Router;
import hazel.smtp.Dsn;
import hazel.spool.Deposit;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.Limits;
import hazel.spool.QueueId;
import hazel.spool.RetrySchedule;
import hazel.spool.Spool;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Rounds through a real queue, with a clock that stands until it is moved.
class DeliveryTest {

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final byte[] MESSAGE =
            bytes("Subject: Hi\r\nMessage-ID: <1@home.test>\r\n\r\nhi\r\n");

    @TempDir private Path dir;

    private Instant now = START;
    private final List<String> here = new ArrayList<>();
    private final List<String> delivered = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> copies = new ArrayList<>();
    private final List<String> senders = new ArrayList<>();
    private final Map<String, Outcome> answers = new HashMap<>();
    private boolean mailboxWorks = true;
    private final List<String> broken = new ArrayList<>();
    private Directory directory = Directory.EMPTY;
    private List<Duration> delays = Retries.DEFAULT.delays();
    private Map<String, RetrySchedule> schedules = Map.of();
    private Spool spool;

    @BeforeEach
    void open() throws MailException {
        spool = Spool.open(dir, new Limits(1000, 1 << 20, 1 << 20, 10_000, 0), () -> now);
    }

    @Test
    void eachRecipientIsSeenToItsOwnEnd() throws MailException {
        answers.put("nobody@far.test", Outcome.failed("far.test", "550 5.1.1 No such user"));
        answers.put("later@far.test", Outcome.deferred("far.test", "451 4.7.1 Later"));
        QueueId id =
                accept(
                        "bob@far.test",
                        "ada@home.test",
                        "ok@far.test",
                        "nobody@far.test",
                        "later@far.test");
        delivery().round();
        assertThat(here).containsExactly("ada");
        assertThat(sent).containsExactly("ok@far.test,nobody@far.test,later@far.test");
        assertThat(states(id)).isEqualTo("DELIVERED DELIVERED FAILED WAITING");
        delivery().round();
        assertThat(sent).last().isEqualTo("bob@far.test");
        now = now.plus(Duration.ofMinutes(15));
        answers.clear();
        delivery().round();
        assertThat(sent).last().isEqualTo("later@far.test");
        assertThat(sent).hasSize(3);
        assertThat(spool.items()).isEmpty();
        assertThat(here).containsExactly("ada");
    }

    @Test
    void aBounceGoesThroughTheQueueToTheSender() throws MailException {
        answers.put("nobody@far.test", Outcome.failed("far.test", "550 5.1.1 No such user"));
        accept("ada@home.test", "nobody@far.test");
        delivery().round();
        Item bounce = spool.items().findFirst().orElseThrow();
        assertThat(bounce.reversePath()).isEmpty();
        assertThat(bounce.envelope().forwardPaths()).containsExactly(address("ada@home.test"));
        assertThat(text(spool.message(bounce.id())))
                .contains(
                        "Final-Recipient: rfc822; nobody@far.test\r\n"
                                + "Action: failed\r\n"
                                + "Status: 5.1.1\r\n");
        delivery().round();
        assertThat(here).containsExactly("ada");
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void aBounceThatFailsIsHeldAndNeverAnswered() throws MailException {
        answers.put("bob@far.test", Outcome.failed("far.test", "550 5.1.1 No such user"));
        QueueId id = spool.accept(envelope(Optional.empty(), "bob@far.test"), MESSAGE, Map.of());
        delivery().round();
        assertThat(item(id).held()).contains(Settling.DEAD_BOUNCE);
        assertThat(spool.items()).hasSize(1);
        now = now.plus(Duration.ofDays(8));
        delivery().round();
        assertThat(spool.items()).isEmpty();
        assertThat(sent).containsExactly("bob@far.test");
    }

    @Test
    void attemptsFollowTheScheduleUntilItGivesUp() throws MailException {
        answers.put("bob@far.test", Outcome.deferred("far.test", "451 4.3.2 Not now"));
        accept("ada@home.test", "bob@far.test");
        delays = List.of();
        Delivery delivery = delivery();
        List<Double> minutes = new ArrayList<>();
        Optional<Instant> next = Optional.of(START);
        while (next.isPresent() && sent.size() == minutes.size()) {
            now = next.get();
            next = delivery.round();
            minutes.add(Duration.between(START, now).toSeconds() / 60.0);
        }
        minutes.removeLast(); // that round delivered the bounce
        List<Double> golden =
                new ArrayList<>(
                        List.of(
                                0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0, 105.0, 120.0, 180.0, 270.0,
                                405.0, 607.5, 911.25));
        for (double at = 1366.875; at < 6100; at += 360) {
            golden.add(at);
        }
        assertThat(minutes).hasSize(28).hasSameSizeAs(golden);
        for (int i = 0; i < golden.size(); i++) {
            assertThat(minutes.get(i)).isCloseTo(golden.get(i), within(0.02)); // whole seconds
        }
        assertThat(sent).hasSize(28);
        assertThat(delivered.getFirst())
                .contains("Status: 4.4.7\r\n")
                .contains("far.test last said: 451 4.3.2 Not now");
    }

    @Test
    void eachDomainMayHaveItsOwnSchedule() throws MailException {
        schedules =
                Map.of(
                        "far.test",
                        new RetrySchedule(
                                List.of(
                                        new RetrySchedule.Step(
                                                Duration.ofMinutes(4), Duration.ofMinutes(2), 1))));
        answers.put("bob@far.test", Outcome.deferred("far.test", "451 4.3.2 Not now"));
        answers.put("eve@other.test", Outcome.deferred("other.test", "451 4.3.2 Not now"));
        QueueId id = accept("ada@home.test", "bob@far.test", "eve@other.test");
        for (int i = 0; i < 3; i++) {
            delivery().round();
            now = now.plus(Duration.ofMinutes(2));
        }
        assertThat(states(id)).isEqualTo("FAILED WAITING");
        assertThat(item(id).notBefore()).isEqualTo(START.plus(Duration.ofMinutes(19)));
    }

    @Test
    void theSenderIsToldOfADelayTwiceAndASenderOfListsNever() throws MailException {
        answers.put("bob@far.test", Outcome.deferred("far.test", "451 4.3.2 Not now"));
        accept("ada@home.test", "bob@far.test");
        byte[] list = bytes("Subject: News\r\nList-Id: <x.test>\r\n\r\nhi\r\n");
        spool.accept(
                envelope(Optional.of(address("grace@home.test")), "bob@far.test"), list, Map.of());
        for (Duration age = Duration.ZERO; age.toHours() < 60; age = age.plusHours(6)) {
            now = START.plus(age);
            delivery().round();
            delivery().round();
        }
        assertThat(here).containsExactly("ada", "ada");
        assertThat(delivered.getFirst())
                .contains("Subject: Delayed mail: still being tried\r\n")
                .contains("Action: delayed\r\nStatus: 4.3.2\r\n")
                .contains("Will-Retry-Until: ");
    }

    @Test
    void aReportOfDeliveryIsMadeForWhoAskedAndForNobodyElse() throws MailException {
        directory = Directory.of(Map.of("crew", items("ada", "grace")));
        answers.put(
                "old@far.test",
                Outcome.delivered("far.test", "250 OK").reporting(/* isItsTask= */ false));
        answers.put(
                "new@far.test",
                Outcome.delivered("far.test", "250 OK").reporting(/* isItsTask= */ true));
        answers.put("no@far.test", Outcome.failed("far.test", "550 5.1.1 No"));
        var success = new Dsn.OfRecipient(Set.of(Dsn.Notify.SUCCESS), Optional.empty());
        var never = new Dsn.OfRecipient(Set.of(Dsn.Notify.NEVER), Optional.empty());
        var dsn =
                new Dsn(
                        Set.of(),
                        Optional.empty(),
                        Optional.of("e1"),
                        Map.of(
                                address("grace@home.test"), success,
                                address("crew@home.test"), success,
                                address("old@far.test"), success,
                                address("new@far.test"), success,
                                address("no@far.test"), never));
        spool.accept(
                new Deposit(
                        spool.newId(),
                        envelope(
                                Optional.of(address("ada@home.test")),
                                "grace@home.test",
                                "crew@home.test",
                                "old@far.test",
                                "new@far.test",
                                "no@far.test"),
                        dsn,
                        Map.of(),
                        now),
                MESSAGE);
        delivery().round();
        delivery().round();
        assertThat(delivered.getLast())
                .contains("Original-Envelope-Id: e1\r\n")
                .contains("Final-Recipient: rfc822; grace@home.test\r\nAction: delivered\r\n")
                .contains("Final-Recipient: rfc822; crew@home.test\r\nAction: expanded\r\n")
                .contains("Final-Recipient: rfc822; old@far.test\r\nAction: relayed\r\n")
                .doesNotContain("new@far.test")
                .doesNotContain("no@far.test");
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void aMachineThatSleptForAWeekTriesAgainBeforeItGivesUp() throws MailException {
        answers.put("bob@far.test", Outcome.deferred("far.test", "451 4.3.2 Not now"));
        QueueId id = accept("ada@home.test", "bob@far.test");
        now = now.plus(Duration.ofDays(7));
        delivery().round();
        assertThat(states(id)).isEqualTo("WAITING");
        now = now.plus(Duration.ofHours(6));
        delivery().round();
        assertThat(states(id)).isEqualTo("WAITING");
    }

    @Test
    void aClockThatJumpsTenYearsAheadGivesNothingUpAtOnce() throws MailException {
        answers.put("bob@far.test", Outcome.deferred("far.test", "451 4.3.2 Not now"));
        QueueId id = accept("ada@home.test", "bob@far.test");
        Delivery delivery = delivery();
        for (int i = 0; i < 5; i++) {
            delivery.round();
            now = now.plus(Duration.ofMinutes(15));
        }
        now = now.plus(Duration.ofDays(3652));
        for (int i = 0; i < Settling.MIN_ATTEMPTS - 1; i++) {
            delivery.round();
            assertThat(states(id)).isEqualTo("WAITING");
            now = now.plus(Duration.ofHours(6));
        }
        assertThat(sent.stream().filter("bob@far.test"::equals)).hasSize(7);
        delivery.round();
        assertThat(spool.find(id)).isEmpty();
    }

    @Test
    void aClockThatIsSetBackKeepsNoMailAndStartsNoStorm() throws MailException {
        answers.put("bob@far.test", Outcome.deferred("far.test", "451 4.3.2 Not now"));
        accept("ada@home.test", "bob@far.test");
        Delivery delivery = delivery();
        delivery.round();
        now = now.plus(Duration.ofDays(3652));
        delays = List.of();
        QueueId ahead = accept("ada@home.test", "bob@far.test");
        delivery.round();
        now = START.plus(Duration.ofHours(1));
        sent.clear();
        delivery.round();
        assertThat(sent).containsExactly("bob@far.test", "bob@far.test");
        delivery.round();
        assertThat(sent).hasSize(2);
        assertThat(item(ahead).notBefore()).isEqualTo(now.plus(Duration.ofMinutes(15)));
        now = now.plus(Duration.ofMinutes(15));
        answers.clear();
        delivery.round();
        assertThat(sent).hasSize(4);
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void aRelayThatStartsAfterTheClockWasSetBackKeepsNoMailEither() throws MailException {
        now = START.plus(Duration.ofDays(3652));
        QueueId ahead = accept("ada@home.test", "bob@far.test");
        now = START;
        answers.put("bob@far.test", Outcome.deferred("far.test", "451 4.3.2 Not now"));
        delivery().round();
        assertThat(sent).isEmpty();
        Delivery delivery = delivery();
        delivery.recover();
        for (Optional<Instant> next = Optional.of(now); next.isPresent(); ) {
            now = next.get();
            next = delivery.round();
        }
        assertThat(sent.stream().filter("bob@far.test"::equals)).hasSize(28);
        assertThat(spool.find(ahead)).isEmpty();
        assertThat(Duration.between(START, now).toDays()).isBetween(4L, 5L);
    }

    @Test
    void whoSaysThatTheTroubleIsOverIsHeard() throws Exception {
        QueueId id = accept("bob@far.test", "ada@home.test");
        Path file = dir.resolve("q").resolve(id + ".msg");
        Files.move(file, dir.resolve("kept"));
        Delivery delivery = delivery();
        delivery.round();
        Files.move(dir.resolve("kept"), file);
        delivery.round();
        assertThat(here).isEmpty();
        now = now.plusSeconds(1);
        RelayQueue.in(dir, () -> now).flush();
        delivery.round();
        assertThat(here).containsExactly("ada");
    }

    @Test
    void manyRecipientsGoInTransactionsOfAHundred() throws MailException {
        String[] many =
                IntStream.range(0, 250).mapToObj(i -> "u" + i + "@far.test").toArray(String[]::new);
        accept("ada@home.test", many);
        delivery().round();
        assertThat(sent).hasSize(3);
        assertThat(sent).map(s -> s.split(",").length).containsExactly(100, 100, 50);
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void withoutASmarthostMailForElsewhereIsHeldUntilThereIsOne() throws MailException {
        QueueId id = accept("bob@far.test", "ada@home.test", "eve@far.test");
        delivery(nowhere()).round();
        assertThat(here).containsExactly("ada");
        assertThat(item(id).held()).contains("no smarthost");
        Delivery later = delivery();
        later.recover();
        later.round();
        assertThat(sent).containsExactly("eve@far.test");
        assertThat(here).containsExactly("ada");
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void aMailboxThatCannotBeWrittenToKeepsTheMailWaiting() throws MailException {
        mailboxWorks = false;
        QueueId id = accept("bob@far.test", "ada@home.test");
        delivery().round();
        assertThat(states(id)).isEqualTo("WAITING");
        assertThat(item(id).recipients().getFirst().reply())
                .isEqualTo("451 4.3.0 the disk is full");
        mailboxWorks = true;
        now = now.plus(Duration.ofMinutes(15));
        delivery().round();
        assertThat(here).containsExactly("ada");
    }

    @Test
    void whatWasDeliveredHereBeforeIsALoop() throws MailException {
        var envelope = envelope(Optional.of(address("bob@far.test")), "ada@home.test");
        spool.accept(envelope, bytes("delivered-to: ADA@home.test\r\n\r\nhi\r\n"), Map.of());
        delivery().round();
        assertThat(here).isEmpty();
        assertThat(text(spool.items().map(i -> message(i.id())).findFirst().orElseThrow()))
                .contains("Status: 5.4.6\r\n");
    }

    @Test
    void aHostThatHangsKeepsNobodyElsesMail() throws Exception {
        var hang = new CountDownLatch(1);
        var fast = new CountDownLatch(3);
        Delivery.Hops hops =
                _ ->
                        parcel -> {
                            if (parcel.envelope().forwardPaths().contains(address("a@slow.test"))) {
                                await(hang);
                            } else {
                                fast.countDown();
                            }
                            return parcel.all(Outcome.delivered("far.test", "250 OK"));
                        };
        accept("ada@home.test", "a@slow.test");
        for (int i = 0; i < 3; i++) {
            accept("ada@home.test", "a@far.test");
        }
        Delivery delivery = delivery(router(directory), hops, 2);
        delivery.begin();
        assertThat(fast.await(60, TimeUnit.SECONDS)).isTrue();
        hang.countDown();
        delivery.round();
        assertThat(spool.items()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatHasPassedAHundredRelaysIsALoop() throws MailException {
        byte[] message = bytes("Received: by x; y\r\n".repeat(101) + "\r\nhi\r\n");
        spool.accept(
                envelope(Optional.of(address("ada@home.test")), "bob@far.test"), message, Map.of());
        delivery().round();
        delivery().round();
        assertThat(sent).isEmpty();
        assertThat(delivered.getFirst()).contains("Status: 5.4.6\r\n");
    }

    @Test
    void anAttemptCutOffByACrashIsMadeAgain() throws MailException {
        QueueId id = accept("ada@home.test", "bob@far.test", "eve@far.test");
        spool.record(
                id,
                new Entry.Started(now, "mx.test"),
                new Entry.Delivered(0, now, "far.test", "250 OK"));
        delivery().round();
        assertThat(sent).containsExactly("eve@far.test");
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void aMessageWhoseFileIsGoneStopsNoOther() throws Exception {
        QueueId broken = accept("bob@far.test", "ada@home.test");
        Files.delete(dir.resolve("q").resolve(broken + ".msg"));
        now = now.plusMillis(1);
        accept("bob@far.test", "grace@home.test");
        Delivery delivery = delivery();
        assertThat(delivery.round()).contains(now.plus(Duration.ofMinutes(15)));
        assertThat(here).containsExactly("grace");
        assertThat(states(broken)).isEqualTo("WAITING");
        assertThat(item(broken).sending()).isEmpty();
    }

    @Test
    void postmasterMayBeAUserWhoReadsItAll() throws MailException {
        accept("bob@far.test", "postmaster@localhost", "Grace+x@HOME.test");
        delivery().round();
        assertThat(here).containsExactly("ada", "grace");
    }

    private static Router nowhere() {
        return new Router(
                AtHome.LOCALS.router().residents(),
                Directory.EMPTY,
                RouteTable.NONE,
                Optional.empty(),
                Set.of());
    }

    @Test
    void anAliasGivesACopyToEachPlaceOnceAndOnlyWhatIsMissingIsTriedAgain() throws MailException {
        directory =
                Directory.of(
                        Map.of(
                                "crew",
                                items("ada", "grace", "bob@far.test", "eve@far.test"),
                                "all",
                                items("crew", "ada")));
        answers.put("eve@far.test", Outcome.deferred("far.test", "451 4.3.2 Not now"));
        QueueId id = accept("bob@far.test", "all@home.test", "ada@home.test", "BOB@far.test");
        delivery().round();
        assertThat(here).containsExactly("ada", "grace");
        assertThat(sent).containsExactly("BOB@far.test", "eve@far.test");
        assertThat(states(id)).isEqualTo("DELIVERED DELIVERED DELIVERED WAITING");
        now = now.plus(Duration.ofMinutes(15));
        answers.clear();
        delivery().round();
        assertThat(here).hasSize(2);
        assertThat(sent).last().isEqualTo("eve@far.test");
        assertThat(copies.getFirst()).startsWith("Subject: Hi");
        assertThat(copies.getLast()).startsWith("Delivered-To: all@home.test\r\nSubject: Hi");
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void ofAListWithOneBrokenMailboxTheOthersGetNoSecondCopy() throws MailException {
        directory = Directory.of(Map.of("crew", items("ada", "grace")));
        QueueId id = accept("bob@far.test", "crew@home.test");
        broken.add("grace");
        delivery().round();
        assertThat(here).containsExactly("ada");
        assertThat(states(id)).isEqualTo("WAITING");
        broken.clear();
        now = now.plus(Duration.ofMinutes(15));
        delivery().round();
        assertThat(here).containsExactly("ada", "grace");
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void failuresOfAListWithAnOwnerAreForTheOwnerAndNotForTheSender() throws MailException {
        directory =
                Directory.of(
                        Map.of(
                                "crew",
                                items("ada", "no@far.test", "ok@far.test"),
                                "owner-crew",
                                items("grace")));
        answers.put("no@far.test", Outcome.failed("far.test", "550 5.1.1 No such user"));
        Dsn wishes =
                new Dsn(
                        Set.of(Dsn.Notify.SUCCESS, Dsn.Notify.FAILURE),
                        Optional.empty(),
                        Optional.of("envelope1"),
                        Map.of());
        var envelope =
                envelope(Optional.of(address("bob@far.test")), "crew@home.test", "no@far.test");
        spool.accept(new Deposit(spool.newId(), envelope, wishes, Map.of(), now), MESSAGE);
        for (int i = 0; i < 3; i++) {
            delivery().round();
        }
        assertThat(senders)
                .containsExactly(
                        "bob@far.test -> no@far.test",
                        "owner-crew@home.test -> ok@far.test",
                        "<> -> bob@far.test",
                        "<> -> bob@far.test");
        assertThat(delivered.getFirst()).startsWith("Return-Path: <owner-crew@home.test>\r\n");
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void whoIsOnlyOnAListWithAnOwnerIsReportedToTheOwnerAndABounceStaysOne() throws MailException {
        directory =
                Directory.of(Map.of("crew", items("no@far.test"), "owner-crew", items("grace")));
        answers.put("no@far.test", Outcome.failed("far.test", "550 5.1.1 No such user"));
        accept("bob@far.test", "crew@home.test");
        delivery().round();
        delivery().round();
        assertThat(senders).containsExactly("owner-crew@home.test -> no@far.test");
        assertThat(here).containsExactly("grace");
        assertThat(delivered.getFirst())
                .startsWith("Return-Path: <>\r\n")
                .contains("Final-Recipient: rfc822; no@far.test\r\n");
        assertThat(spool.items()).isEmpty();
        senders.clear();
        spool.accept(envelope(Optional.empty(), "crew@home.test"), MESSAGE, Map.of());
        delivery().round();
        assertThat(senders).containsExactly("<> -> no@far.test");
    }

    @Test
    void whatAnAliasMayNotDoComesBackToTheSender() throws MailException {
        directory = Directory.of(Map.of("run", items("|/bin/true")));
        accept("ada@home.test", "run@home.test");
        delivery().round();
        delivery().round();
        assertThat(delivered.getFirst())
                .contains("Not permitted: mail to commands is not permitted here");
    }

    private static List<hazel.route.Item> items(String... written) {
        return List.of(written).stream().map(hazel.route.Item::of).toList();
    }

    @Test
    void aCrashBetweenFailureAndBounceStillMakesTheBounce() throws MailException {
        QueueId id = accept("ada@home.test", "bob@far.test");
        spool.record(
                id,
                new Entry.Started(now, "mx.test"),
                new Entry.Failed(0, now, "far.test", "550 5.1.1 No such user"));
        Delivery restarted = delivery();
        restarted.recover();
        restarted.round();
        restarted.round();
        assertThat(here).containsExactly("ada");
        assertThat(spool.items()).isEmpty();
    }

    @Test
    void whatIsHeldByHandStaysAndWhatIsReleasedGoes() throws MailException {
        QueueId id = accept("ada@home.test", "bob@far.test");
        RelayQueue queue = RelayQueue.in(dir, () -> now);
        assertThat(queue.hold(id)).isTrue();
        assertThat(queue.hold(id)).isFalse();
        Delivery delivery = delivery();
        delivery.recover();
        delivery.round();
        assertThat(sent).isEmpty();
        assertThat(queue.release(id)).isTrue();
        delivery.round();
        assertThat(sent).containsExactly("bob@far.test");
    }

    @Test
    void flushMakesWhatWaitsDueNow() throws MailException {
        answers.put("bob@far.test", Outcome.deferred("far.test", "451 4.3.2 Not now"));
        accept("ada@home.test", "bob@far.test");
        Delivery delivery = delivery();
        delivery.round();
        delivery.round();
        assertThat(sent).hasSize(1);
        assertThat(RelayQueue.in(dir, () -> now).flush()).isEqualTo(1);
        delivery.round();
        assertThat(sent).hasSize(2);
    }

    @Test
    void whatIsBeingSentCanBeNeitherHeldNorRemoved() throws MailException {
        QueueId id = accept("ada@home.test", "bob@far.test");
        spool.record(id, new Entry.Started(now, "mx.test"));
        RelayQueue queue = RelayQueue.in(dir, () -> now);
        try (var lock = spool.tryLock().orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(queue.hold(id)).isFalse();
            assertThat(queue.remove(id)).isFalse();
            assertThat(queue.flush(id)).isFalse();
        }
        assertThat(queue.remove(id)).isTrue();
        assertThat(queue.list()).isEmpty();
    }

    private Delivery delivery() {
        return delivery(router(directory));
    }

    private static Router router(Directory directory) {
        Router usual = AtHome.LOCALS.router();
        return new Router(usual.residents(), directory, usual.table(), Optional.empty(), Set.of());
    }

    private Delivery delivery(Router router) {
        return delivery(router, _ -> this::send, 1);
    }

    private Delivery delivery(Router router, Delivery.Hops hops, int atOnce) {
        return new Delivery(
                spool,
                new Delivery.Parts(
                        "mx.test",
                        router,
                        new LastStep("mx.test", this::deliver),
                        hops,
                        new Retries(schedules, RetrySchedule.DEFAULT, delays),
                        () -> 0,
                        atOnce,
                        () -> now,
                        new RelayLog(dir, () -> now)),
                () -> {});
    }

    private List<Outcome> send(NextHop.Parcel parcel) {
        List<String> to = parcel.envelope().forwardPaths().stream().map(Address::addrSpec).toList();
        sent.add(String.join(",", to));
        copies.add(text(parcel.message()));
        senders.add(
                parcel.envelope().reversePath().map(Address::addrSpec).orElse("<>")
                        + " -> "
                        + String.join(",", to));
        return to.stream()
                .map(a -> answers.getOrDefault(a, Outcome.delivered("far.test", "250 OK")))
                .toList();
    }

    private void deliver(String user, Address recipient, byte[] message) throws MailException {
        if (!mailboxWorks || broken.contains(user)) {
            throw new MailException(new Problem.CannotWrite("inbox", "the disk is full"));
        }
        here.add(user);
        delivered.add(text(message));
    }

    private QueueId accept(String from, String... to) throws MailException {
        return spool.accept(envelope(Optional.of(address(from)), to), MESSAGE, Map.of());
    }

    private byte[] message(QueueId id) {
        try {
            return spool.message(id);
        } catch (MailException e) {
            throw new AssertionError(e);
        }
    }

    private Item item(QueueId id) throws MailException {
        return spool.find(id).orElseThrow();
    }

    private String states(QueueId id) throws MailException {
        return String.join(" ", item(id).recipients().stream().map(r -> r.state().name()).toList());
    }

    private static Envelope envelope(Optional<Address> from, String... to) {
        return new Envelope(from, List.of(to).stream().map(DeliveryTest::address).toList());
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
