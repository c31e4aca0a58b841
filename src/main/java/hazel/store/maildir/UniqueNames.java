package hazel.store.maildir;

import hazel.store.local.HostName;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Names for new messages that no other delivery on any host makes: time, process, a counter,
/// random octets, and the host. The random part keeps them apart where a clock was set back.
public final class UniqueNames implements Supplier<String> {

    private static final AtomicLong COUNTER = new AtomicLong();

    private final Clock clock;

    public UniqueNames(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String get() {
        Instant now = clock.instant();
        return "%d.M%06dP%dQ%dR%08x.%s"
                .formatted(
                        now.getEpochSecond(),
                        now.getNano() / 1000,
                        ProcessHandle.current().pid(),
                        COUNTER.incrementAndGet(),
                        Chance.RANDOM.nextInt(),
                        hostName());
    }

    /// Wanted by who delivers, and not by who only reads.
    private static final class Chance {
        static final SecureRandom RANDOM = new SecureRandom();

        private Chance() {}
    }

    /// The format cannot hold `/` and `:` in a name.
    private static String hostName() {
        return HostName.get().orElse("localhost").replace("/", "\\057").replace(":", "\\072");
    }
}
