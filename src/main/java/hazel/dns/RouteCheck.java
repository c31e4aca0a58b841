package hazel.dns;

import hazel.dns.MailRoute.Exchange;
import hazel.dns.MailRoute.Outcome;
import hazel.dns.MailRoute.Use;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The errors that are made with the road of mail.
///
/// @param resolver for what only another question can tell
record RouteCheck(MailAnswers answers, MailRoute route, Resolver resolver) {

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(domain());
        for (Exchange exchange : route.exchanges()) {
            all.addAll(of(exchange));
        }
        return all;
    }

    private List<Finding> domain() {
        DomainName domain = answers.domain();
        return switch (route.outcome()) {
            case Outcome.NoSuchDomain _ ->
                    List.of(Finding.error(Fault.NO_SUCH_DOMAIN, noSuchDomain(domain)));
            case Outcome.Broken(var reason) ->
                    List.of(Finding.error(Fault.ALIAS_LOOP, domain + ": " + reason));
            case Outcome.TryLater(var reason) when route.exchanges().isEmpty() ->
                    List.of(Finding.error(Fault.NO_ANSWER, domain + ": " + reason));
            case Outcome.NoHost _ when answers.mx() instanceof Answer.NoData ->
                    List.of(
                            Finding.error(
                                    Fault.NO_MX,
                                    domain + " has neither an MX record nor an address"));
            case Outcome.Deliver _ when answers.mx() instanceof Answer.NoData ->
                    List.of(
                            Finding.note(
                                    Fault.NO_MX,
                                    domain
                                            + " has no MX record; its address is used, as if it"
                                            + " were its own exchange with preference 0"));
            default -> List.of();
        };
    }

    private String noSuchDomain(DomainName domain) {
        List<DomainName> aliases = answers.mx().aliases();
        return aliases.isEmpty()
                ? domain + " does not exist"
                : domain + " is an alias of " + aliases.getLast() + ", which does not exist";
    }

    private List<Finding> of(Exchange exchange) {
        if (answers.mx() instanceof Answer.NoData) {
            return addresses(exchange);
        }
        String host = "the MX host " + exchange.host();
        return switch (exchange.use()) {
            case Use.NoName _ ->
                    List.of(
                            Finding.error(
                                    Fault.MX_IS_ADDRESS,
                                    "the MX record has the address "
                                            + exchange.host()
                                            + " where the name of a host belongs; some senders"
                                            + " accept this, most do not"));
            case Use.Null _ ->
                    List.of(
                            Finding.error(
                                    Fault.NULL_MX_NOT_ALONE,
                                    "the MX record '.' says that "
                                            + answers.domain()
                                            + " takes no mail, and there are others beside it"));
            case Use.NoSuchHost _ -> List.of(missing(exchange));
            case Use.NoAddress _ when hasNoHost(exchange) -> addresses(exchange);
            case Use.NoAddress _ ->
                    List.of(
                            Finding.error(
                                    Fault.MX_WITHOUT_ADDRESS, host + " exists and has no address"));
            case Use.NoAnswer(var reason) ->
                    List.of(Finding.error(Fault.NO_ANSWER, host + ": " + reason));
            case Use.Try _, Use.Ourselves _, Use.BehindOurselves _ -> {
                List<Finding> all = new ArrayList<>(addresses(exchange));
                alias(exchange).ifPresent(all::add);
                yield all;
            }
        };
    }

    private boolean hasNoHost(Exchange exchange) {
        return found(exchange).stream().anyMatch(Addresses::isNoHost);
    }

    private List<InetAddress> found(Exchange exchange) {
        return Optional.ofNullable(answers.hosts().get(exchange.host()))
                .map(MailAnswers.HostAnswers::addresses)
                .orElse(List.of());
    }

    private Optional<Finding> alias(Exchange exchange) {
        return Optional.ofNullable(answers.hosts().get(exchange.host()))
                .map(hosts -> hosts.a().aliases())
                .filter(aliases -> !aliases.isEmpty())
                .map(aliases ->
                        Finding.warning(
                                Fault.MX_IS_ALIAS,
                                "the MX host "
                                        + exchange.host()
                                        + " is an alias of "
                                        + aliases.getLast()
                                        + "; it has to be a name with an address (RFC 2181"
                                        + " section 10.3)"));
    }

    /// Why a host may not exist: most often somebody forgot a dot.
    private Finding missing(Exchange exchange) {
        DomainName host = exchange.host();
        for (DomainName zone : answers.domain().upwards()) {
            if (host.equals(zone) || !host.isWithin(zone)) {
                continue;
            }
            DomainName meant = DomainName.of(host.before(zone));
            if (meant.isWrittenAsAddress()) {
                return Finding.error(
                        Fault.MX_IS_ADDRESS,
                        "the MX record has the address "
                                + meant
                                + " where the name of a host belongs, and became "
                                + host);
            }
            if (meant.isWithin(zone) || isHost(meant)) {
                return Finding.error(
                        Fault.FINAL_DOT_MISSING,
                        "the MX host "
                                + host
                                + " does not exist: in the zone file the final dot is missing"
                                + " after '"
                                + meant
                                + "'");
            }
        }
        List<DomainName> aliases =
                Optional.ofNullable(answers.hosts().get(host))
                        .map(h -> h.a().aliases())
                        .orElse(List.of());
        return Finding.error(
                Fault.MX_DOES_NOT_EXIST,
                "the MX host "
                        + host
                        + (aliases.isEmpty()
                                ? " does not exist"
                                : " is an alias of "
                                        + aliases.getLast()
                                        + ", which does not exist"));
    }

    private boolean isHost(DomainName name) {
        return name.labels().size() > 1 && !MailAnswers.host(name, resolver).addresses().isEmpty();
    }

    private List<Finding> addresses(Exchange exchange) {
        List<Finding> all = new ArrayList<>();
        if (exchange.host().isLocalhost()) {
            all.add(
                    Finding.error(
                            Fault.ADDRESS_IS_LOOPBACK,
                            exchange.host()
                                    + " is every sender's own machine: mail would loop back"));
            return all;
        }
        for (InetAddress address : found(exchange)) {
            String is = exchange.host() + " has the address " + Addresses.text(address);
            if (Addresses.isOwn(address)) {
                all.add(
                        Finding.error(
                                Fault.ADDRESS_IS_LOOPBACK,
                                is
                                        + ", which is every sender's own machine: mail would loop"
                                        + " back"));
            } else if (Addresses.isNoHost(address)) {
                all.add(Finding.error(Fault.ADDRESS_IS_NO_HOST, is + ", which no host can have"));
            } else if (Addresses.isPrivate(address)) {
                all.add(
                        Finding.warning(
                                Fault.ADDRESS_IS_PRIVATE,
                                is + ", which is reached from inside a network only"));
            }
        }
        return all;
    }
}
