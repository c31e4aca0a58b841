package hazel.cli;

import hazel.index.Snapshot;
import hazel.store.Flag;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;

import java.time.Instant;
import java.util.Locale;

/// Messages as JSON, one object to a line. Names, once out, do not change meaning.
final class Json {

    private Json() {}

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
        JsonArrayBuilder flags = jakarta.json.Json.createArrayBuilder();
        for (Flag flag : snapshot.flags(row)) {
            flags.add(flag.name().toLowerCase(Locale.ROOT));
        }
        JsonArrayBuilder keywords = jakarta.json.Json.createArrayBuilder();
        snapshot.keywords(row).stream().sorted().forEach(keywords::add);
        JsonArrayBuilder to = jakarta.json.Json.createArrayBuilder();
        for (String address : snapshot.to(row).split(" ")) {
            if (!address.isEmpty()) {
                to.add(
                        jakarta.json.Json.createObjectBuilder()
                                .add("name", "")
                                .add("address", address));
            }
        }
        return jakarta.json.Json.createObjectBuilder()
                .add("uid", snapshot.uid(row).value())
                .add("mailbox", mailbox)
                .add("messageId", snapshot.messageId(row).map(Object::toString).orElse(""))
                .add("date", Instant.ofEpochSecond(snapshot.date(row)).toString())
                .add(
                        "from",
                        jakarta.json.Json.createArrayBuilder()
                                .add(
                                        jakarta.json.Json.createObjectBuilder()
                                                .add("name", snapshot.from(row))
                                                .add("address", snapshot.fromAddress(row))))
                .add("to", to)
                .add("subject", snapshot.subject(row))
                .add("flags", flags)
                .add("keywords", keywords)
                .add("size", snapshot.size(row))
                .add("hasAttachment", snapshot.hasAttachment(row))
                .build();
    }
}
