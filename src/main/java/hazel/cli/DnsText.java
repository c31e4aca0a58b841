package hazel.cli;

import hazel.dns.AddressReport;
import hazel.dns.Addresses;
import hazel.dns.Authority;
import hazel.dns.BlockList;
import hazel.dns.Dane;
import hazel.dns.DkimKey;
import hazel.dns.Dmarc;
import hazel.dns.DomainName;
import hazel.dns.DomainReport;
import hazel.dns.Finding;
import hazel.dns.MailRoute.Exchange;
import hazel.dns.MailRoute.Outcome;
import hazel.dns.MailRoute.Use;
import hazel.dns.MtaSts;
import hazel.dns.Reverse;
import hazel.dns.Spf;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.trust.Organisation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `hazel dns` found out, in lines for a person. Every one of them is harmless: names and
/// texts come from whoever has the domain.
final class DnsText {

    private static final int WIDTH = 78;
    private static final int LABEL = 9;

    /// Of a record that is shown, in columns.
    private static final int LONGEST = 400;

    private final List<String> lines = new ArrayList<>();
    private String last = "";

    private DnsText() {}

    static List<String> domain(DomainReport report, DnsBesides besides) {
        var text = new DnsText();
        besides.address().ifPresent(a -> a.lines().forEach(line -> text.item("Address", line)));
        text.route(report);
        boolean exists = !(report.route().outcome() instanceof Outcome.NoSuchDomain);
        if (exists) {
            text.line("");
            report.reverse().forEach(text::reverse);
            text.spf(report.spf());
            text.dkim(report.dkim());
            report.dmarc().ifPresentOrElse(text::dmarc, () -> text.item("DMARC", "none"));
            report.mtaSts().ifPresentOrElse(text::sts, () -> text.item("MTA-STS", "none"));
            text.item("TLS-RPT", orNone(String.join(", ", report.tlsReports())));
            text.dane(report.dane());
            text.authority(report.authority());
        }
        besides.probed().orElse(List.of()).forEach(a -> text.item("Probe", a.line()));
        text.item("By hand", besides.byHand().mailOf(report.domain()));
        text.findings(report.findings());
        text.line("");
        text.paragraph("", verdict(report));
        if (besides.isSilent()) {
            text.paragraph(
                    "",
                    "None of the servers answers from here; many networks let nothing out to port"
                            + " 25.");
        }
        return text.lines;
    }

    static List<String> address(AddressReport report, ByHand byHand) {
        var text = new DnsText();
        text.reverse(report.reverse());
        for (BlockList.Listing listing : report.listings()) {
            String says =
                    switch (listing.state()) {
                        case LISTED -> "LISTED: " + listing.text();
                        case NOT_LISTED -> "not listed";
                        case BROKEN, NO_ANSWER -> "says nothing: " + listing.text();
                    };
            text.item("Lists", listing.list() + "  " + says);
        }
        text.item("By hand", byHand.namesOf(report.reverse().address()));
        text.findings(report.findings());
        return text.lines;
    }

    static List<String> zone(String file, List<Finding> findings) {
        var text = new DnsText();
        for (Finding finding : findings) {
            text.line(
                    file
                            + ":"
                            + finding.line()
                            + ": "
                            + word(finding.severity())
                            + " "
                            + finding.fault().word()
                            + ": "
                            + finding.text());
        }
        if (findings.stream().noneMatch(Finding::isError)) {
            text.line(file + ": no errors");
        }
        return text.lines;
    }

    private void line(String text) {
        lines.add(Harmless.line(text));
    }

    /// A label, where it is another than the last, and a text wrapped beside it.
    private void item(String label, String text) {
        boolean isAgain = label.equals(last);
        last = label;
        String shown = isAgain ? "" : label;
        paragraph(shown + " ".repeat(Math.max(1, LABEL - Columns.width(shown))), text);
    }

    /// Wraps a text, with something before its first line.
    private void paragraph(String before, String text) {
        String indent = " ".repeat(Columns.width(before));
        String rest = Columns.cut(Harmless.line(text), LONGEST * 4);
        String start = before;
        int room = WIDTH - Columns.width(before);
        while (Columns.width(rest) > room) {
            int space = rest.lastIndexOf(' ', room);
            int cut = space > 0 ? space : Math.min(rest.length(), room);
            line(start + rest.substring(0, cut));
            rest = rest.substring(cut).stripLeading();
            start = indent;
        }
        line(start + rest);
    }

