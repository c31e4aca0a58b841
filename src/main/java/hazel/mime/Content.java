package hazel.mime;

import hazel.mail.Part;

/// The content of one part, decoded when it is wanted.
public final class Content {

    private Content() {}

    /// The octets under the transfer encoding; as they stand where that is unknown. Never more than
    /// [Part#encodedSize]. The part must be of this message.
    public static byte[] octets(byte[] message, Part part) {
        int from = Math.clamp(part.bodyStart(), 0, message.length);
        int to = Math.clamp(part.bodyEnd(), from, message.length);
        return Transfer.decode(message, from, to, part.encoding());
    }

    /// The octets as text, lines ending in LF.
    ///
    /// Trusts the charset label as far as it can be trusted: an unknown or missing one is guessed,
    /// a narrow one widened, UTF-8 that is none read as windows-1252. Damage shows as U+FFFD.
    public static String text(byte[] message, Part part) {
        byte[] octets = octets(message, part);
        String label = part.mediaType().parameter("charset").orElse("");
        String text = Charsets.decode(octets, 0, octets.length, label);
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /// About how many octets the decoded content has, without decoding it.
    public static long size(Part part) {
        long encoded = part.encodedSize();
        return part.encoding().equals("base64") ? encoded * 57 / 78 : encoded;
    }
}
