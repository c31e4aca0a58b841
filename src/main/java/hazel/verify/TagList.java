package hazel.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `tag=value` pairs of DKIM and its kin (RFC 6376 section 3.2).
record TagList(Map<String, String> tags) {

    private static final Pattern OCTET = Pattern.compile("=([0-9A-Fa-f]{2})");

    TagList {
        tags = Map.copyOf(tags);
    }

    /// Empty where it is no such list, or names a tag twice.
    static Optional<TagList> parse(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        String[] pairs = text.split(";", -1);
        int count = pairs[pairs.length - 1].isBlank() ? pairs.length - 1 : pairs.length;
        for (String pair : List.of(pairs).subList(0, count)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : pair.substring(0, equals).strip();
            if (!name.matches("[A-Za-z][A-Za-z0-9_]{0,50}")
                    || tags.put(name, pair.substring(equals + 1).strip()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new TagList(tags));
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    String get(String name, String otherwise) {
        return tags.getOrDefault(name, otherwise);
    }

    /// A value that may be folded anywhere, as base64 is.
    Optional<String> solid(String name) {
        return get(name).map(v -> v.replaceAll("\\s+", ""));
    }

    /// A value in DKIM's quoted-printable (RFC 6376 section 2.11).
    Optional<String> quoted(String name) {
        return solid(name)
                .map(v ->
                        OCTET.matcher(v)
                                .replaceAll(m ->
                                        Matcher.quoteReplacement(
                                                Character.toString(
                                                        Integer.parseInt(m.group(1), 16)))));
    }

    TagList without(String name) {
        Map<String, String> others = new LinkedHashMap<>(tags);
        others.remove(name);
        return new TagList(others);
    }
}
