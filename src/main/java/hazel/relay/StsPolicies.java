package hazel.relay;

import hazel.dns.Answer;
import hazel.dns.DomainName;
import hazel.dns.MtaSts;
import hazel.dns.RecordType;
import hazel.dns.Resolver;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The MTA-STS policies of domains (RFC 8461), remembered for as long as each says, so that whoever
/// can make a policy disappear for a moment gains nothing. Used by many threads at once; forgotten
/// when the relay ends.
final class StsPolicies {

    private static final int MOST = 10_000;

    /// RFC 8461 section 3.2.
    private static final long LONGEST_SECONDS = 31_557_600;

    private final InstantSource clock;
    private final Map<DomainName, Kept> kept =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<DomainName, Kept> eldest) {
                    return size() > MOST;
                }
            };

    private record Kept(String id, MtaSts.Policy policy, Instant until) {}

    StsPolicies(InstantSource clock) {
        this.clock = clock;
    }

    /// The policy in force; empty where there is none. Blocks.
    Optional<MtaSts.Policy> of(
            DomainName domain, Resolver resolver, Supplier<MtaSts.Source> source) {
        Answer answer = resolver.ask(domain.child("_mta-sts"), RecordType.TXT);
        Optional<String> id = MtaSts.id(answer);
        Optional<Kept> before = known(domain);
        if (id.isEmpty() || before.filter(k -> k.id.equals(id.get())).isPresent()) {
            return before.map(Kept::policy);
        }
        MtaSts.Fetched fetched = source.get().fetch(domain);
        Optional<MtaSts.Policy> policy =
                fetched.trouble().isEmpty() ? MtaSts.Policy.read(fetched.text()) : Optional.empty();
        policy.ifPresent(p -> keep(domain, id.get(), p));
        return policy.or(() -> before.map(Kept::policy));
    }

    private synchronized Optional<Kept> known(DomainName domain) {
        return Optional.ofNullable(kept.get(domain)).filter(k -> k.until.isAfter(clock.instant()));
    }

    private synchronized void keep(DomainName domain, String id, MtaSts.Policy policy) {
        kept.remove(domain);
        long seconds = Math.min(policy.maxAge(), LONGEST_SECONDS);
        kept.put(domain, new Kept(id, policy, clock.instant().plusSeconds(seconds)));
    }
}
