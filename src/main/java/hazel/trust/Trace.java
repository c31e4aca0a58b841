package hazel.trust;

import hazel.mail.Field;
import hazel.mail.Header;
import hazel.mime.Dates;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The way a message came, as its header tells it, and which of that can be believed. Nobody is
/// asked.
///
/// Servers put their fields on top, so what is read first was written last. The last server wrote
/// the first Received field: that one is believed. It is believed too about its client's address;
/// where that client was a server of the user's as well, the next field is believed, and so on.
/// Below the first client from outside everything was handed in with the message (RFC 5598 section
/// 2.3, ADMD boundaries; RFC 8601 section 1.2).
///
/// @param handovers what Hazel itself noted of the first step, where the user sent the message
/// @param steps newest first
/// @param date of the Date field
/// @param envelope what servers noted of the envelope, in the order of the header
/// @param checks what servers say they checked, in the order of the header
/// @param signs of forgery
public record Trace(
        List<Handover> handovers,
        List<Step> steps,
        Optional<OffsetDateTime> date,
        List<Field> envelope,
        List<AuthenticationResults> checks,
        List<Sign> signs) {

    /// More than any way has: RFC 5321 section 6.3 takes 100 for a loop.
    private static final int MOST = 200;

    private static final List<String> ENVELOPE =
            List.of("Return-Path", "Delivered-To", "X-Original-To", "Envelope-To");

    public Trace {
        handovers = List.copyOf(handovers);
        steps = List.copyOf(steps);
        envelope = List.copyOf(envelope);
        checks = List.copyOf(checks);
        signs = List.copyOf(signs);
    }

    /// @param now for dates that are still to come
    public static Trace of(Header header, Trusted trusted, Instant now) {
        List<Integer> at = new ArrayList<>();
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < header.fields().size() && hops.size() < MOST; i++) {
            if (header.fields().get(i).isNamed("Received")) {
                at.add(i);
                hops.add(ReceivedReader.read(header.fields().get(i).body()));
            }
        }
        int believed = Boundary.of(hops, trusted);
        Optional<OffsetDateTime> date = header.first("Date").flatMap(Dates::parse);
        List<Step> steps = steps(hops, believed, date, now);
        int boundary = believed == 0 ? 0 : at.get(believed - 1);
        return new Trace(
                List.of(),
                steps,
                date,
                header.fields().stream().filter(Trace::isOfEnvelope).toList(),
                checks(header, trusted, boundary),
                new Forgery(header, steps).signs());
    }

    public Trace with(List<Handover> noted) {
        return new Trace(noted, steps, date, envelope, checks, signs);
    }

    private static List<Step> steps(
            List<Hop> hops, int believed, Optional<OffsetDateTime> date, Instant now) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < hops.size(); i++) {
            Optional<OffsetDateTime> before =
                    hops.subList(i + 1, hops.size()).stream()
                            .flatMap(h -> date(h).stream())
                            .findFirst()
                            .or(() -> date);
            Optional<Duration> delay =
                    date(hops.get(i)).flatMap(d -> before.map(b -> Duration.between(b, d)));
            Optional<Hop> older =
                    i + 1 < hops.size() ? Optional.of(hops.get(i + 1)) : Optional.empty();
            steps.add(
                    new Step(
                            hops.size() - i,
                            hops.get(i),
                            i < believed ? Step.Standing.BELIEVED : Step.Standing.CLAIMED,
                            delay,
                            Remarks.of(hops.get(i), older, delay, now)));
        }
        return steps;
    }

    private static Optional<OffsetDateTime> date(Hop hop) {
        return hop instanceof Hop.Received received ? received.date() : Optional.empty();
    }

    private static boolean isOfEnvelope(Field field) {
        return ENVELOPE.stream().anyMatch(field::isNamed);
    }

    private static List<AuthenticationResults> checks(
            Header header, Trusted trusted, int boundary) {
        List<AuthenticationResults> checks = new ArrayList<>();
        for (int i = 0; i < header.fields().size() && checks.size() < MOST; i++) {
            Field field = header.fields().get(i);
            if (field.isNamed("Authentication-Results")) {
                checks.add(AuthenticationResults.read(field.body(), i < boundary, trusted));
            }
        }
        return checks;
    }

    /// The step whose client is the first from outside that a server of the user's saw: the last
    /// that is certain. Empty where no server of the user's wrote anything.
    public Optional<Step> boundary() {
        return steps.stream().filter(Step::isBelieved).reduce((_, later) -> later);
    }

    /// The address at the boundary, to which the checks of SPF apply.
    public Optional<Hop.Client> client() {
        return boundary()
                .map(Step::hop)
                .flatMap(h ->
                        h instanceof Hop.Received received
                                ? Optional.of(received.client())
                                : Optional.empty());
    }
}
