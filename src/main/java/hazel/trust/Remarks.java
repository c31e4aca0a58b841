package hazel.trust;

import hazel.dns.Addresses;
import hazel.trust.Remark.Kind;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What stands out in one hop, beside the one before it.
final class Remarks {

    /// Clocks differ.
    private static final Duration SKEW = Duration.ofMinutes(5);

    private Remarks() {}

    /// @param older the hop before it
    static List<Remark> of(Hop hop, Optional<Hop> older, Optional<Duration> delay, Instant now) {
        if (!(hop instanceof Hop.Received received)) {
            return List.of();
        }
        List<Remark> remarks = new ArrayList<>();
        if (older.isPresent() && older.get() instanceof Hop.Received before) {
            gap(received, before).ifPresent(remarks::add);
        }
        if (received.date().isEmpty()) {
            remarks.add(new Remark(Kind.NO_DATE, "it has no date that can be read"));
        }
        received.date()
                .map(d -> Duration.between(now, d.toInstant()))
                .filter(ahead -> ahead.compareTo(SKEW) > 0)
                .ifPresent(ahead ->
                        remarks.add(
                                new Remark(
                                        Kind.FUTURE,
                                        "its date is still to come, in "
                                                + TraceText.length(ahead))));
        delay.filter(Duration::isNegative)
                .ifPresent(d ->
                        remarks.add(
                                new Remark(
                                        Kind.BACKWARDS,
                                        "its date is "
                                                + TraceText.length(d.negated())
                                                + " before what came before it")));
        client(received.client(), remarks);
        if (!received.isStandardProtocol()) {
            remarks.add(
                    new Remark(
                            Kind.PROTOCOL,
                            "'" + received.protocol() + "' is not a registered protocol"));
        }
        return remarks;
    }

    private static void client(Hop.Client client, List<Remark> remarks) {
        client.address()
                .filter(Addresses::isPrivate)
                .ifPresent(a ->
                        remarks.add(
                                new Remark(
                                        Kind.PRIVATE_ADDRESS,
                                        Addresses.text(a) + " is an address of inside networks")));
        if (!client.helo().isEmpty()
                && !client.reverse().isEmpty()
                && !client.helo().equalsIgnoreCase(client.reverse())) {
            remarks.add(
                    new Remark(
                            Kind.HELO_DIFFERS,
                            "it called itself "
                                    + client.helo()
                                    + ", and its address is called "
                                    + client.reverse()));
        }
        if (!client.ident().isEmpty()) {
            remarks.add(
                    new Remark(
                            Kind.IDENT,
                            "ident=" + client.ident() + " is what the client's own machine said"));
        }
    }

    private static Optional<Remark> gap(Hop.Received received, Hop.Received before) {
        return isGap(received, before)
                ? Optional.of(
                        new Remark(
                                Kind.GAP,
                                "it got the message from "
                                        + received.client().name()
                                        + ", and the server before it calls itself "
                                        + before.by()))
                : Optional.empty();
    }

    /// Whether the client is another than who wrote the field before. Within one machine, and
    /// within one domain, servers go by many names.
    static boolean isGap(Hop.Received received, Hop.Received before) {
        Hop.Client client = received.client();
        boolean isLocal =
                client.address().filter(a -> a.isLoopbackAddress()).isPresent()
                        || client.helo().equalsIgnoreCase("localhost");
        return !isLocal
                && !client.name().isEmpty()
                && Organisation.isPublic(before.by())
                && Stream.of(client.helo(), client.reverse())
                        .filter(Organisation::isPublic)
                        .noneMatch(name -> Organisation.isSame(name, before.by()))
                && Stream.of(client.helo(), client.reverse()).anyMatch(Organisation::isPublic);
    }
}
