package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.route.Way;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Several deliveries to one user.
class LastStepTest {

    private static final int THREADS = 4;
    private static final Letter LETTER = Letter.read("Subject: x\r\n\r\nx\r\n".getBytes(US_ASCII));

    private static List<Outcome> deliverAtOnce(LocalDelivery local) throws Exception {
        var step = new LastStep("mx.test", local);
        var way = new Way.Mailbox("ada", Optional.empty(), address("ada@home.test"));
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Outcome>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(
                        threads.submit(
                                () -> step.take(way, way.recipient(), LETTER, Optional.empty())));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> each : all) {
                outcomes.add(each.get());
            }
            return outcomes;
        }
    }

    @Test
    void areMadeOneAfterAnotherWhereTheMailboxHasToBeWaitedFor() throws Exception {
        var here = new AtomicInteger();
        var most = new AtomicInteger();
        assertThat(
                        deliverAtOnce((_, _, _) -> {
                            most.accumulateAndGet(here.incrementAndGet(), Math::max);
                            Thread.yield();
                            here.decrementAndGet();
                        }))
                .allMatch(o -> o.kind() == Outcome.Kind.DELIVERED);
        assertThat(most).hasValue(1);
    }

    @Test
    void sayWhomTheEnvelopeNamedAndWhereItsAliasesLed() throws Exception {
        Letter forged = LETTER.under("Envelope-To", "eve@far.test").under("Return-Path", "<x@y>");
        var inbox = new Relays.Inbox();
        new LastStep("mx.test", inbox)
                .take(
                        new Way.Mailbox("ada", Optional.empty(), address("ada@home.test")),
                        address("list@home.test"),
                        forged,
                        Optional.of(address("bob@far.test")));
        assertThat(inbox.next().text())
                .isEqualTo(
                        """
                        Return-Path: <bob@far.test>
                        Envelope-To: list@home.test
                        Delivered-To: ada@home.test
                        Subject: x

                        x
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void areMadeTogetherWhereNobodyWaits() throws Exception {
        var all = new CyclicBarrier(THREADS);
        LocalDelivery together =
                new LocalDelivery() {
                    @Override
                    public void deliver(String user, Address recipient, byte[] message) {
                        try {
                            all.await(60, TimeUnit.SECONDS); // who is alone waits for the others
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }

                    @Override
                    public boolean isInTurn(String user) {
                        return false;
                    }
                };
        assertThat(deliverAtOnce(together)).allMatch(o -> o.kind() == Outcome.Kind.DELIVERED);
    }
}
