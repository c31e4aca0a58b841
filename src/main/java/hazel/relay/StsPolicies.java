package hazel.relay;

import hazel.dns.Answer;
import hazel.dns.DomainName;
import hazel.dns.MtaSts;
import hazel.dns.RecordType;
import hazel.dns.Resolver;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// The MTA-STS policies of domains (RFC 8461), remembered for as long as each says, so that whoever
/// can make a policy disappear for a moment gains nothing. One that is a day old is fetched again,
/// long before it ends, and holds on where that does not work (section 5.1). Used by many threads
/// at once; see [Memory].
final class StsPolicies {

    private static final int MOST = 10_000;

    /// RFC 8461 section 3.2.
    private static final long LONGEST_SECONDS = 31_557_600;

    private static final Duration FRESH = Duration.ofDays(1);

    /// How long nobody tries again after a fetch that did not work (RFC 8461 section 3.3).
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final InstantSource clock;
    private volatile Runnable learning = () -> {};
    private final SequencedMap<DomainName, Kept> kept =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<DomainName, Kept> eldest) {
                    return size() > MOST;
                }
            };

    /// @param fetched when the domain's server last said so
    /// @param tried when it was last asked
    private record Kept(String id, MtaSts.Policy policy, Instant fetched, Instant tried) {

        boolean holds(Instant now) {
            return fetched.plusSeconds(Math.min(policy.maxAge(), LONGEST_SECONDS)).isAfter(now);
        }

        /// A time to come is as strange as one long ago: the clock was moved.
        boolean isToBeAsked(Instant now) {
            return isPast(fetched, FRESH, now) && isPast(tried, PAUSE, now);
        }

        private static boolean isPast(Instant time, Duration span, Instant now) {
            return Duration.between(time, now).abs().compareTo(span) >= 0;
        }

        Kept triedAt(Instant now) {
            return new Kept(id, policy, fetched, now);
        }
    }

    StsPolicies(InstantSource clock) {
        this.clock = clock;
    }

    /// Whom to tell when a policy was fetched: one that is in no file yet is forgotten by a process
    /// that dies.
    void onLearning(Runnable listener) {
        learning = listener;
    }

    /// The policy in force; empty where there is none. Blocks.
    Optional<MtaSts.Policy> of(
            DomainName domain, Resolver resolver, Supplier<MtaSts.Source> source) {
        Answer answer = resolver.ask(domain.child("_mta-sts"), RecordType.TXT);
        Optional<String> id = MtaSts.id(answer);
        Instant now = clock.instant();
        Optional<Kept> before = known(domain, now);
        boolean isKnown =
                before.filter(k -> id.isEmpty() || k.id.equals(id.get()))
                        .filter(k -> id.isEmpty() || !k.isToBeAsked(now))
                        .isPresent();
        if (id.isEmpty() || isKnown) {
            return before.map(Kept::policy);
        }
        MtaSts.Fetched fetched = source.get().fetch(domain);
        Optional<MtaSts.Policy> policy =
                fetched.trouble().isEmpty() ? MtaSts.Policy.read(fetched.text()) : Optional.empty();
        policy.map(p -> new Kept(id.get(), p, now, now))
                .or(() -> before.map(k -> k.triedAt(now)))
                .ifPresent(k -> keep(domain, k));
        if (policy.isPresent()) {
            learning.run();
        }
        return policy.or(() -> before.map(Kept::policy));
    }

    private synchronized Optional<Kept> known(DomainName domain, Instant now) {
        return Optional.ofNullable(kept.get(domain)).filter(k -> k.holds(now));
    }

    private synchronized void keep(DomainName domain, Kept policy) {
        kept.remove(domain);
        kept.put(domain, policy);
    }

    /// For [Memory], those that hold.
    synchronized List<Memory.Line> written() {
        Instant now = clock.instant();
        List<Memory.Line> lines = new ArrayList<>();
        kept.reversed()
                .forEach((domain, k) -> {
                    if (k.holds(now)) {
                        List<String> words = new ArrayList<>();
                        words.addAll(List.of("P", domain.text(), k.id, k.policy.mode()));
                        words.add(Long.toString(k.policy.maxAge()));
                        words.add(k.fetched.toString());
                        words.addAll(k.policy.mx());
                        lines.add(new Memory.Line(words));
                    }
                });
        return lines;
    }

    /// @throws IllegalArgumentException where no such line was written
    void learn(Memory.Line line) {
        List<String> words = line.words();
        if (words.size() < 6) {
            throw new IllegalArgumentException("a policy is cut off");
        }
        try {
            var policy =
                    new MtaSts.Policy(
                            words.get(3),
                            words.subList(6, words.size()),
                            Long.parseLong(words.get(4)));
            Instant fetched = Instant.parse(words.get(5));
            keep(
                    DomainName.of(words.get(1)),
                    new Kept(words.get(2), policy, fetched, Instant.EPOCH));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
