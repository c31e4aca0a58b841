package hazel.verify;

import hazel.dns.Addresses;
import hazel.dns.Answer;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.RecordType;
import hazel.dns.Resolver;
import hazel.verify.SpfRecord.Mechanism;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Whether an address may send mail for a domain (RFC 7208).
///
/// @param domain that was asked: of the envelope's sender, or of the HELO name where that is empty
/// @param reason in a few words, with words from the DNS: to be made harmless
public record Spf(Result result, String domain, String reason) {

    /// RFC 7208 section 4.6.4.
    private static final int MOST_LOOKUPS = 10;

    private static final int MOST_VOID = 2;

    /// Checks the client of a message. Blocks while the DNS is asked.
    ///
    /// @param sender of the envelope, without angle brackets; empty where it has none
    public static Spf check(InetAddress client, String sender, String helo, Resolver resolver) {
        int at = sender.lastIndexOf('@');
        String domain = at < 0 ? helo : sender.substring(at + 1);
        String local = at < 1 ? "postmaster" : sender.substring(0, at);
        Optional<DomainName> name = name(domain);
        if (name.isEmpty()) {
            return new Spf(Result.NONE, domain, "'" + domain + "' is no domain");
        }
        var evaluation = new Evaluation(client, local + "@" + domain, helo, resolver, name.get());
        try {
            return evaluation.of(name.get()).in(domain, client);
        } catch (Ended e) {
            return new Spf(e.result, domain, e.reason);
        }
    }

    /// A domain of at least two labels; of what a sender may be, the rest is none.
    private static Optional<DomainName> name(String domain) {
        DomainName name = DomainName.of(domain);
        return isName(name) && name.labels().size() > 1 && !domain.startsWith("[")
                ? Optional.of(name)
                : Optional.empty();
    }

    private static boolean isName(DomainName name) {
        List<String> labels = name.labels();
        return name.text().length() <= 253
                && !labels.isEmpty()
                && labels.stream().allMatch(l -> !l.isEmpty() && l.length() <= 63)
                && name.text().chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /// What holds for the whole, wherever it was found.
    private static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        private final Result result;
        private final String reason;

        Ended(Result result, String reason) {
            super(reason, null, false, false);
            this.result = result;
            this.reason = reason;
        }
    }

    private record Outcome(Result result, String mechanism, DomainName record) {
        Spf in(String domain, InetAddress client) {
            String text = Addresses.text(client);
            return new Spf(
                    result,
                    domain,
                    switch (result) {
                        case NONE -> domain + " has no SPF record";
                        case PASS -> record + " permits " + text + " by '" + mechanism + "'";
                        case FAIL, SOFTFAIL ->
                                record + " does not permit " + text + " (" + mechanism + ")";
                        default -> record + " says nothing about " + text;
                    });
        }
    }

    private static final class Evaluation {
        private final InetAddress client;
        private final Resolver resolver;
        private final SpfMacros macros;
        private int lookups;
        private int voids;

        Evaluation(
                InetAddress client,
                String sender,
                String helo,
                Resolver resolver,
                DomainName domain) {
            this.client = client;
            this.resolver = resolver;
            this.macros = new SpfMacros(sender, helo, client, () -> validated(domain));
        }

        Outcome of(DomainName domain) throws Ended {
            Optional<SpfRecord> found = record(domain);
            if (found.isEmpty()) {
                return new Outcome(Result.NONE, "", domain);
            }
            for (Mechanism mechanism : found.get().mechanisms()) {
                if (fits(mechanism, domain)) {
                    return new Outcome(mechanism.qualified(), mechanism.name(), domain);
                }
            }
            if (found.get().redirect().isEmpty()) {
                return new Outcome(Result.NEUTRAL, "", domain);
            }
            count(domain);
            DomainName target = macros.domain(found.get().redirect().get(), domain);
            Outcome there = isName(target) ? of(target) : new Outcome(Result.NONE, "", target);
            if (there.result() == Result.NONE) {
                throw new Ended(
                        Result.PERMERROR,
                        domain + " goes on to " + target + ", which has no record");
            }
            return there;
        }

