package hazel.mime;

import hazel.mail.MediaType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A body part ready to be sent: the Content- fields as they will stand, and the body in its
/// transfer encoding with CR LF line ends.
///
/// @param fields folded, each ending in CR LF
@SuppressWarnings("ArrayRecordComponent") // a message is not copied
public record WrittenPart(List<String> fields, byte[] body) {

    public WrittenPart {
        fields = List.copyOf(fields);
    }

    /// What is said about a part besides its octets.
    ///
    /// @param fileName may be empty
    /// @param disposition `attachment` or `inline`
    /// @param description may be empty
    /// @param contentId without angle brackets
    public record Label(
            MediaType mediaType,
            String fileName,
            String disposition,
            String description,
            Optional<String> contentId) {}

    /// With one more header field, folded and ended.
    public WrittenPart with(String field) {
        var more = new ArrayList<>(fields);
        more.add(field);
        return new WrittenPart(more, body);
    }

    /// Header, empty line, body.
    byte[] octets() {
        var out = new ByteArrayOutputStream(body.length + 256);
        // UTF-8, because an address may have an internationalized domain (RFC 6532); else ASCII.
        fields.forEach(f -> out.writeBytes(f.getBytes(StandardCharsets.UTF_8)));
        out.writeBytes(new byte[] {'\r', '\n'});
        out.writeBytes(body);
        return out.toByteArray();
    }
}
