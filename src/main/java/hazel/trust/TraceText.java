package hazel.trust;

import hazel.dns.Addresses;
import hazel.mail.Field;
import hazel.text.Columns;
import hazel.text.Harmless;

import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// A [Trace] as rows of text, fit for a terminal.
public final class TraceText {

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss xx", Locale.ENGLISH);

    private static final int INDENT = 6;

    /// What a hop's row of cells needs.
    private static final int TABLE = 66;

    private final Rows rows;
    private final boolean isNarrow;

    private TraceText(int columns) {
        this.rows = new Rows(columns);
        this.isNarrow = columns < TABLE;
    }

    /// @param columns at most; under 30 it is 30
    public static List<Row> rows(Trace trace, int columns) {
        var text = new TraceText(columns);
        text.handovers(trace.handovers());
        text.way(trace);
        text.envelope(trace.envelope());
        text.checks(trace.checks());
        text.signs(trace.signs());
        return text.rows.all();
    }

    /// `21 min 1 s`, with the two largest units; with a minus where it is below zero.
    public static String length(Duration time) {
        Duration whole = time.abs();
        long days = whole.toDays();
        String text =
                days > 0
                        ? pair(days, days == 1 ? " day" : " days", whole.toHoursPart(), " h")
                        : whole.toHours() > 0
                                ? pair(whole.toHours(), " h", whole.toMinutesPart(), " min")
                                : whole.toMinutes() > 0
                                        ? pair(
                                                whole.toMinutes(),
                                                " min",
                                                whole.toSecondsPart(),
                                                " s")
                                        : whole.toSeconds() + " s";
        return time.isNegative() ? "-" + text : text;
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }

    private void handovers(List<Handover> handovers) {
        if (handovers.isEmpty()) {
            return;
        }
        rows.heading("How it was handed in here");
        for (Handover each : handovers) {
            rows.wrapped(
                    Row.Kind.PLAIN,
                    WHEN.format(each.when())
                            + " to "
                            + each.server()
                            + ", which took it as "
                            + each.queueId(),
                    2);
        }
        rows.wrapped(
                Row.Kind.PLAIN,
                "Where it does not arrive, ask the postmaster of that server about this id.",
                2);
        rows.blank();
    }

    private void way(Trace trace) {
        rows.heading("The way it came, newest first");
        if (trace.steps().isEmpty()) {
            rows.wrapped(Row.Kind.PLAIN, "no server wrote a Received field", 2);
        } else if (!isNarrow) {
            rows.row(Row.Kind.PLAIN, cells(" hop", "when", "after", "with", "TLS"));
        }
        boolean isClaimed = false;
        for (Step step : trace.steps()) {
            if (!step.isBelieved() && !isClaimed) {
                isClaimed = true;
                rows.wrapped(
                        Row.Kind.WARNING,
                        "What follows was handed in with the message: it is only claimed.",
                        2);
            }
            step(step);
        }
        trace.date()
                .ifPresent(date ->
                        rows.wrapped(Row.Kind.PLAIN, "written " + WHEN.format(date), INDENT));
        rows.blank();
    }

    private void step(Step step) {
        Row.Kind kind = step.isBelieved() ? Row.Kind.PLAIN : Row.Kind.CLAIMED;
        String number = String.format(Locale.ROOT, "%4d", step.number());
        switch (step.hop()) {
            case Hop.Unreadable(var written) -> {
                rows.row(kind, cells(number, "cannot be read:", "", "", ""));
                rows.wrapped(kind, written, INDENT);
            }
            case Hop.Received hop -> {
                String tls = hop.tls().isEmpty() ? "none" : hop.tls().split(" ", 2)[0];
                String when = hop.date().map(WHEN::format).orElse("?");
                String after = step.delay().map(TraceText::length).orElse("");
                if (isNarrow) {
                    rows.row(kind, number + "  " + Harmless.line(when));
                    rows.wrapped(kind, words(after, hop.protocol(), tls), INDENT);
                } else {
                    rows.row(kind, cells(number, when, after, hop.protocol(), tls));
                }
                from(hop.client(), kind);
                by(hop, kind);
                if (hop.date().isEmpty()) {
                    rows.wrapped(kind, hop.written(), INDENT);
                }
            }
        }
        step.remarks().forEach(r -> rows.wrapped(Row.Kind.REMARK, "! " + r.text(), INDENT));
    }

    private void from(Hop.Client client, Row.Kind kind) {
        String address = client.address().map(a -> " [" + Addresses.text(a) + "]").orElse("");
        String said =
                client.reverse().isEmpty() || client.helo().equalsIgnoreCase(client.reverse())
                        ? ""
                        : ", called itself " + client.helo();
        if (!(client.name() + address).isEmpty()) {
            rows.wrapped(kind, "from " + client.name() + address + said, INDENT);
        }
    }

    private void by(Hop.Received hop, Row.Kind kind) {
        String id = hop.id().isEmpty() ? "" : ", id " + hop.id();
        String recipient = hop.recipient().isEmpty() ? "" : ", for " + hop.recipient();
        rows.wrapped(
                kind, "by   " + (hop.by().isEmpty() ? "?" : hop.by()) + id + recipient, INDENT);
    }

    /// The same as cells, for where they have no room.
    private static String words(String after, String with, String tls) {
        return (after.isEmpty() ? "" : "after " + after + ", ")
                + (with.isEmpty() ? "" : "with " + with + ", ")
                + switch (tls) {
                    case "none" -> "no TLS";
                    case "yes" -> "TLS";
                    default -> tls;
                };
    }

    private static String cells(String number, String when, String after, String with, String tls) {
        return number
                + "  "
                + Columns.fit(Harmless.line(when), 26)
                + "  "
                + Columns.fit(Harmless.line(after), 13)
                + " "
                + Columns.fit(Harmless.line(with), 12)
                + " "
                + Harmless.line(tls);
    }

    private void envelope(List<Field> fields) {
        if (fields.isEmpty()) {
            return;
        }
        rows.heading("On the envelope");
        fields.forEach(f -> rows.wrapped(Row.Kind.PLAIN, f.name() + ": " + f.body(), 2));
        rows.blank();
    }

    private void checks(List<AuthenticationResults> checks) {
        if (checks.isEmpty()) {
            return;
        }
        rows.heading("What servers say they checked (Authentication-Results)");
        for (AuthenticationResults each : checks) {
            Row.Kind kind = each.isBelieved() ? Row.Kind.PLAIN : Row.Kind.CLAIMED;
            rows.wrapped(
                    kind,
                    each.authserv() + (each.isBelieved() ? "" : ", not believed: " + each.doubt()),
                    2);
            each.results()
                    .forEach(r ->
                            rows.wrapped(
                                    kind,
                                    r.method()
                                            + "="
                                            + r.result()
                                            + " "
                                            + String.join(" ", r.properties()),
                                    INDENT));
        }
        rows.blank();
    }

    private void signs(List<Sign> signs) {
        rows.heading("Signs of forgery");
        if (signs.isEmpty()) {
            rows.wrapped(Row.Kind.PLAIN, "none found", 2);
            return;
        }
        signs.forEach(s -> rows.wrapped(Row.Kind.WARNING, "! " + s.text(), 2));
        rows.wrapped(
                Row.Kind.PLAIN,
                "They are reasons to look closer; honest mail can have them too.",
                2);
    }
}
