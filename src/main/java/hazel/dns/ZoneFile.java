package hazel.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// A zone file looked through for the errors that are made with mail. Some of them no name server
/// ever shows: it takes no MX record without a preference, and of a missing final dot it shows only
/// what came of it.
///
/// Nobody is asked: what other zones hold is not known here, and not complained of.
public final class ZoneFile {

    private final DomainName zone;
    private final ZoneReader.Zone read;
    private final ZoneResolver resolver;
    private final List<Finding> findings;

    private ZoneFile(DomainName zone, String text) {
        this.zone = zone;
        this.read = ZoneReader.read(text, zone);
        this.resolver = new ZoneResolver(zone, read.records());
        this.findings = new ArrayList<>(read.findings());
    }

    /// The zone that a file is about, by its first `$ORIGIN`.
    public static Optional<DomainName> zone(String text) {
        return ZoneReader.origin(text);
    }

    /// What is wrong, by line.
    public static List<Finding> check(DomainName zone, String text) {
        return new ZoneFile(zone, text).check();
    }

    private List<Finding> check() {
        Map<DomainName, List<ZoneRecord>> byOwner = new LinkedHashMap<>();
        for (ZoneRecord record : read.records()) {
            byOwner.computeIfAbsent(record.owner(), _ -> new ArrayList<>()).add(record);
            owner(record);
            if (!target(record)) {
                if (record.is(RecordType.MX)) {
                    exchange(record);
                } else if (record.is(RecordType.NS)) {
                    nameServer(record);
                }
            }
        }
        byOwner.values().forEach(this::together);
        return findings.stream().distinct().sorted(Comparator.comparingInt(Finding::line)).toList();
    }

    /// `mail.example.org A …` in the zone example.org means mail.example.org.example.org.
    private void owner(ZoneRecord record) {
        String word = record.ownerWord();
        if (isDotForgotten(word, record.owner())) {
            add(
                    record,
                    Finding.error(
                            Fault.FINAL_DOT_MISSING,
                            "'" + word + "' without a final dot is " + record.owner()));
        }
    }

    private boolean isDotForgotten(String word, DomainName became) {
        return word.contains(".")
                && !word.endsWith(".")
                && DomainName.of(word).isWithin(zone)
                && became.isWithin(zone);
    }

    /// @return whether the word that names another host lacks its dot
    private boolean target(ZoneRecord record) {
        Optional<String> word = record.target();
        if (word.isEmpty() || word.get().endsWith(".") || !word.get().contains(".")) {
            return false;
        }
        DomainName became = ZoneReader.absolute(word.get(), record.origin());
        String what = "the " + record.type() + " record of " + record.owner();
        if (DomainName.of(word.get()).isWrittenAsAddress()) {
            add(record, isAddress(what, word.get()));
            return true;
        }
        boolean isThere = !(resolver.ask(became, RecordType.A) instanceof Answer.NoSuchName);
        if (isDotForgotten(word.get(), became) || !isThere || record.is(RecordType.PTR)) {
            add(
                    record,
                    Finding.error(
                            Fault.FINAL_DOT_MISSING,
                            what
                                    + " names '"
                                    + word.get()
                                    + "' without a final dot, which is "
                                    + became));
            return true;
        }
        return false;
    }

    private static Finding isAddress(String what, String address) {
        return Finding.error(
                Fault.MX_IS_ADDRESS,
                what + " has the address " + address + " where the name of a host belongs");
    }

    private void exchange(ZoneRecord record) {
        if (record.data().isEmpty() || !(record.data().get() instanceof Data.Mx mx)) {
            return;
        }
        var mxAnswer = new Answer.Found(List.of(mx), List.of(), Answer.Marks.NONE);
        var host = MailAnswers.host(mx.exchange(), resolver);
        var answers = new MailAnswers(record.owner(), mxAnswer, Map.of(mx.exchange(), host));
        MailRoute route = MailRoute.of(answers, Self.ANYBODY, new SplittableRandom(0));
        new RouteCheck(answers, route, resolver)
                .findings().stream()
                        .filter(f -> f.fault() != Fault.NO_ANSWER)
                        .forEach(f -> add(record, f));
    }

    private void nameServer(ZoneRecord record) {
        if (record.data().isEmpty() || !(record.data().get() instanceof Data.NameServer ns)) {
            return;
        }
        MailAnswers.HostAnswers host = MailAnswers.host(ns.host(), resolver);
        if (!host.isUncertain() && host.addresses().isEmpty()) {
            add(
                    record,
                    Finding.error(
                            Fault.NAME_SERVER_WITHOUT_ADDRESS,
                            "the name server " + ns.host() + " has no address"));
        }
    }

    /// What is wrong with the records of one owner side by side.
    private void together(List<ZoneRecord> records) {
        ZoneRecord first = records.getFirst();
        List<ZoneRecord> aliases = records.stream().filter(r -> r.is(RecordType.CNAME)).toList();
        boolean isAlone =
                records.stream()
                        .allMatch(
                                r -> List.of("CNAME", "RRSIG", "NSEC", "NSEC3").contains(r.type()));
        if (!aliases.isEmpty() && (!isAlone || aliases.size() > 1)) {
            add(
                    aliases.getFirst(),
                    Finding.error(
                            Fault.ALIAS_WITH_OTHER_DATA,
                            first.owner()
                                    + " is an alias and has other records, which a name server"
                                    + " does not take"));
        }
        List<ZoneRecord> exchanges = records.stream().filter(r -> r.is(RecordType.MX)).toList();
        boolean hasNull = exchanges.stream().anyMatch(r -> r.data().equals(Optional.of(nullMx(r))));
        if (hasNull && exchanges.size() > 1) {
            add(
                    exchanges.getFirst(),
                    Finding.error(
                            Fault.NULL_MX_NOT_ALONE,
                            "the MX record '.' says that "
                                    + first.owner()
                                    + " takes no mail, and there are others beside it"));
        }
        repeated(records);
        spf(records);
    }

    private static Data nullMx(ZoneRecord record) {
        int preference =
                record.data()
                        .filter(Data.Mx.class::isInstance)
                        .map(d -> ((Data.Mx) d).preference())
                        .orElse(0);
        return new Data.Mx(preference, DomainName.ROOT);
    }

    private void repeated(List<ZoneRecord> records) {
        for (int i = 1; i < records.size(); i++) {
            ZoneRecord record = records.get(i);
            boolean isAgain =
                    record.data().isPresent()
                            && records.subList(0, i).stream()
                                    .anyMatch(r -> r.data().equals(record.data()));
            if (isAgain) {
                add(
                        record,
                        Finding.note(
                                Fault.DUPLICATE,
                                "the "
                                        + record.type()
                                        + " record of "
                                        + record.owner()
                                        + " is there twice"));
            }
        }
    }

    private void spf(List<ZoneRecord> records) {
        for (ZoneRecord record : records) {
            boolean isSpf =
                    record.data()
                            .filter(d ->
                                    d instanceof Data.Text(var text) && text.startsWith("v=spf1"))
                            .isPresent();
            if (isSpf) {
                SpfCheck.of(record.owner(), resolver).findings().stream()
                        .filter(f -> f.fault() != Fault.NO_ANSWER)
                        .forEach(f -> add(record, f));
                return;
            }
        }
    }

    private void add(ZoneRecord record, Finding finding) {
        findings.add(finding.at(record.line()));
    }
}
