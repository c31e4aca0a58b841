package hazel.cli;

import hazel.dns.AddressReport;
import hazel.dns.Addresses;
import hazel.dns.Authority;
import hazel.dns.DomainReport;
import hazel.dns.Finding;
import hazel.dns.MailRoute.Exchange;
import hazel.dns.MailRoute.Outcome;
import hazel.dns.MailRoute.Use;
import hazel.dns.MtaSts;
import hazel.dns.Reverse;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What `hazel dns` found out, as JSON. Names, once out, do not change meaning.
final class DnsJson {

    private DnsJson() {}

    static JsonObjectBuilder domain(DomainReport report) {
        JsonObjectBuilder json =
                Json.object()
                        .add("domain", report.domain().text())
                        .add("aliases", texts(report.aliases()))
                        .add("outcome", outcome(report.route().outcome()))
                        .add("hasMx", report.hasMx())
                        .add("exchanges", list(report.route().exchanges(), DnsJson::exchange))
                        .add("reverse", list(report.reverse(), DnsJson::reverse))
                        .add(
                                "spf",
                                Json.object()
                                        .add("records", texts(report.spf().records()))
                                        .add("lookups", report.spf().lookups()))
                        .add(
                                "dkim",
                                list(
                                        report.dkim(),
                                        k ->
                                                Json.object()
                                                        .add("selector", k.selector())
                                                        .add("algorithm", k.algorithm())
                                                        .add("bits", k.bits())
                                                        .add("state", word(k.state()))));
        report.dmarc()
                .ifPresent(d ->
                        json.add(
                                "dmarc",
                                Json.object()
                                        .add("domain", d.at().text())
                                        .add("record", d.record())
                                        .add("policy", d.policy())
                                        .add("reports", texts(d.reports()))));
        report.mtaSts().ifPresent(s -> json.add("mtaSts", sts(s)));
        json.add("tlsReports", texts(report.tlsReports()))
                .add(
                        "dane",
                        list(
                                report.dane(),
                                d ->
                                        Json.object()
                                                .add("host", d.host().text())
                                                .add("records", texts(d.records()))
                                                .add("signed", d.isSigned())))
                .add("zone", report.authority().zone().text())
                .add("servers", list(report.authority().views(), DnsJson::server))
                .add("findings", list(report.findings(), DnsJson::finding));
        return json;
    }

    static JsonArrayBuilder probed(List<MailProbe.Answered> all) {
        return list(
                all,
                a ->
                        Json.object()
                                .add("host", a.target().host().text())
                                .add("address", Addresses.text(a.target().address()))
                                .add("answers", a.isThere())
                                .add("text", a.said()));
    }

    static JsonObject address(AddressReport report) {
        return reverse(report.reverse())
                .add(
                        "lists",
                        list(
                                report.listings(),
                                l ->
                                        Json.object()
                                                .add("list", l.list().text())
                                                .add("state", word(l.state()))
                                                .add("text", l.text())))
                .add("findings", list(report.findings(), DnsJson::finding))
                .build();
    }

    static JsonObjectBuilder finding(Finding finding) {
        JsonObjectBuilder json =
                Json.object()
                        .add("severity", word(finding.severity()))
                        .add("name", finding.fault().word())
                        .add("text", finding.text());
        return finding.line() > 0 ? json.add("line", finding.line()) : json;
    }

    static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deliver _ -> "deliver";
            case Outcome.NoMail _ -> "no-mail";
            case Outcome.NoSuchDomain _ -> "no-such-domain";
            case Outcome.NoHost _ -> "no-host";
            case Outcome.LoopsBack _ -> "loops-back";
            case Outcome.Broken _ -> "broken";
            case Outcome.TryLater _ -> "try-later";
        };
    }

    static JsonObjectBuilder exchange(Exchange exchange) {
        String use =
                switch (exchange.use()) {
                    case Use.Try _ -> "try";
                    case Use.Ourselves _ -> "self";
                    case Use.BehindOurselves _ -> "behind-self";
                    case Use.NoSuchHost _ -> "no-such-host";
                    case Use.NoAddress _ -> "no-address";
                    case Use.NoName _ -> "no-name";
                    case Use.Null _ -> "null";
                    case Use.NoAnswer _ -> "no-answer";
                };
        JsonArrayBuilder addresses = Json.array();
        exchange.addresses().forEach(a -> addresses.add(Addresses.text(a)));
        return Json.object()
                .add("preference", exchange.preference())
                .add("host", exchange.host().text())
                .add("use", use)
                .add("addresses", addresses);
    }

    private static JsonObjectBuilder reverse(Reverse reverse) {
        return Json.object()
                .add("address", Addresses.text(reverse.address()))
                .add("names", texts(reverse.names()))
                .add("confirmed", texts(reverse.confirmed()));
    }

    private static JsonObjectBuilder sts(MtaSts sts) {
        JsonObjectBuilder json = Json.object().add("id", sts.id());
        sts.policy()
                .ifPresent(p ->
                        json.add("mode", p.mode())
                                .add("mx", texts(p.mx()))
                                .add("maxAge", p.maxAge()));
        return json;
    }

    private static JsonObjectBuilder server(Authority.View view) {
        JsonObjectBuilder json =
                Json.object()
                        .add("server", view.server().text())
                        .add("address", view.address().map(a -> Addresses.text(a)).orElse(""))
                        .add(
                                "state",
                                switch (view.standing()) {
                                    case Authority.Standing.Authoritative _ -> "authoritative";
                                    case Authority.Standing.Lame _ -> "lame";
                                    case Authority.Standing.Silent _ -> "silent";
                                })
                        .add("said", texts(view.said()));
        view.serial().ifPresent(serial -> json.add("serial", serial));
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonArrayBuilder texts(Collection<?> all) {
        JsonArrayBuilder json = Json.array();
        all.forEach(each -> json.add(each.toString()));
        return json;
    }

    private static <T> JsonArrayBuilder list(
            Collection<T> all, Function<T, JsonObjectBuilder> make) {
        JsonArrayBuilder json = Json.array();
        all.forEach(each -> json.add(make.apply(each)));
        return json;
    }
}