    private void route(DomainReport report) {
        if (!report.aliases().isEmpty()) {
            line(
                    report.domain()
                            + " is an alias: "
                            + report.aliases().stream()
                                    .map(DomainName::toString)
                                    .collect(Collectors.joining(", then ")));
        }
        List<Exchange> exchanges =
                report.route().exchanges().stream()
                        .sorted(
                                Comparator.comparingInt(Exchange::preference)
                                        .thenComparing(Exchange::host))
                        .toList();
        if (exchanges.isEmpty()) {
            line("Mail for " + report.domain() + " goes nowhere.");
            return;
        }
        line(
                "Mail for "
                        + report.domain()
                        + " goes to"
                        + (exchanges.size() > 1 ? ", in this order:" : ":"));
        int width =
                Math.min(
                        40,
                        exchanges.stream()
                                .mapToInt(e -> e.host().toString().length())
                                .max()
                                .orElse(0));
        for (Exchange exchange : exchanges) {
            String before =
                    String.format(
                            Locale.ROOT,
                            "%s%5d  %-" + width + "s  ",
                            report.hasMx() ? "MX" : "  ",
                            exchange.preference(),
                            exchange.host());
            paragraph(before, use(exchange));
        }
        boolean hasEqual =
                exchanges.stream().map(Exchange::preference).distinct().count() < exchanges.size();
        if (hasEqual) {
            line("Those of equal preference in any order, drawn anew for each message.");
        }
        List<String> others =
                exchanges.stream()
                        .filter(e -> e.use() instanceof Use.Try)
                        .map(e -> Organisation.of(e.host().text()))
                        .filter(o -> !o.equals(Organisation.of(report.domain().text())))
                        .distinct()
                        .toList();
        if (!others.isEmpty()) {
            paragraph("", "So it is handled by others: " + String.join(", ", others) + ".");
        }
    }

    static String use(Exchange exchange) {
        return switch (exchange.use()) {
            case Use.Try(var addresses) ->
                    addresses.stream()
                            .sorted(Comparator.comparing(a -> a.getAddress().length))
                            .map(Addresses::text)
                            .collect(Collectors.joining(", "));
            case Use.Ourselves(var addresses) when addresses.isEmpty() -> "the sender itself";
            case Use.Ourselves(var addresses) ->
                    addresses.stream().map(Addresses::text).collect(Collectors.joining(", "))
                            + ": the sender itself";
            case Use.BehindOurselves _ -> "not tried: it comes after the sender itself";
            case Use.NoSuchHost _ -> "does not exist";
            case Use.NoAddress _ -> "has no address";
            case Use.NoName _ -> "is an address and no name";
            case Use.Null _ -> "no mail";
            case Use.NoAnswer(var reason) -> reason;
        };
    }

    private static String verdict(DomainReport report) {
        boolean isErroneous = report.findings().stream().anyMatch(Finding::isError);
        Outcome outcome = report.route().outcome();
        return outcome instanceof Outcome.Deliver && isErroneous
                ? "Mail for "
                        + report.domain()
                        + " would arrive, as far as the DNS goes, in spite of the errors above."
                : verdict(report.domain(), outcome);
    }

    static String verdict(DomainName domain, Outcome outcome) {
        String mail = "Mail for " + domain;
        return switch (outcome) {
            case Outcome.Deliver _ -> mail + " would arrive, as far as the DNS goes.";
            case Outcome.NoMail _ ->
                    mail + " would be refused: the domain says that it takes none (null MX).";
            case Outcome.NoSuchDomain _ ->
                    mail + " would come back at once: there is no such domain.";
            case Outcome.NoHost _ ->
                    mail + " would come back at once: no host that takes it can be found.";
            case Outcome.LoopsBack _ ->
                    mail
                            + " would come back at once: the first host of its list is every"
                            + " sender itself.";
            case Outcome.Broken(var reason) -> mail + " would come back at once: " + reason + ".";
            case Outcome.TryLater(var reason) ->
                    mail + " would wait and be tried again: " + reason + ".";
        };
    }

