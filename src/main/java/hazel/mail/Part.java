package hazel.mail;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One body part of a message (RFC 2045), located but not decoded.
///
/// A part says where its octets lie in the message, so that a message of fifty megabytes costs no
/// more than its outline until a part is asked for.
///
/// @param number IMAP's part number (RFC 9051 section 6.4.5): `1`, `2.1`; empty for the root of a
///   multipart message
/// @param header the part's own header; for the root, the message's
/// @param disposition `inline`, `attachment` or another token in lower case
/// @param fileName decoded, as the sender wrote it: never to be used as a path before it was made
///   harmless
/// @param encoding the Content-Transfer-Encoding in lower case, `7bit` by default
/// @param start offset of the first octet of the header in the message
/// @param bodyStart offset of the first octet of the body in the message
/// @param bodyEnd offset after its last octet
/// @param children of a multipart, its parts; of a `message/rfc822`, the one root of the message
///   inside; else none
public record Part(
        String number,
        Header header,
        MediaType mediaType,
        Optional<String> disposition,
        Optional<String> fileName,
        String encoding,
        int start,
        int bodyStart,
        int bodyEnd,
        List<Part> children) {

    public Part {
        children = List.copyOf(children);
    }

    /// This part and all beneath it, in the order of the message.
    public Stream<Part> walk() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Part::walk));
    }

    /// Octets of the body as encoded.
    public int encodedSize() {
        return bodyEnd - bodyStart;
    }

    public boolean isAttachment() {
        return disposition.filter("attachment"::equals).isPresent();
    }
}
