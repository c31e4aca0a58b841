package hazel.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Puts a message together: header fields made by [FieldWriter], then the body made by
/// [PartWriter], with CR LF line ends throughout.
public final class MessageWriter {

    private MessageWriter() {}

    /// A whole message.
    ///
    /// @param fields folded, each ending in CR LF; empty strings are passed over
    public static byte[] write(List<String> fields, WrittenPart body) {
        var out = header(fields, body.body().length);
        out.writeBytes(utf8("MIME-Version: 1.0\r\n"));
        out.writeBytes(body.octets());
        return out.toByteArray();
    }

    /// A message with more fields above those it has, none of its own octets changed (RFC 5322
    /// section 3.6.6).
    public static byte[] prepend(List<String> fields, byte[] message) {
        var out = header(fields, message.length);
        out.writeBytes(message);
        return out.toByteArray();
    }

    private static ByteArrayOutputStream header(List<String> fields, int more) {
        var out = new ByteArrayOutputStream(more + 2048);
        fields.forEach(f -> out.writeBytes(utf8(f)));
        return out;
    }

    // UTF-8 only where an address has it (RFC 6532); all else in a field is ASCII by now.
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
