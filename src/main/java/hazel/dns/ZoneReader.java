package hazel.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a zone file and goes on after mistakes, as a name server does not: a server refuses the
/// whole zone at the first.
final class ZoneReader {

    private static final Pattern TTL = Pattern.compile("[0-9]+|([0-9]+[smhdwSMHDW])+");
    private static final List<String> CLASSES = List.of("IN", "CH", "HS");

    private final List<ZoneRecord> records = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private DomainName origin;
    private Optional<DomainName> owner = Optional.empty();

    private ZoneReader(DomainName origin) {
        this.origin = origin;
    }

    /// @param findings what cannot be read
    record Zone(List<ZoneRecord> records, List<Finding> findings) {
        Zone {
            records = List.copyOf(records);
            findings = List.copyOf(findings);
        }
    }

    static Zone read(String text, DomainName origin) {
        var reader = new ZoneReader(origin);
        ZoneLines.of(text).forEach(reader::entry);
        return new Zone(reader.records, reader.findings);
    }

    /// The origin that a file begins with, where it says.
    static Optional<DomainName> origin(String text) {
        return ZoneLines.of(text).stream()
                .limit(1000)
                .filter(e -> e.words().getFirst().equalsIgnoreCase("$ORIGIN"))
                .filter(e -> e.words().size() > 1 && e.words().get(1).endsWith("."))
                .findFirst()
                .map(e -> DomainName.of(e.words().get(1)));
    }

    private void entry(ZoneLines.Entry entry) {
        if (entry.words().getFirst().startsWith("$")) {
            directive(entry);
            return;
        }
        int at = entry.isContinued() ? 0 : 1;
        String ownerWord = entry.isContinued() ? "" : entry.words().getFirst();
        if (!entry.isContinued()) {
            owner = Optional.of(absolute(ownerWord));
        }
        while (at < entry.words().size() && isBeforeType(entry.words().get(at))) {
            at++;
        }
        if (owner.isEmpty()) {
            mistake(entry, "the first record has no owner");
        } else if (at >= entry.words().size()) {
            mistake(entry, "there is an owner and no record");
        } else {
            record(entry, ownerWord, at);
        }
    }

    private static boolean isBeforeType(String word) {
        return TTL.matcher(word).matches() || CLASSES.contains(word.toUpperCase(Locale.ROOT));
    }

    private void record(ZoneLines.Entry entry, String ownerWord, int at) {
        String type = entry.words().get(at).toUpperCase(Locale.ROOT);
        List<String> rest = entry.words().subList(at + 1, entry.words().size());
        DomainName name = owner.orElse(origin);
        if (!RecordSyntax.isType(type)) {
            mistake(entry, "there is no record type '" + entry.words().get(at) + "'");
            return;
        }
        Optional<Data> data = Optional.empty();
        if (type.equals("MX") && !hasPreference(rest)) {
            findings.add(
                    Finding.error(
                                    Fault.NO_PREFERENCE,
                                    "the MX record of "
                                            + name
                                            + " has no preference; no name server takes it."
                                            + " Expected 'MX 10 "
                                            + (rest.isEmpty() ? "host" : rest.getLast())
                                            + "'")
                            .at(entry.line()));
        } else {
            switch (RecordSyntax.of(name, type, String.join(" ", rest), origin)) {
                case RecordSyntax.Good(var found) -> data = found;
                case RecordSyntax.Bad(var why) ->
                        mistake(entry, "the " + type + " record of " + name + ": " + why);
            }
        }
        records.add(new ZoneRecord(entry.line(), ownerWord, name, origin, type, rest, data));
    }

    private static boolean hasPreference(List<String> words) {
        return words.size() > 1 && words.getFirst().matches("[0-9]{1,5}");
    }

    private void directive(ZoneLines.Entry entry) {
        List<String> words = entry.words();
        switch (words.getFirst().toUpperCase(Locale.ROOT)) {
            case "$ORIGIN" -> {
                if (words.size() < 2) {
                    mistake(entry, "$ORIGIN names nothing");
                } else {
                    origin = absolute(words.get(1));
                }
            }
            case "$TTL" -> {
                if (words.size() < 2 || !TTL.matcher(words.get(1)).matches()) {
                    mistake(entry, "$TTL needs a time, as 3600 or 1h");
                }
            }
            case "$INCLUDE", "$GENERATE" ->
                    findings.add(
                            Finding.note(
                                            Fault.ZONE_SYNTAX,
                                            words.getFirst()
                                                    + " is not followed: what it brings is not"
                                                    + " looked at")
                                    .at(entry.line()));
            default -> mistake(entry, "there is no directive '" + words.getFirst() + "'");
        }
    }

    private void mistake(ZoneLines.Entry entry, String text) {
        findings.add(Finding.error(Fault.ZONE_SYNTAX, text).at(entry.line()));
    }

    private DomainName absolute(String word) {
        return absolute(word, origin);
    }

    /// What a word in a zone file names: without a final dot it lies beneath the origin.
    static DomainName absolute(String word, DomainName origin) {
        if (word.equals("@")) {
            return origin;
        }
        return word.endsWith(".") ? DomainName.of(word) : origin.child(word);
    }
}
