package hazel.smtp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/// What a server offers in its reply to EHLO (RFC 5321 section 4.1.1.1).
///
/// @param keywords in upper case, each with its parameters as written; empty after HELO
public record Capabilities(Map<String, String> keywords) {

    static final Capabilities NONE = new Capabilities(Map.of());

    /// The first line is the server's name and no keyword.
    static Capabilities of(Reply ehlo) {
        Map<String, String> keywords = new LinkedHashMap<>();
        for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
            String text =
                    line.replaceFirst("(?i)^AUTH=", "AUTH ").strip(); // QUIRK: before RFC 2554
            int space = text.indexOf(' ');
            String keyword = space < 0 ? text : text.substring(0, space);
            String parameters = space < 0 ? "" : text.substring(space + 1).strip();
            if (!keyword.isEmpty()) {
                keywords.merge(
                        keyword.toUpperCase(Locale.ROOT),
                        parameters,
                        (a, b) -> (a + " " + b).strip());
            }
        }
        return new Capabilities(Map.copyOf(keywords));
    }

    Capabilities without(String keyword) {
        Map<String, String> others = new LinkedHashMap<>(keywords);
        others.remove(keyword);
        return new Capabilities(Map.copyOf(others));
    }

    public boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }

    /// The largest message it takes; empty where it does not say (RFC 1870 section 4: 0 is no
    /// limit).
    public OptionalLong size() {
        String size = keywords.getOrDefault("SIZE", "");
        return size.matches("[0-9]{1,18}") && Long.parseLong(size) > 0
                ? OptionalLong.of(Long.parseLong(size))
                : OptionalLong.empty();
    }

    /// SASL mechanisms in upper case, sorted.
    public List<String> mechanisms() {
        String offered = keywords.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT);
        return offered.isEmpty()
                ? List.of()
                : List.copyOf(new TreeSet<>(List.of(offered.split(" +"))));
    }
}
