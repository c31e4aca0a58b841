package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.spool.RetrySchedule;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// What is remembered of hosts.
class HostsTest {

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Hosts hosts = new Hosts(new Hosts.Limits(3, 2), RetrySchedule.DEFAULT, () -> now);

    @Test
    void aHostThatStaysDownIsAskedLessAndLess() {
        List<Long> minutes = new ArrayList<>();
        Instant start = now;
        for (int i = 0; i < 12; i++) {
            hosts.failed("mx.far.test", "no answer");
            while (hosts.pause("mx.far.test", Optional.empty()).isPresent()) {
                now = now.plusSeconds(30);
            }
            minutes.add(Duration.between(start, now).toMinutes());
        }
        assertThat(minutes)
                .containsExactly(15L, 30L, 45L, 60L, 75L, 90L, 105L, 120L, 180L, 270L, 405L, 607L);
        hosts.worked("mx.far.test");
        hosts.failed("mx.far.test", "no answer");
        now = now.plus(Duration.ofMinutes(15));
        assertThat(hosts.pause("mx.far.test", Optional.empty())).isEmpty();
        assertThat(hosts.pause("other.test", Optional.empty())).isEmpty();
    }

    @Test
    void aServerThatMayBeAskedOftenIsNotLeftAloneForLong() {
        Duration often = Duration.ofMinutes(5);
        for (int i = 0; i < 12; i++) {
            hosts.failed("smarthost.test", "no answer");
            now = now.plusSeconds(299);
            assertThat(hosts.pause("smarthost.test", Optional.empty(), often)).isPresent();
            now = now.plusSeconds(1);
            assertThat(hosts.pause("smarthost.test", Optional.empty(), often)).isEmpty();
        }
    }

    @Test
    void thereAreNeverMoreConnectionsThanMayBe() throws Exception {
        var toOne = new AtomicInteger();
        var mostToOne = new AtomicInteger();
        var all = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(40);
        for (int i = 0; i < 40; i++) {
            String host = i % 2 == 0 ? "one.test" : "host" + i + ".test";
            Thread.ofVirtual()
                    .start(() -> {
                        try (Hosts.Connection _ = hosts.connection(host)) {
                            most.accumulateAndGet(all.incrementAndGet(), Math::max);
                            if (host.equals("one.test")) {
                                mostToOne.accumulateAndGet(toOne.incrementAndGet(), Math::max);
                            }
                            Thread.yield();
                            if (host.equals("one.test")) {
                                toOne.decrementAndGet();
                            }
                            all.decrementAndGet();
                            done.countDown();
                        } catch (Hosts.Crowded e) {
                            throw new AssertionError(e);
                        }
                    });
        }
        done.await();
        assertThat(most.get()).isBetween(1, 3);
        assertThat(mostToOne.get()).isBetween(1, 2);
    }
}
