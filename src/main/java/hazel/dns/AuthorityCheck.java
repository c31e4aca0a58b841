package hazel.dns;

import hazel.dns.Authority.Standing;
import hazel.dns.Authority.View;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks every name server of a domain's zone and compares what they say.
///
/// @param port of the name servers
record AuthorityCheck(Resolver resolver, Resolver.Servers servers, int port) {

    private static final int MOST_SERVERS = 16;

    private static final List<RecordType> COMPARED =
            List.of(RecordType.MX, RecordType.A, RecordType.AAAA);

    private record Server(DomainName name, Optional<InetAddress> address) {}

    /// @param domain the true name, with aliases followed
    Checked<Authority> of(DomainName domain) {
        for (DomainName zone : domain.upwards()) {
            Answer soa = resolver.ask(zone, RecordType.SOA);
            if (soa instanceof Answer.NoAnswer(var reason)) {
                return nothing("the name servers of " + domain + ": " + reason);
            }
            if (soa instanceof Answer.Found && soa.aliases().isEmpty()) {
                return zone(zone, domain);
            }
        }
        return new Checked<>(new Authority(DomainName.ROOT, List.of()), List.of());
    }

    private static Checked<Authority> nothing(String why) {
        return new Checked<>(
                new Authority(DomainName.ROOT, List.of()),
                List.of(Finding.warning(Fault.NO_ANSWER, why)));
    }

    private Checked<Authority> zone(DomainName zone, DomainName domain) {
        Answer ns = resolver.ask(zone, RecordType.NS);
        List<DomainName> names =
                ns.all(Data.NameServer.class).stream()
                        .map(Data.NameServer::host)
                        .distinct()
                        .sorted()
                        .limit(MOST_SERVERS)
                        .toList();
        if (names.isEmpty()) {
            return nothing("the name servers of " + zone + " are not known");
        }
        List<Server> asked =
                Parallel.map(names, this::located).stream()
                        .flatMap(List::stream)
                        .limit(2 * MOST_SERVERS)
                        .toList();
        List<View> views = Parallel.map(asked, server -> view(server, zone, domain));
        return new Checked<>(new Authority(zone, views), findings(zone, domain, names, views));
    }

    private List<Server> located(DomainName name) {
        List<InetAddress> addresses = MailAnswers.host(name, resolver).addresses();
        return addresses.isEmpty()
                ? List.of(new Server(name, Optional.empty()))
                : addresses.stream().map(a -> new Server(name, Optional.of(a))).toList();
    }

    private View view(Server server, DomainName zone, DomainName domain) {
        if (server.address().isEmpty()) {
            return view(server, new Standing.Silent("it has no address"));
        }
        Resolver one = servers.at(new InetSocketAddress(server.address().get(), port));
        Answer soa = one.ask(zone, RecordType.SOA);
        if (soa instanceof Answer.NoAnswer(var reason)) {
            return view(
                    server,
                    reason.contains(" answers ")
                            ? new Standing.Lame(reason)
                            : new Standing.Silent(reason));
        }
        if (!soa.marks().isAuthoritative() || soa.all(Data.Authority.class).isEmpty()) {
            return view(server, new Standing.Lame("it does not have the zone"));
        }
        List<Answer> answers = Parallel.map(COMPARED, type -> one.ask(domain, type));
        return new View(
                server.name(),
                server.address(),
                new Standing.Authoritative(),
                Optional.of(soa.all(Data.Authority.class).getFirst().serial()),
                said(answers));
    }

    private static View view(Server server, Standing standing) {
        return new View(server.name(), server.address(), standing, Optional.empty(), List.of());
    }

