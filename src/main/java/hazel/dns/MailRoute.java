package hazel.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Where mail for a domain goes, in the order in which a sender tries (RFC 5321 section 5.1): the
/// least preference first, exchanges of equal preference in an order drawn anew for each message,
/// and where the sender is one of them only those before it.
///
/// @param exchanges all of them in that order, also those that cannot be used
public record MailRoute(List<Exchange> exchanges, Outcome outcome) {

    public MailRoute {
        exchanges = List.copyOf(exchanges);
    }

    /// One host of the list.
    ///
    /// @param preference 0 for the domain itself, where it has no MX record
    public record Exchange(int preference, DomainName host, Use use) {

        public List<InetAddress> addresses() {
            return use instanceof Use.Try t ? t.addresses() : List.of();
        }
    }

    /// What a sender does with an exchange.
    public sealed interface Use {

        /// @param addresses in the order to be tried, at least one
        record Try(List<InetAddress> addresses) implements Use {
            public Try {
                addresses = List.copyOf(addresses);
            }
        }

        /// It is the sender, by its name or by an address; loopback is always the sender.
        record Ourselves(List<InetAddress> addresses) implements Use {
            public Ourselves {
                addresses = List.copyOf(addresses);
            }
        }

        /// Its preference is that of the sender or a worse one: mail would come back.
        record BehindOurselves() implements Use {}

        record NoSuchHost() implements Use {}

        /// The name exists and has no address, or none that a host can have.
        record NoAddress() implements Use {}

        /// An IP address is written where a name belongs. It is not connected to.
        record NoName() implements Use {}

        /// RFC 7505, beside other exchanges, where it must not stand.
        record Null() implements Use {}

        record NoAnswer(String reason) implements Use {}
    }

    /// What becomes of mail.
    public sealed interface Outcome {

        /// To be handed to the exchanges, each in turn until one takes it.
        record Deliver() implements Outcome {}

        /// The domain says that it takes none (RFC 7505): `556 5.1.10`.
        record NoMail() implements Outcome {}

        record NoSuchDomain() implements Outcome {}

        /// The domain exists, and no host for its mail does: `5.4.4`.
        record NoHost() implements Outcome {}

        /// The best host is the sender itself, which does not know the domain: `5.4.6`.
        record LoopsBack() implements Outcome {}

        /// What is in the DNS makes no sense.
        record Broken(String reason) implements Outcome {}

        /// Nobody can say now; to be asked again.
        record TryLater(String reason) implements Outcome {}

        /// Whether waiting may help.
        default boolean isTemporary() {
            return this instanceof TryLater;
        }
    }

    /// A connection to be tried.
    public record Target(DomainName host, InetAddress address) {}

    /// All connections to be tried, in order.
    public List<Target> targets() {
        return exchanges.stream()
                .flatMap(e -> e.addresses().stream().map(a -> new Target(e.host(), a)))
                .toList();
    }

    /// @param random draws the order of exchanges of equal preference and of the addresses of one
    public static MailRoute of(MailAnswers answers, Self self, RandomGenerator random) {
        return switch (answers.mx()) {
            case Answer.NoAnswer(var reason) -> none(new Outcome.TryLater(reason));
            case Answer.Broken(_, var reason) -> none(new Outcome.Broken(reason));
            case Answer.NoSuchName _ -> none(new Outcome.NoSuchDomain());
            case Answer.NoData _ ->
                    ordered(answers, List.of(new Data.Mx(0, answers.domain())), self, random);
            case Answer.Found _ -> {
                List<Data.Mx> exchanges = answers.exchanges();
                yield exchanges.size() == 1 && exchanges.getFirst().isNull()
                        ? none(new Outcome.NoMail())
                        : ordered(answers, exchanges, self, random);
            }
        };
    }

    private static MailRoute none(Outcome outcome) {
        return new MailRoute(List.of(), outcome);
    }

    private static MailRoute ordered(
            MailAnswers answers, List<Data.Mx> list, Self self, RandomGenerator random) {
        List<Exchange> all = new ArrayList<>();
        for (Data.Mx mx : shuffled(list, random)) {
            all.add(new Exchange(mx.preference(), mx.exchange(), use(mx, answers, self, random)));
        }
        OptionalInt own =
                all.stream()
                        .filter(e -> e.use() instanceof Use.Ourselves)
                        .mapToInt(Exchange::preference)
                        .min();
        List<Exchange> kept =
                own.isEmpty() ? all : all.stream().map(e -> behind(e, own.getAsInt())).toList();
        return new MailRoute(kept, outcome(kept, own.isPresent()));
    }

    /// @param sorted by preference
    private static List<Data.Mx> shuffled(List<Data.Mx> sorted, RandomGenerator random) {
        List<Data.Mx> all = new ArrayList<>(sorted);
        int from = 0;
        for (int to = 1; to <= all.size(); to++) {
            if (to == all.size() || all.get(to).preference() != all.get(from).preference()) {
                Collections.shuffle(all.subList(from, to), random);
                from = to;
            }
        }
        return all;
    }

    private static Use use(Data.Mx mx, MailAnswers answers, Self self, RandomGenerator random) {
        DomainName host = mx.exchange();
        if (mx.isNull()) {
            return new Use.Null();
        }
        if (self.has(host) || host.isLocalhost()) {
            return new Use.Ourselves(List.of());
        }
        if (host.isWrittenAsAddress()) {
            return new Use.NoName();
        }
        MailAnswers.HostAnswers found = answers.hosts().get(host);
        if (found == null) {
            return new Use.NoAnswer("nobody was asked");
        }
        List<InetAddress> addresses =
                new ArrayList<>(
                        found.addresses().stream().filter(a -> !Addresses.isNoHost(a)).toList());
        if (self.hasAny(found.addresses())) {
            return new Use.Ourselves(found.addresses());
        }
        if (!addresses.isEmpty()) {
            Collections.shuffle(addresses, random);
            return new Use.Try(addresses);
        }
        return without(found);
    }

    private static Use without(MailAnswers.HostAnswers host) {
        if (host.isUncertain()) {
            Answer silent = host.a().isAnswer() ? host.aaaa() : host.a();
            return new Use.NoAnswer(
                    silent instanceof Answer.NoAnswer(var reason) ? reason : "no answer");
        }
        return host.a() instanceof Answer.NoSuchName ? new Use.NoSuchHost() : new Use.NoAddress();
    }

    private static Exchange behind(Exchange exchange, int own) {
        return exchange.preference() < own || exchange.use() instanceof Use.Ourselves
                ? exchange
                : new Exchange(exchange.preference(), exchange.host(), new Use.BehindOurselves());
    }

    private static Outcome outcome(List<Exchange> exchanges, boolean isInList) {
        if (exchanges.stream().anyMatch(e -> e.use() instanceof Use.Try)) {
            return new Outcome.Deliver();
        }
        for (Exchange exchange : exchanges) {
            if (exchange.use() instanceof Use.NoAnswer(var reason)) {
                return new Outcome.TryLater(exchange.host() + ": " + reason);
            }
        }
        return isInList ? new Outcome.LoopsBack() : new Outcome.NoHost();
    }
}
