package hazel.verify;

import hazel.dns.Resolver;
import hazel.verify.PublicKeys.Found;
import hazel.verify.RawMessage.RawField;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the servers that handed a message on say they saw, each sealed by the next (RFC 8617). It
/// tells nothing of who wrote the message; only whether those who sealed it are worth belief, which
/// the user has to know.
///
/// @param sealers the domains, the first that handed the message on first
/// @param reason why the chain does not hold; empty where it does, or where there is none
public record Arc(Result result, List<String> sealers, String reason) {

    /// RFC 8617 section 4.2.1.
    private static final int MOST = 50;

    static final Arc NONE = new Arc(Result.NONE, List.of(), "");

    public Arc {
        sealers = List.copyOf(sealers);
    }

    /// What one server added.
    private record Set(RawField results, RawField signature, RawField seal) {}

    static Arc check(RawMessage message, Resolver resolver, Instant now) {
        List<RawField> seals = message.named("ARC-Seal");
        List<RawField> signatures = message.named("ARC-Message-Signature");
        List<RawField> results = message.named("ARC-Authentication-Results");
        int count = seals.size();
        if (count == 0 && signatures.isEmpty() && results.isEmpty()) {
            return NONE;
        }
        if (count > MOST || count != signatures.size() || count != results.size()) {
            return broken(List.of(), "its fields do not belong together");
        }
        List<Set> sets = new ArrayList<>();
        Map<Integer, RawField> numberedSeals = numbered(seals);
        Map<Integer, RawField> numberedSignatures = numbered(signatures);
        Map<Integer, RawField> numberedResults = numbered(results);
        for (int i = 1; i <= count; i++) {
            RawField seal = numberedSeals.get(i);
            RawField signature = numberedSignatures.get(i);
            RawField result = numberedResults.get(i);
            if (seal == null || signature == null || result == null) {
                return broken(List.of(), "there is no whole set of the number " + i);
            }
            sets.add(new Set(result, signature, seal));
        }
        return chain(message, sets, resolver, now);
    }

    private static Map<Integer, RawField> numbered(List<RawField> fields) {
        Map<Integer, RawField> numbered = new HashMap<>();
        fields.forEach(f -> numbered.put(number(f), f));
        return numbered;
    }

    /// ARC-Authentication-Results has its number before the server's name, the others anywhere.
    private static int number(RawField field) {
        boolean isResults = field.isNamed("ARC-Authentication-Results");
        String value = isResults ? field.value().split(";", 2)[0] : field.value();
        return TagList.parse(value)
                .flatMap(tags -> tags.get("i"))
                .filter(i -> i.matches("[0-9]{1,2}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private static Arc broken(List<String> sealers, String reason) {
        return new Arc(Result.FAIL, sealers, reason);
    }

    private static Arc chain(RawMessage message, List<Set> sets, Resolver resolver, Instant now) {
        List<TagList> seals = new ArrayList<>();
        for (Set set : sets) {
            Optional<TagList> tags = TagList.parse(set.seal().value());
            if (tags.isEmpty() || tags.get().get("h").isPresent()) {
                return broken(List.of(), "a seal cannot be read");
            }
            seals.add(tags.get());
        }
        List<String> sealers =
                seals.stream().map(t -> t.get("d", "").toLowerCase(Locale.ROOT)).toList();
        for (int i = 0; i < seals.size(); i++) {
            String said = seals.get(i).get("cv", "").toLowerCase(Locale.ROOT);
            if (!said.equals(i == 0 ? "none" : "pass")) {
                return broken(sealers, sealers.get(i) + " already found it broken");
            }
        }
        Optional<TagList> last = TagList.parse(sets.getLast().signature().value());
        if (last.isEmpty()
                || last.get().get("h", "").toLowerCase(Locale.ROOT).contains("arc-seal")) {
            return broken(sealers, "the last signature cannot be read");
        }
        TagList tags = last.get().without("i"); // a number here, not an identity
        Dkim.Checked newest =
                new Dkim.Check(message, sets.getLast().signature(), tags, resolver, now).check();
        if (newest.result() != Result.PASS) {
            return told(newest, sealers);
        }
        for (int i = sets.size(); i > 0; i--) {
            Dkim.Checked seal = seal(message, sets.subList(0, i), seals.get(i - 1), resolver, now);
            if (seal.result() != Result.PASS) {
                return told(seal, sealers);
            }
        }
        return new Arc(Result.PASS, sealers, "");
    }

    private static Arc told(Dkim.Checked checked, List<String> sealers) {
        Result result = checked.result() == Result.TEMPERROR ? Result.TEMPERROR : Result.FAIL;
        return new Arc(result, sealers, checked.reason());
    }

    /// A seal is over all sets up to its own (RFC 8617 section 5.1.1), always in the relaxed form.
    private static Dkim.Checked seal(
            RawMessage message, List<Set> sets, TagList tags, Resolver resolver, Instant now) {
        Optional<Algorithm> algorithm = Algorithm.named(tags.get("a", ""));
        if (algorithm.isEmpty() || tags.get("d").isEmpty() || tags.get("s").isEmpty()) {
            return Dkim.Checked.wrong(Result.PERMERROR, "a seal cannot be read");
        }
        var text = new StringBuilder();
        for (Set set : sets) {
            boolean isOwn = set == sets.getLast();
            text.append(Canonical.RELAXED.field(set.results().text())).append("\r\n");
            text.append(Canonical.RELAXED.field(set.signature().text())).append("\r\n");
            text.append(
                    isOwn
                            ? Canonical.RELAXED.field(SignedFields.withoutSignature(set.seal()))
                            : Canonical.RELAXED.field(set.seal().text()) + "\r\n");
        }
        String domain = tags.get("d", "").toLowerCase(Locale.ROOT);
        return switch (PublicKeys.find(
                tags.get("s", ""), domain, algorithm.get().keyType(), resolver)) {
            case Found.Trouble(var result, var reason) -> Dkim.Checked.wrong(result, reason);
            case Found.Key key ->
                    new Dkim.Check(message, sets.getLast().seal(), tags, resolver, now)
                            .signed(key, algorithm.get(), text.toString());
        };
    }
}
