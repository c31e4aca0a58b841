package hazel.cli;

import hazel.index.RowEntry;
import hazel.index.Snapshot;
import hazel.store.IndexEntry;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/// Messages as JSON, one object to a line. Names, once out, do not change meaning.
final class Json {

    /// Kept, because finding the library anew for each object is most of the work.
    private static final JsonBuilderFactory MAKE = jakarta.json.Json.createBuilderFactory(Map.of());

    private Json() {}

    static JsonObjectBuilder object() {
        return MAKE.createObjectBuilder();
    }

    static JsonArrayBuilder array() {
        return MAKE.createArrayBuilder();
    }

    static JsonArrayBuilder strings(Collection<String> texts) {
        return MAKE.createArrayBuilder(texts);
    }

    /// An object as one line that a terminal can be shown: DEL, the C1 controls, the line and
    /// paragraph separators and the characters that turn the direction of text, which JSON lets
    /// stand as they are, are escaped. They can be nowhere but in its strings.
    static String line(JsonObject object) {
        String text = object.toString();
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean harmful =
                    (c >= 0x7f && c < 0xa0)
                            || (c >= '\u2028' && c <= '\u202e')
                            || (c >= '\u2066' && c <= '\u2069');
            out.append(harmful ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
        }
        return out.toString();
    }

    static JsonObject row(String mailbox, Snapshot snapshot, int row) {
        return row(mailbox, RowEntry.of(snapshot, row));
    }

    static JsonObject row(String mailbox, IndexEntry entry) {
        JsonArrayBuilder flags = array();
        entry.flags().stream()
                .sorted()
                .forEach(flag -> flags.add(flag.name().toLowerCase(Locale.ROOT)));
        JsonArrayBuilder keywords = array();
        entry.keywords().stream().sorted().forEach(keywords::add);
        JsonArrayBuilder to = array();
        for (String address : entry.to().split(" ")) {
            if (!address.isEmpty()) {
                to.add(object().add("name", "").add("address", address));
            }
        }
        return object().add("uid", entry.uid().value())
                .add("mailbox", mailbox)
                .add("messageId", entry.messageId().map(Object::toString).orElse(""))
                .add("date", entry.date().toString())
                .add(
                        "from",
                        array().add(
                                        object().add("name", entry.from())
                                                .add("address", entry.fromAddress())))
                .add("to", to)
                .add("subject", entry.subject())
                .add("flags", flags)
                .add("keywords", keywords)
                .add("size", entry.size())
                .add("hasAttachment", entry.hasAttachment())
                .build();
    }
}