        private Optional<SpfRecord> record(DomainName domain) throws Ended {
            Answer answer = asked(domain, RecordType.TXT);
            List<String> records =
                    answer.all(Data.Text.class).stream()
                            .map(Data.Text::text)
                            .filter(t -> t.regionMatches(true, 0, SpfRecord.VERSION, 0, 6))
                            .filter(t -> t.length() == 6 || t.charAt(6) == ' ')
                            .toList();
            if (records.size() > 1) {
                throw new Ended(Result.PERMERROR, domain + " has more than one SPF record");
            }
            if (records.isEmpty()) {
                return Optional.empty();
            }
            Optional<SpfRecord> record = SpfRecord.parse(records.getFirst());
            if (record.isEmpty()) {
                throw new Ended(
                        Result.PERMERROR, "the SPF record of " + domain + " makes no sense");
            }
            return record;
        }

        private void count(DomainName domain) throws Ended {
            lookups++;
            if (lookups > MOST_LOOKUPS) {
                throw new Ended(
                        Result.PERMERROR,
                        "the SPF record of " + domain + " needs more than ten look-ups");
            }
        }

        private Answer asked(DomainName name, RecordType type) throws Ended {
            if (!isName(name)) {
                return new Answer.NoSuchName(List.of(), Answer.Marks.NONE);
            }
            Answer answer = resolver.ask(name, type);
            if (answer instanceof Answer.NoAnswer(var reason)) {
                throw new Ended(Result.TEMPERROR, reason);
            }
            return answer;
        }

        /// For the questions of a mechanism: those that find nothing are few in an honest record.
        private Answer counted(DomainName name, RecordType type) throws Ended {
            Answer answer = asked(name, type);
            if (!(answer instanceof Answer.Found) && ++voids > MOST_VOID) {
                throw new Ended(
                        Result.PERMERROR, "the SPF record asks for too much that is not there");
            }
            return answer;
        }

        private boolean fits(Mechanism mechanism, DomainName domain) throws Ended {
            if (mechanism.name().equals("all")) {
                return true;
            }
            if (mechanism.network().isPresent()) {
                return SpfRecord.isWithin(client, mechanism.network().get(), mechanism.length4());
            }
            count(domain);
            DomainName target =
                    mechanism.domain().isEmpty()
                            ? domain
                            : macros.domain(mechanism.domain(), domain);
            return switch (mechanism.name()) {
                case "include" -> includes(domain, target);
                case "exists" -> counted(target, RecordType.A) instanceof Answer.Found;
                case "ptr" -> names().stream().anyMatch(n -> n.isWithin(target));
                case "mx" -> mx(target, mechanism);
                default -> has(mechanism, counted(target, addressType()));
            };
        }

        private boolean includes(DomainName domain, DomainName target) throws Ended {
            Result there = isName(target) ? of(target).result() : Result.NONE;
            if (there == Result.NONE) {
                throw new Ended(
                        Result.PERMERROR, domain + " includes " + target + ", which has no record");
            }
            return there == Result.PASS;
        }

        private RecordType addressType() {
            return client.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
        }

        private boolean has(Mechanism mechanism, Answer answer) {
            int length =
                    client.getAddress().length == 4 ? mechanism.length4() : mechanism.length6();
            return answer.all(Data.Host.class).stream()
                    .anyMatch(h -> SpfRecord.isWithin(client, h.address(), length));
        }

        private boolean mx(DomainName target, Mechanism mechanism) throws Ended {
            List<DomainName> hosts =
                    counted(target, RecordType.MX).all(Data.Mx.class).stream()
                            .map(Data.Mx::exchange)
                            .toList();
            if (hosts.size() > MOST_LOOKUPS) {
                throw new Ended(Result.PERMERROR, target + " has more than ten mail servers");
            }
            for (DomainName host : hosts) {
                if (has(mechanism, counted(host, addressType()))) {
                    return true;
                }
            }
            return false;
        }

        /// The client's names that lead back to its address; what cannot be asked has none.
        private List<DomainName> names() {
            return resolver
                    .ask(DomainName.reverse(client), RecordType.PTR)
                    .all(Data.Pointer.class)
                    .stream()
                    .map(Data.Pointer::name)
                    .limit(MOST_LOOKUPS)
                    .filter(name ->
                            resolver.ask(name, addressType()).all(Data.Host.class).stream()
                                    .anyMatch(h -> h.address().equals(client)))
                    .toList();
        }

        /// RFC 7208 section 7.3: the domain itself before one beneath it before any.
        private String validated(DomainName domain) {
            List<DomainName> names = names();
            return names.stream()
                    .filter(domain::equals)
                    .findFirst()
                    .or(() -> names.stream().filter(n -> n.isWithin(domain)).findFirst())
                    .or(() -> names.stream().findFirst())
                    .map(DomainName::text)
                    .orElse("unknown");
        }
    }
}
