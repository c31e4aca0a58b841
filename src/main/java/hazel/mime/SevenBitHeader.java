package hazel.mime;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Part;
import hazel.mail.Problem;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The header of a part whose body changes its transfer encoding, and whose own 8-bit text has to
/// go.
///
/// QUIRK: 8-bit text in a header is none but RFC 6532's, which takes SMTPUTF8; yet it comes without
/// that too, in UTF-8 or an older charset. What of it is free text becomes encoded words (RFC
/// 2047), a name before an address too, a parameter what RFC 2231 has for it, and everywhere else a
/// question mark stands for it. Fields without any are not touched.
final class SevenBitHeader {

    private static final Set<String> OF_ADDRESSES =
            Set.of(
                    "from",
                    "sender",
                    "reply-to",
                    "to",
                    "cc",
                    "bcc",
                    "resent-from",
                    "resent-sender",
                    "resent-to",
                    "resent-cc",
                    "resent-bcc");

    private static final Set<String> OF_PARAMETERS = Set.of("content-type", "content-disposition");

    /// Fields that programs read: words that no program knows would be worse than a wrong letter.
    private static final Set<String> OF_TOKENS =
            Set.of(
                    "received",
                    "return-path",
                    "delivered-to",
                    "date",
                    "resent-date",
                    "message-id",
                    "resent-message-id",
                    "in-reply-to",
                    "references",
                    "mime-version",
                    "content-id",
                    "dkim-signature",
                    "authentication-results",
                    "auto-submitted");

    private static final String ENCODING = "content-transfer-encoding";

    private final byte[] octets;
    private final Part part;
    private final boolean isRoot;

    /// @param isRoot whether it is the header of a message and not of a part in a multipart
    SevenBitHeader(byte[] octets, Part part, boolean isRoot) {
        this.octets = octets;
        this.part = part;
        this.isRoot = isRoot;
    }

    /// The octets of the header with its empty line.
    ///
    /// @param encoding the Content-Transfer-Encoding it is to tell; empty to leave that alone
    byte[] with(Optional<String> encoding) throws MailException {
        int end = part.bodyStart();
        var out = new ByteArrayOutputStream(end - part.start() + 128);
        boolean isSaid = encoding.isEmpty();
        int at = part.start();
        while (at < end && octets[at] != '\r') {
            int colon = HeaderParser.colon(octets, at, end);
            int next =
                    colon < 0
                            ? Lines.next(octets, at, end)
                            : HeaderParser.fieldEnd(octets, at, end);
            String name = colon < 0 ? "" : HeaderParser.name(octets, at, colon);
            if (encoding.isPresent() && name.equalsIgnoreCase(ENCODING)) {
                out.writeBytes(isSaid ? new byte[0] : label(encoding.get()));
                isSaid = true;
            } else if (Charsets.isAscii(octets, at, next)) {
                out.write(octets, at, next - at);
            } else {
                out.writeBytes(
                        colon < 0
                                ? SevenBit.questionMarks(octets, at, next)
                                : field(name, colon + 1, next));
            }
            at = next;
        }
        if (!isSaid) {
            out.writeBytes(missing(encoding.get()));
        }
        out.write(octets, at, end - at);
        if (at == end && encoding.isPresent()) {
            out.writeBytes(ascii("\r\n")); // the body began without an empty line before it
        }
        return out.toByteArray();
    }

    /// The label of a body that had none. Without the others it would not count (RFC 2045 section
    /// 4), and of what charset a body is that never said so nobody knows (RFC 1428 section 3).
    private byte[] missing(String encoding) {
        var out = new ByteArrayOutputStream();
        boolean isLeaf = !encoding.equals("7bit");
        if (isRoot && isLeaf && part.header().first("MIME-Version").isEmpty()) {
            out.writeBytes(ascii("MIME-Version: 1.0\r\n"));
        }
        if (isLeaf && part.header().first("Content-Type").isEmpty()) {
            boolean isUtf8 = Charsets.isUtf8(octets, part.bodyStart(), part.bodyEnd());
            String charset = isUtf8 ? "utf-8" : "unknown-8bit";
            out.writeBytes(ascii("Content-Type: text/plain; charset=" + charset + "\r\n"));
        }
        out.writeBytes(isLeaf ? label(encoding) : new byte[0]);
        return out.toByteArray();
    }

    private byte[] field(String name, int from, int to) throws MailException {
        String known = name.toLowerCase(Locale.ROOT);
        if (OF_TOKENS.contains(known)) {
            return SevenBit.questionMarks(octets, from - name.length() - 1, to);
        }
        String written;
        try {
            written = written(name, known, HeaderParser.body(octets, from, to));
        } catch (MailException _) { // a name or a domain that is none
            return SevenBit.questionMarks(octets, from - name.length() - 1, to);
        }
        if (written.chars().anyMatch(c -> c > 0x7f)) {
            throw new MailException(
                    new Problem.NotPermitted(
                            "address",
                            "the "
                                    + known
                                    + " field of the message has an address with letters outside"
                                    + " ASCII, which takes SMTPUTF8"));
        }
        return ascii(written);
    }

    private static String written(String name, String known, String body) throws MailException {
        if (OF_ADDRESSES.contains(known)) {
            List<Address> addresses = AddressParser.parse(body);
            if (!addresses.isEmpty()) {
                return FieldWriter.addresses(name, addresses);
            }
        }
        if (OF_PARAMETERS.contains(known)) {
            Parameters parsed = Parameters.parse(body);
            if (parsed.value().chars().allMatch(c -> c < 0x80)) {
                return FieldWriter.parameters(name, parsed.value(), new TreeMap<>(parsed.map()));
            }
        }
        return FieldWriter.unstructured(name, Words.decode(body));
    }

    private static byte[] label(String encoding) {
        return ascii("Content-Transfer-Encoding: " + encoding + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