    private void reverse(Reverse reverse) {
        String names =
                reverse.names().stream()
                        .map(n ->
                                n
                                        + (reverse.confirmed().contains(n)
                                                ? ", and back"
                                                : ", which leads elsewhere"))
                        .collect(Collectors.joining("; "));
        item(
                "Reverse",
                Addresses.text(reverse.address())
                        + " is "
                        + (reverse.trouble().isEmpty()
                                ? names.isEmpty() ? "without a name" : names
                                : "not known: " + reverse.trouble()));
    }

    private void spf(Spf spf) {
        if (spf.records().isEmpty()) {
            item("SPF", "none");
        }
        for (String record : spf.records()) {
            item("SPF", Columns.cut(Harmless.line(record), LONGEST));
        }
        if (!spf.records().isEmpty()) {
            item("SPF", spf.lookups() + " look-ups of at most " + Spf.ALLOWED);
        }
    }

    private void dkim(List<DkimKey> keys) {
        if (keys.isEmpty()) {
            item("DKIM", "none found");
        }
        for (DkimKey key : keys) {
            String state =
                    switch (key.state()) {
                        case IN_USE -> key.bits() + " bits";
                        case TESTING -> key.bits() + " bits, a test";
                        case REVOKED -> "taken back";
                        case UNREADABLE -> "cannot be read";
                    };
            item("DKIM", key.selector() + "  " + key.algorithm() + ", " + state);
        }
    }

    private void dmarc(Dmarc dmarc) {
        item(
                "DMARC",
                dmarc.policy()
                        + ", says "
                        + dmarc.at()
                        + (dmarc.reports().isEmpty()
                                ? ""
                                : "; reports to " + String.join(", ", dmarc.reports())));
    }

    private void sts(MtaSts sts) {
        item(
                "MTA-STS",
                sts.policy()
                        .map(p ->
                                p.mode()
                                        + " "
                                        + String.join(", ", p.mx())
                                        + " for "
                                        + p.maxAge() / 86_400
                                        + " days")
                        .orElse("a record without a policy"));
    }

    private void dane(List<Dane> dane) {
        if (dane.isEmpty()) {
            item("DANE", "none");
        }
        for (Dane host : dane) {
            item(
                    "DANE",
                    host.host()
                            + "  "
                            + host.records().stream()
                                    .map(r ->
                                            r.usage()
                                                    + " "
                                                    + r.selector()
                                                    + " "
                                                    + r.matching()
                                                    + " "
                                                    + Columns.cut(r.digest(), 16))
                                    .collect(Collectors.joining(", "))
                            + (host.isSigned() ? "; signed" : "; not signed"));
        }
    }

    private void authority(Authority authority) {
        List<Authority.View> views = authority.views();
        String common =
                views.stream()
                        .filter(v -> v.serial().isPresent())
                        .map(v -> String.join(", ", v.said()))
                        .findFirst()
                        .orElse("");
        boolean agree =
                views.stream()
                        .filter(v -> v.serial().isPresent())
                        .allMatch(v -> String.join(", ", v.said()).equals(common));
        for (Authority.View view : views) {
            String server =
                    view.server() + view.address().map(a -> "  " + Addresses.text(a)).orElse("");
            item("Servers", server + "  " + said(view, agree));
        }
    }

    private static String said(Authority.View view, boolean agree) {
        return switch (view.standing()) {
            case Authority.Standing.Authoritative _ ->
                    "serial "
                            + view.serial().map(String::valueOf).orElse("")
                            + (agree ? "" : "  " + String.join(", ", view.said()));
            case Authority.Standing.Lame(var reason) -> "lame: " + reason;
            case Authority.Standing.Silent(var reason) -> reason;
        };
    }

    private void findings(List<Finding> findings) {
        if (!findings.isEmpty()) {
            line("");
        }
        for (Finding finding : findings) {
            String word = word(finding.severity());
            paragraph(
                    word + " ".repeat(LABEL - word.length()),
                    finding.fault().word() + ": " + finding.text());
        }
    }

    static String word(Finding.Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "none" : text;
    }
}
