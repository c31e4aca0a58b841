package hazel.contacts;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mime.AddressParser;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Short names and the addresses they stand for, and addresses alone.
public final class AddressBook {

    public static final AddressBook EMPTY = new AddressBook(Map.of(), List.of());

    /// How deep aliases may name aliases.
    private static final int DEPTH = 10;

    private final Map<String, List<String>> aliases;
    private final List<Address> known;

    private AddressBook(Map<String, List<String>> aliases, List<Address> known) {
        this.aliases = aliases;
        this.known = known;
    }

    /// @param aliases a short name, in any case, and what it stands for: addresses and short names
    /// @param known the latest first
    public static AddressBook of(Map<String, List<String>> aliases, List<Address> known) {
        Map<String, List<String>> folded = new LinkedHashMap<>();
        aliases.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> folded.put(fold(e.getKey()), List.copyOf(e.getValue())));
        return new AddressBook(folded, List.copyOf(known));
    }

    /// Every address: those that aliases stand for, then those known otherwise.
    public Collection<Address> all() {
        Map<String, Address> all = new LinkedHashMap<>();
        for (String alias : aliases.keySet()) {
            expand(alias, new HashMap<>(), DEPTH).forEach(a -> all.putIfAbsent(a.key(), a));
        }
        known.forEach(a -> all.putIfAbsent(a.key(), a));
        return List.copyOf(all.values());
    }

    /// What a short name stands for; empty where it is none. Names that stand for each other in a
    /// circle stand for nothing.
    public List<Address> expand(String alias) {
        return expand(fold(alias), new HashMap<>(), DEPTH);
    }

    private List<Address> expand(String alias, Map<String, Boolean> above, int depth) {
        if (depth == 0 || above.putIfAbsent(alias, true) != null) {
            return List.of();
        }
        Map<String, Address> found = new LinkedHashMap<>();
        for (String each : aliases.getOrDefault(alias, List.of())) {
            List<Address> addresses = strict(each);
            if (addresses.isEmpty()) {
                addresses = expand(fold(each), above, depth - 1);
            }
            addresses.forEach(a -> found.putIfAbsent(a.key(), a));
        }
        above.remove(alias);
        return List.copyOf(found.values());
    }

    /// An address list as a person types it, short names among the addresses.
    ///
    /// @throws MailException where a piece is neither
    public List<Address> read(String typed) throws MailException {
        List<Address> found = new ArrayList<>();
        for (String piece : pieces(typed)) {
            List<Address> expanded = expand(piece);
            found.addAll(expanded.isEmpty() ? AddressParser.parseStrict(piece) : expanded);
        }
        return found;
    }

    /// What was typed, each short name in it become what it stands for. The same text where there
    /// is none.
    public String spelledOut(String typed) {
        List<String> pieces = pieces(typed);
        if (pieces.stream().allMatch(p -> expand(p).isEmpty())) {
            return typed;
        }
        return pieces.stream()
                .flatMap(p -> {
                    List<Address> expanded = expand(p);
                    return expanded.isEmpty()
                            ? Stream.of(p)
                            : expanded.stream().map(Address::typed);
                })
                .collect(Collectors.joining(", "));
    }

    /// The pieces between commas that stand in no quotes, angle brackets or comments.
    static List<String> pieces(String typed) {
        List<String> pieces = new ArrayList<>();
        boolean quoted = false;
        int depth = 0;
        int start = 0;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            quoted ^= c == '"';
            depth += quoted ? 0 : c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
            if (c == ',' && !quoted && depth <= 0) {
                pieces.add(typed.substring(start, i).strip());
                start = i + 1;
            }
        }
        pieces.add(typed.substring(start).strip());
        return pieces.stream().filter(p -> !p.isEmpty()).toList();
    }

    private static List<Address> strict(String text) {
        try {
            return text.contains("@") ? AddressParser.parseStrict(text) : List.of();
        } catch (MailException _) {
            return List.of();
        }
    }

    /// What may be meant by the beginning of a name or an address, the likeliest first: a short
    /// name, what was written to lately, then what only has the letters somewhere.
    public List<Entry> complete(String typed) {
        String wanted = fold(typed);
        if (wanted.isEmpty()) {
            return List.of();
        }
        Set<Entry> found = new LinkedHashSet<>();
        alias(wanted).ifPresent(found::add);
        aliases.keySet().stream()
                .filter(name -> name.startsWith(wanted))
                .flatMap(name -> alias(name).stream())
                .forEach(found::add);
        Stream.of(true, false)
                .flatMap(atStart -> known.stream().filter(a -> fits(a, wanted, atStart)))
                .map(a -> new Entry("", List.of(a)))
                .forEach(found::add);
        return List.copyOf(found);
    }

    /// Something that was meant.
    ///
    /// @param alias its short name, empty where it has none
    public record Entry(String alias, List<Address> addresses) {
        public Entry {
            addresses = List.copyOf(addresses);
        }
    }

    private Optional<Entry> alias(String name) {
        List<Address> addresses = expand(name);
        return addresses.isEmpty() ? Optional.empty() : Optional.of(new Entry(name, addresses));
    }

    private static boolean fits(Address address, String wanted, boolean atStart) {
        String text = fold(address.displayName() + " " + address.addrSpec());
        return atStart
                ? Stream.of(text.split("[\\s@.]+")).anyMatch(w -> w.startsWith(wanted))
                        || text.strip().startsWith(wanted)
                : text.contains(wanted);
    }

    private static String fold(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /// As it could stand in the configuration, for a test or a log.
    @Override
    public String toString() {
        return aliases.entrySet().stream()
                        .map(e -> e.getKey() + " = " + e.getValue())
                        .collect(Collectors.joining("\n"))
                + "\n"
                + known;
    }
}
