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
        return text(octets, octets.length, part);
    }

    private static String text(byte[] octets, int length, Part part) {
        String label = part.mediaType().parameter("charset").orElse("");
        String text = Charsets.decode(octets, 0, length, label);
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /// The beginning of a text.
    ///
    /// @param isWhole whether there is no more of it
    record Beginning(String text, boolean isWhole) {}

    /// The text, or its first lines, so that a part of many megabytes is not decoded for what
    /// nobody will read.
    ///
    /// @param most characters
    static Beginning beginning(byte[] message, Part part, int most) {
        long octetsPerCharacter = 2; // more than there are in most texts
        int end = (int) Math.min(part.bodyEnd(), part.bodyStart() + most * octetsPerCharacter);
        boolean isWhole = end == part.bodyEnd();
        int from = Math.clamp(part.bodyStart(), 0, message.length);
        int to = Math.clamp(end, from, message.length);
        byte[] octets = Transfer.decode(message, from, to, part.encoding());
        String text = text(octets, isWhole ? octets.length : lastLine(octets), part);
        return text.length() > most
                ? new Beginning(text.substring(0, most), false)
                : new Beginning(text, isWhole);
    }

    /// Where the last line begins, so that no character is cut in two; the end where all is one
    /// line.
    private static int lastLine(byte[] octets) {
        int at = octets.length;
        while (at > 0 && octets[at - 1] != '\n') {
            at--;
        }
        return at > 0 ? at : octets.length;
    }

    /// About how many octets the decoded content has, without decoding it.
    public static long size(Part part) {
        long encoded = part.encodedSize();
        return part.encoding().equals("base64") ? encoded * 57 / 78 : encoded;
    }
}