    private static List<String> said(List<Answer> answers) {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < COMPARED.size(); i++) {
            RecordType type = COMPARED.get(i);
            switch (answers.get(i)) {
                case Answer.Found found ->
                        found.data().stream().map(d -> type + " " + d).sorted().forEach(said::add);
                case Answer.NoData(var aliases, _) when !aliases.isEmpty() ->
                        said.add("CNAME " + aliases.getFirst());
                case Answer.NoData _ -> {}
                case Answer.NoSuchName _ -> said.add("no such name");
                case Answer.Broken(_, var reason) -> said.add(reason);
                case Answer.NoAnswer _ -> said.add(type + " not answered");
            }
        }
        List<String> distinct = said.stream().distinct().toList();
        return distinct.isEmpty() ? List.of("no MX record, no address") : distinct;
    }

    private static List<Finding> findings(
            DomainName zone, DomainName domain, List<DomainName> names, List<View> views) {
        List<Finding> findings = new ArrayList<>();
        for (View view : views) {
            trouble(zone, view).ifPresent(findings::add);
        }
        if (names.size() == 1) {
            findings.add(
                    Finding.note(
                            Fault.SINGLE_NAME_SERVER,
                            zone
                                    + " has one name server; when it is not to be reached, mail"
                                    + " waits"));
        }
        together(zone, names, views).ifPresent(findings::add);
        disagreement(domain, views).ifPresent(findings::add);
        return findings;
    }

    /// RFC 2182 section 3.1 wants them apart, so that they do not fail together.
    private static Optional<Finding> together(
            DomainName zone, List<DomainName> names, List<View> views) {
        Set<String> networks =
                views.stream()
                        .flatMap(view -> view.address().stream())
                        .filter(address -> !address.isLoopbackAddress())
                        .map(AuthorityCheck::network)
                        .collect(Collectors.toSet());
        return names.size() > 1 && networks.size() == 1
                ? Optional.of(
                        Finding.note(
                                Fault.NAME_SERVERS_TOGETHER,
                                "all name servers of "
                                        + zone
                                        + " are in one network, "
                                        + networks.iterator().next()
                                        + "; when that is down, mail waits"))
                : Optional.empty();
    }

    /// What is routed as one and usually lies in one place.
    private static String network(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return octets.remaining() == 4
                ? "%d.%d.%d.0/24"
                        .formatted(octets.get() & 0xff, octets.get() & 0xff, octets.get() & 0xff)
                : "%x:%x:%x::/48"
                        .formatted(
                                (int) octets.getChar(),
                                (int) octets.getChar(),
                                (int) octets.getChar());
    }

    private static Optional<Finding> trouble(DomainName zone, View view) {
        String server = "the name server " + named(view);
        return switch (view.standing()) {
            case Standing.Authoritative _ -> Optional.empty();
            case Standing.Lame(var reason) ->
                    Optional.of(
                            Finding.error(
                                    Fault.LAME_SERVER,
                                    server + " is lame for " + zone + ": " + reason));
            case Standing.Silent _ when view.address().isEmpty() ->
                    Optional.of(
                            Finding.error(
                                    Fault.NAME_SERVER_WITHOUT_ADDRESS,
                                    server + " of " + zone + " has no address"));
            case Standing.Silent(var reason) ->
                    Optional.of(
                            Finding.warning(
                                    Fault.NO_ANSWER, server + " of " + zone + ": " + reason));
        };
    }

    private static String named(View view) {
        return view.server() + view.address().map(a -> " (" + Addresses.text(a) + ")").orElse("");
    }

    private static Optional<Finding> disagreement(DomainName domain, List<View> views) {
        List<View> speaking = views.stream().filter(v -> v.serial().isPresent()).toList();
        Map<List<String>, List<View>> bySaid = new LinkedHashMap<>();
        speaking.forEach(v -> bySaid.computeIfAbsent(v.said(), _ -> new ArrayList<>()).add(v));
        List<Long> serials = speaking.stream().flatMap(v -> v.serial().stream()).toList();
        if (bySaid.size() > 1) {
            String who =
                    bySaid.entrySet().stream()
                            .map(e ->
                                    names(e.getValue())
                                            + ": "
                                            + e.getKey().stream()
                                                    .limit(6)
                                                    .collect(Collectors.joining(", ")))
                            .collect(Collectors.joining("; "));
            return Optional.of(
                    Finding.error(
                            Fault.SERVERS_DISAGREE,
                            "the name servers disagree about "
                                    + domain
                                    + ", so some mail goes another way than other: "
                                    + who
                                    + outdated(speaking, serials)));
        }
        return serials.stream().distinct().count() > 1
                ? Optional.of(
                        Finding.warning(
                                Fault.SERVERS_DISAGREE,
                                "the name servers have different versions of the zone"
                                        + outdated(speaking, serials)))
                : Optional.empty();
    }

    private static String outdated(List<View> views, List<Long> serials) {
        long newest = serials.stream().reduce((a, b) -> isOlder(a, b) ? b : a).orElse(0L);
        List<View> old =
                views.stream().filter(v -> isOlder(v.serial().orElse(newest), newest)).toList();
        return old.isEmpty()
                ? ""
                : "; " + names(old) + (old.size() == 1 ? " is" : " are") + " out of date";
    }

    private static String names(List<View> views) {
        return Stream.concat(
                        views.stream().limit(4).map(AuthorityCheck::named),
                        views.size() > 4 ? Stream.of("…") : Stream.of())
                .collect(Collectors.joining(", "));
    }

    /// RFC 1982 section 3.2: serials go round.
    static boolean isOlder(long serial, long other) {
        return (int) (serial - other) < 0;
    }
}
