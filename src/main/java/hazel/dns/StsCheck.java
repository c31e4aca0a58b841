package hazel.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for MTA-STS, and whether the exchanges are those that its policy names.
final class StsCheck {

    private StsCheck() {}

    static Checked<Optional<MtaSts>> of(
            DomainName domain, MailRoute route, Resolver resolver, MtaSts.Source source) {
        Answer answer = resolver.ask(domain.child("_mta-sts"), RecordType.TXT);
        if (answer instanceof Answer.NoAnswer(var reason)) {
            return new Checked<>(
                    Optional.empty(),
                    List.of(Finding.warning(Fault.NO_ANSWER, "MTA-STS: " + reason)));
        }
        List<String> records = Tags.records(answer, "v=STSv1");
        if (records.isEmpty()) {
            return new Checked<>(Optional.empty(), List.of());
        }
        String id = Tags.of(records.getFirst()).getOrDefault("id", "");
        if (records.size() > 1 || !id.matches("[A-Za-z0-9]{1,32}")) {
            return new Checked<>(
                    Optional.of(new MtaSts(id, Optional.empty())),
                    List.of(
                            Finding.error(
                                    Fault.MTA_STS,
                                    records.size() > 1
                                            ? "there are several MTA-STS records; senders then"
                                                    + " heed none"
                                            : "the MTA-STS record has no proper id")));
        }
        MtaSts.Fetched fetched = source.fetch(domain);
        Optional<MtaSts.Policy> policy =
                fetched.trouble().isEmpty() ? MtaSts.Policy.read(fetched.text()) : Optional.empty();
        return new Checked<>(
                Optional.of(new MtaSts(id, policy)), findings(domain, fetched, policy, route));
    }

    private static List<Finding> findings(
            DomainName domain,
            MtaSts.Fetched fetched,
            Optional<MtaSts.Policy> policy,
            MailRoute route) {
        String place = "https://mta-sts." + domain + "/.well-known/mta-sts.txt";
        if (!fetched.trouble().isEmpty()) {
            return List.of(
                    Finding.error(
                            Fault.MTA_STS,
                            "the MTA-STS policy cannot be had: "
                                    + place
                                    + ": "
                                    + fetched.trouble()));
        }
        if (policy.isEmpty()) {
            return List.of(
                    Finding.error(
                            Fault.MTA_STS,
                            place
                                    + " holds no MTA-STS policy; expected version, mode, mx and"
                                    + " max_age"));
        }
        List<Finding> findings = new ArrayList<>();
        for (MailRoute.Exchange exchange : route.exchanges()) {
            if (!policy.get().mode().equals("none")
                    && !exchange.host().isRoot()
                    && !policy.get().allows(exchange.host())) {
                findings.add(
                        new Finding(
                                policy.get().mode().equals("enforce")
                                        ? Finding.Severity.ERROR
                                        : Finding.Severity.WARNING,
                                Fault.MTA_STS,
                                0,
                                "the MTA-STS policy does not name the MX host "
                                        + exchange.host()
                                        + ": senders that heed it do not use that host"));
            }
        }
        return findings;
    }
}
