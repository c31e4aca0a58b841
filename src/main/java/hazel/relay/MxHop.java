package hazel.relay;

import hazel.dns.Answer;
import hazel.dns.Data;
import hazel.dns.DomainName;
import hazel.dns.MailAnswers;
import hazel.dns.MailRoute;
import hazel.dns.MtaSts;
import hazel.dns.RecordType;
import hazel.dns.Resolver;
import hazel.dns.Self;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.MailCommand;
import hazel.smtp.Server;
import hazel.smtp.Timeouts;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Hands mail for one domain to its mail servers, each in turn until one has judged it (RFC 5321
/// section 5.1).
///
/// A host that cannot be reached, or says 4yz before the message, is passed over for the next; what
/// a host says of the message itself, or 5yz of a recipient, is final for this attempt. Whether TLS
/// is demanded, and of whom, the DNS says: TLSA records that are signed, with the MX record and the
/// address (RFC 7672); else an MTA-STS policy (RFC 8461); else TLS is used with whoever offers it,
/// and mail goes in clear where that fails (RFC 7435). The sender may demand more, or less: see
/// [TlsDemand].
final class MxHop implements NextHop {

    /// So many addresses are tried for one message at most.
    private static final int MOST_TARGETS = 10;

    private final String domain;
    private final Context context;

    /// What all hops share.
    ///
    /// @param us what this relay calls itself
    /// @param self what it is called and where it is, so that it does not send to itself
    record Context(
            OnwardSettings.Mx mx,
            Hosts hosts,
            StsPolicies policies,
            Sessions sessions,
            Self self,
            String us,
            RandomGenerator random) {}

    /// @param domain as the recipients have it
    MxHop(String domain, Context context) {
        this.domain = domain;
        this.context = context;
    }

    @Override
    public List<Outcome> send(Parcel parcel) {
        Optional<DomainName> name = DomainName.parse(domain);
        if (name.isEmpty()) {
            return refused(parcel, "550 5.1.2 " + domain + " cannot be a domain");
        }
        Resolver resolver = context.mx().resolver().get();
        MailAnswers answers = MailAnswers.ask(name.get(), resolver);
        MailRoute route = MailRoute.of(answers, context.self(), context.random());
        return switch (route.outcome()) {
            case MailRoute.Outcome.Deliver _ ->
                    inTurn(parcel, route, new Demands(parcel, answers, resolver, context));
            case MailRoute.Outcome.NoMail _ ->
                    refused(parcel, "556 5.1.10 " + domain + " says that it takes no mail");
            case MailRoute.Outcome.NoSuchDomain _ ->
                    refused(parcel, "550 5.1.2 There is no domain " + domain);
            case MailRoute.Outcome.NoHost _ ->
                    refused(parcel, "550 5.4.4 " + domain + " has no host for its mail");
            case MailRoute.Outcome.LoopsBack _ ->
                    refused(
                            parcel,
                            "554 5.4.6 Mail for "
                                    + domain
                                    + " loops back to this relay, which does not know the domain");
            case MailRoute.Outcome.Broken(var reason) ->
                    refused(parcel, "550 5.4.4 " + domain + ": " + reason);
            case MailRoute.Outcome.TryLater(var reason) ->
                    parcel.all(
                            Outcome.deferred(context.us(), "451 4.4.3 " + domain + ": " + reason));
        };
    }

    private List<Outcome> refused(Parcel parcel, String reply) {
        return parcel.all(Outcome.failed(context.us(), reply));
    }

    /// One address, as an address literal names it.
    static NextHop literal(InetAddress address, Context context) {
        return parcel -> {
            String text = "[" + address.getHostAddress() + "]";
            boolean isOurs =
                    address.isLoopbackAddress()
                            || address.isAnyLocalAddress()
                            || context.self().addresses().contains(address);
            if (isOurs || address.isMulticastAddress()) {
                return parcel.all(
                        Outcome.failed(
                                context.us(), "554 5.4.6 Mail for " + text + " would loop back"));
            }
            var target = new Talk(text, address, Optional.empty());
            return new Turns(parcel, context).take(List.of(target));
        };
    }

    private List<Outcome> inTurn(Parcel parcel, MailRoute route, Demands demands) {
        List<Talk> talks = new ArrayList<>();
        for (MailRoute.Target target : route.targets()) {
            talks.add(new Talk(target.host().text(), target.address(), Optional.of(demands)));
        }
        return new Turns(parcel, context).take(talks);
    }

    /// One connection to be tried.
    ///
    /// @param demands empty where nothing is known of the host but its address
    private record Talk(String host, InetAddress address, Optional<Demands> demands) {
        String key() {
            return host + " [" + address.getHostAddress() + "]";
        }
    }

    /// What is demanded of a host before it gets the mail.
    private static final class Demands {
        private final Parcel parcel;
        private final MailAnswers answers;
        private final Resolver resolver;
        private final Context context;
        private final Map<String, Answer> tlsa = new HashMap<>();
        private Optional<Optional<MtaSts.Policy>> policy = Optional.empty();

        Demands(Parcel parcel, MailAnswers answers, Resolver resolver, Context context) {
            this.parcel = parcel;
            this.answers = answers;
            this.resolver = resolver;
            this.context = context;
        }

        /// @return the server with its protection
        /// @throws MailException where the host must not be used now
        Server of(String host, Server server) throws MailException {
            if (parcel.tls() == TlsDemand.WAIVED) {
                return server;
            }
            if (isSigned(host)) {
                Answer found =
                        tlsa.computeIfAbsent(
                                host,
                                h ->
                                        resolver.ask(
                                                DomainName.of(h).child("_25._tcp"),
                                                RecordType.TLSA));
                List<Data.Tlsa> records = found.all(Data.Tlsa.class);
                if (!found.isAnswer()) {
                    throw unusable(host, "its TLSA records cannot be looked up now");
                }
                if (!records.isEmpty() && found.marks().isAuthentic()) {
                    return server.withCheck(
                            new DanePeer(records, Set.of(host, answers.domain().text())));
                }
            }
            if (policy.isEmpty()) {
                policy =
                        Optional.of(
                                context.policies()
                                        .of(answers.domain(), resolver, context.mx().policies()));
            }
            Optional<MtaSts.Policy> enforced = policy.get().filter(p -> p.mode().equals("enforce"));
            if (enforced.isEmpty()) {
                return parcel.isBoundToTls() ? verified(host, server) : server;
            }
            if (!enforced.get().allows(DomainName.of(host))) {
                throw unusable(host, "the MTA-STS policy of its domain does not name it");
            }
            return server.withTls(Server.Tls.STARTTLS);
        }

        /// RFC 8689 section 4.2.1: a name that somebody else may have put into the answer is not
        /// worth verifying.
        private Server verified(String host, Server server) throws MailException {
            boolean isSure =
                    answers.mx().marks().isAuthentic() || host.equals(answers.domain().text());
            if (!isSure) {
                throw new MailException(
                        new Problem.NotPermitted(
                                MailCommand.REQUIRETLS,
                                "neither signatures in the DNS nor a policy say that "
                                        + host
                                        + " is a mail server of "
                                        + answers.domain()));
            }
            return server.withTls(Server.Tls.STARTTLS);
        }

        private boolean isSigned(String host) {
            MailAnswers.HostAnswers addresses = answers.hosts().get(DomainName.of(host));
            return answers.mx().marks().isAuthentic()
                    && addresses != null
                    && (addresses.a().marks().isAuthentic()
                            || addresses.aaaa().marks().isAuthentic());
        }

        private static MailException unusable(String host, String why) {
            return new MailException(new Problem.NotTrusted(host, host + ": " + why));
        }
    }

    /// The hosts being asked one after another, and who is not judged yet.
    private static final class Turns {
        private final Parcel parcel;
        private final Context context;
        private final Map<Address, Outcome> outcomes = new HashMap<>();
        private List<Address> open;

        /// Of those for whom no other host is found.
        private Optional<Outcome> notOverTls = Optional.empty();

        Turns(Parcel parcel, Context context) {
            this.parcel = parcel;
            this.context = context;
            this.open = parcel.envelope().forwardPaths();
        }

        List<Outcome> take(List<Talk> talks) {
            for (Talk talk : talks.subList(0, Math.min(talks.size(), MOST_TARGETS))) {
                if (open.isEmpty()) {
                    break;
                }
                Optional<String> paused = context.hosts().pause(talk.key(), parcel.insisted());
                if (paused.isPresent()) {
                    trouble(Outcome.deferred(context.us(), "451 4.4.1 " + paused.get()));
                    continue;
                }
                try (Hosts.Connection _ = context.hosts().connection(talk.key())) {
                    exchange(talk);
                } catch (Hosts.Crowded e) {
                    trouble(Outcome.deferred(context.us(), "451 4.3.2 " + e.getMessage()));
                }
            }
            notOverTls.ifPresent(o -> open.forEach(address -> outcomes.putIfAbsent(address, o)));
            return parcel.envelope().forwardPaths().stream().map(outcomes::get).toList();
        }

        /// What is known of those not judged yet, until another host says more. That a host answers
        /// says more than that another did not.
        private void trouble(Outcome outcome) {
            boolean isOurs = outcome.host().equals(context.us());
            for (Address address : open) {
                outcomes.merge(address, outcome, (old, next) -> isOurs ? old : next);
            }
        }

        private void exchange(Talk talk) {
            try {
                submit(demanding(talk), talk);
            } catch (MailException e) {
                judge(e.problem(), talk);
            }
        }

        private Server demanding(Talk talk) throws MailException {
            InetSocketAddress door = context.mx().door().apply(talk.address());
            Server server =
                    Server.at(
                                    talk.host(),
                                    door.getAddress(),
                                    door.getPort(),
                                    Server.Tls.OPPORTUNISTIC)
                            .withTimeouts(Timeouts.RELAY)
                            .withOurName(context.us());
            if (talk.demands().isPresent()) {
                return talk.demands().get().of(talk.host(), server);
            }
            return parcel.isBoundToTls() ? server.withTls(Server.Tls.STARTTLS) : server;
        }

        private void submit(Server server, Talk talk) throws MailException {
            Exchanging done =
                    context.sessions()
                            .exchange(
                                    new Sessions.Key(talk.key(), Optional.of(server)),
                                    () -> server,
                                    parcel.to(open));
            context.hosts().worked(talk.key());
            for (int i = 0; i < open.size(); i++) {
                outcomes.put(open.get(i), done.outcomes().get(i));
            }
            open = open.stream().filter(done.unsettled()::contains).toList();
        }

        private void judge(Problem problem, Talk talk) {
            Outcome outcome = Exchanging.outcome(problem, context.us(), talk.host());
            if (isForLackOfTls(problem)) {
                notOverTls =
                        Optional.of(
                                outcome.kind() == Outcome.Kind.FAILED
                                        ? outcome
                                        : Outcome.failed(
                                                context.us(), "550 5.7.10 " + problem.message()));
                return;
            }
            if (problem instanceof Problem.NotPermitted) {
                open.forEach(address -> outcomes.put(address, outcome));
                open = List.of();
                return;
            }
            if (problem instanceof Problem.Unreachable) {
                context.hosts().failed(talk.key(), problem.message());
            }
            open.forEach(address -> outcomes.put(address, outcome));
        }

        /// Another host may do better.
        private boolean isForLackOfTls(Problem problem) {
            return parcel.isBoundToTls()
                    && (problem instanceof Problem.NotTrusted
                            || (problem instanceof Problem.NotPermitted(var what, _)
                                    && what.equals(MailCommand.REQUIRETLS)));
        }
    }
}
