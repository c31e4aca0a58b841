package hazel.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Goes through an SPF record and all that it includes, as a receiver would, and counts.
final class SpfCheck {

    private static final String VERSION = "v=spf1";

    /// Where counting ends: more than this nobody needs to know.
    private static final int ENOUGH = 50;

    private static final Set<String> ASKING = Set.of("a", "mx", "ptr", "exists", "include");
    private static final Set<String> QUIET = Set.of("all", "ip4", "ip6");

    private final Resolver resolver;
    private final List<Finding> findings = new ArrayList<>();
    private int lookups;

    private SpfCheck(Resolver resolver) {
        this.resolver = resolver;
    }

    static Checked<Spf> of(DomainName domain, Resolver resolver) {
        return new SpfCheck(resolver).check(domain);
    }

    /// One part of a record: `-include:example.org` or `redirect=example.org`.
    private record Term(char qualifier, String name, String value, boolean isModifier) {

        static Term of(String word) {
            boolean isQualified = "+-~?".indexOf(word.charAt(0)) >= 0;
            String bare = isQualified ? word.substring(1) : word;
            int end = 0;
            while (end < bare.length() && ":/=".indexOf(bare.charAt(end)) < 0) {
                end++;
            }
            boolean hasValue = end < bare.length();
            return new Term(
                    isQualified ? word.charAt(0) : '+',
                    bare.substring(0, end).toLowerCase(Locale.ROOT),
                    hasValue ? bare.substring(bare.charAt(end) == '/' ? end : end + 1) : "",
                    hasValue && bare.charAt(end) == '=');
        }
    }

    private Checked<Spf> check(DomainName domain) {
        Answer answer = resolver.ask(domain, RecordType.TXT);
        List<String> records = Tags.records(answer, VERSION);
        if (answer instanceof Answer.NoAnswer(var reason)) {
            findings.add(Finding.warning(Fault.NO_ANSWER, "SPF: " + reason));
        } else if (records.isEmpty()) {
            findings.add(
                    Finding.warning(
                            Fault.SPF_MISSING,
                            domain
                                    + " has no SPF record, so anybody may send in its name; many"
                                    + " receivers mind"));
        } else if (records.size() > 1) {
            findings.add(
                    Finding.error(
                            Fault.SPF_SEVERAL,
                            domain
                                    + " has "
                                    + records.size()
                                    + " SPF records; receivers then heed none"));
        }
        if (!records.isEmpty()) {
            walk(domain, records.getFirst(), List.of(domain));
            end(records.getFirst(), domain);
        }
        if (lookups > Spf.ALLOWED) {
            findings.add(
                    Finding.error(
                            Fault.SPF_TOO_MANY_LOOKUPS,
                            "the SPF record of "
                                    + domain
                                    + " needs "
                                    + (lookups >= ENOUGH ? ENOUGH + " or more" : lookups)
                                    + " look-ups, and receivers stop at "
                                    + Spf.ALLOWED
                                    + ": to them it is broken"));
        }
        return new Checked<>(new Spf(records, lookups), findings);
    }

    private static List<Term> terms(String record) {
        List<Term> terms = new ArrayList<>();
        for (String word : record.substring(VERSION.length()).strip().split(" +")) {
            if (!word.isEmpty()) {
                terms.add(Term.of(word));
            }
        }
        return terms;
    }

    private void end(String record, DomainName domain) {
        List<Term> terms = terms(record);
        for (Term term : terms) {
            if (term.name.equals("all") && !term.isModifier && term.qualifier == '+') {
                findings.add(
                        Finding.error(
                                Fault.SPF_PASSES_ALL,
                                "the SPF record of "
                                        + domain
                                        + " says +all: anybody may send in its name"));
            }
        }
        if (terms.stream().noneMatch(t -> t.name.equals("all") || t.name.equals("redirect"))) {
            findings.add(
                    Finding.note(
                            Fault.SPF_WITHOUT_END,
                            "the SPF record of "
                                    + domain
                                    + " does not end with 'all', so it forbids nothing"));
        }
    }

    private void walk(DomainName domain, String record, List<DomainName> path) {
        List<Term> terms = terms(record);
        boolean hasAll = terms.stream().anyMatch(t -> t.name.equals("all") && !t.isModifier);
        for (Term term : terms) {
            if (lookups >= ENOUGH) {
                return;
            }
            if (term.isModifier) {
                if (term.name.equals("redirect") && !hasAll) {
                    lookups++;
                    follow(domain, term, path);
                }
            } else if (ASKING.contains(term.name)) {
                lookups++;
                if (term.name.equals("include")) {
                    follow(domain, term, path);
                }
            } else if (!QUIET.contains(term.name)) {
                findings.add(
                        Finding.error(
                                Fault.SPF_SYNTAX,
                                "the SPF record of "
                                        + domain
                                        + " has '"
                                        + term.name
                                        + "', which SPF does not know; receivers then heed none"
                                        + " of it"));
            } else {
                address(domain, term);
            }
        }
    }

    private void address(DomainName domain, Term term) {
        boolean isWrong =
                switch (term.name) {
                    case "ip4", "ip6" -> {
                        String host = term.value.replaceFirst("/[0-9]{1,3}$", "");
                        boolean isV6 = term.name.equals("ip6");
                        yield Addresses.parse(host)
                                .filter(_ -> host.contains(":") == isV6)
                                .isEmpty();
                    }
                    default -> !term.value.isEmpty();
                };
        if (isWrong) {
            findings.add(
                    Finding.error(
                            Fault.SPF_SYNTAX,
                            "the SPF record of "
                                    + domain
                                    + " has '"
                                    + term.name
                                    + ":"
                                    + term.value
                                    + "', which makes no sense"));
        }
    }

    /// Goes into an included record. A macro cannot be followed: it depends on the message.
    private void follow(DomainName domain, Term term, List<DomainName> path) {
        if (term.value.contains("%")) {
            return;
        }
        DomainName target = DomainName.of(term.value);
        if (path.contains(target)) {
            lookups = ENOUGH; // it never ends
            return;
        }
        Answer answer = resolver.ask(target, RecordType.TXT);
        List<String> records = Tags.records(answer, VERSION);
        if (answer instanceof Answer.NoAnswer(var reason)) {
            findings.add(Finding.warning(Fault.NO_ANSWER, "SPF: " + target + ": " + reason));
        } else if (records.size() != 1) {
            findings.add(
                    Finding.error(
                            Fault.SPF_INCLUDE_WITHOUT_RECORD,
                            "the SPF record of "
                                    + domain
                                    + " goes on to "
                                    + target
                                    + ", which has "
                                    + (records.isEmpty() ? "none" : records.size() + " records")
                                    + ": receivers then heed none of it"));
        } else {
            var longer = new ArrayList<>(path);
            longer.add(target);
            walk(target, records.getFirst(), longer);
        }
    }
}
