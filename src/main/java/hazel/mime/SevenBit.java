package hazel.mime;

import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.Part;
import hazel.mail.Problem;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A message with 8-bit octets, made ready for a server that does not take them (RFC 6152 section
/// 3): each part that has any is in quoted-printable or base64, and says so; what is decoded from
/// it is the same octet for octet.
///
/// No part is copied: what goes out is made from the message while it is written.
///
/// A signature of DKIM does not survive that, which RFC 6376 section 5.3 tells signers to see to. A
/// signature in the message itself (RFC 1847) is for the eyes of a person: what would break it is
/// refused, and so is what no encoding may be put on (RFC 2045 section 6.4).
public final class SevenBit {

    private static final byte[] CRLF = {'\r', '\n'};

    private final byte[] octets;
    private final List<Piece> pieces = new ArrayList<>();

    /// A stretch of what goes out.
    private interface Piece {
        void writeTo(OutputStream out) throws IOException;
    }

    private SevenBit(byte[] octets) {
        this.octets = octets;
    }

    /// @param message in which every line ends in CR LF
    /// @throws MailException with [Problem.NotPermitted] where it cannot be encoded: `8bit` with
    ///   the reason, `address` where an address in its header needs SMTPUTF8
    public static SevenBit of(byte[] message) throws MailException {
        var made = new SevenBit(message);
        Part root = MessageParser.parse(message);
        if (root.walk().limit(MessageParser.PARTS).count() == MessageParser.PARTS) {
            throw cannot("it has too many parts"); // the rest of them was not told apart
        }
        made.entity(root, root.mediaType());
        return made;
    }

    /// Octets as they go out.
    public long size() {
        var count = new CountingOutput();
        try {
            writeTo(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it only counts
        }
        return count.octets;
    }

    /// Writes it, every line ended with CR LF and every octet below 128.
    public void writeTo(OutputStream out) throws IOException {
        for (Piece piece : pieces) {
            piece.writeTo(out);
        }
    }

    private void entity(Part part, MediaType outer) throws MailException {
        boolean isRoot = part.start() == 0 || outer.is("message/*");
        boolean isEightBit = !Charsets.isAscii(octets, part.bodyStart(), part.bodyEnd());
        var header = new SevenBitHeader(octets, part, isRoot);
        if (!isEightBit) {
            boolean saysSo = part.encoding().equals("8bit") || part.encoding().equals("binary");
            boolean changes = saysSo && !isSealed(part.mediaType());
            literal(header.with(changes ? Optional.of("7bit") : Optional.empty()));
            if (isSealed(part.mediaType())) {
                asIs(part.bodyStart(), part.bodyEnd());
            } else {
                children(part);
            }
            return;
        }
        if (isSealed(part.mediaType())) {
            throw cannot(
                    "it has 8-bit text in a "
                            + part.mediaType()
                            + " part, which cannot be encoded without breaking it");
        }
        if (!part.children().isEmpty()) {
            literal(header.with(Optional.of("7bit")));
            children(part);
            return;
        }
        leaf(part, header);
    }

    private void children(Part part) throws MailException {
        if (!part.mediaType().parameter("boundary").orElse("").chars().allMatch(c -> c < 0x80)) {
            throw cannot("it divides its parts with 8-bit text");
        }
        int at = part.bodyStart();
        for (Part child : part.children()) {
            // Preamble, delimiters and epilogue; of the first and last nobody sees anything.
            replaced(at, child.start());
            entity(child, part.mediaType());
            at = child.bodyEnd();
        }
        replaced(at, part.bodyEnd());
    }

    private void leaf(Part part, SevenBitHeader header) throws MailException {
        MediaType type = part.mediaType();
        if (type.is("multipart/*") || MessageParser.isMessage(type) || isFragment(type)) {
            throw cannot("it has 8-bit text in a " + type + " part that cannot be taken apart");
        }
        boolean isEncoded =
                switch (part.encoding()) {
                    case "7bit", "8bit", "binary" -> false;
                    default -> true;
                };
        if (isEncoded) {
            throw cannot(
                    "it has 8-bit text in a part whose encoding is said to be " + part.encoding());
        }
        int from = part.bodyStart();
        int to = part.bodyEnd();
        boolean isText = type.is("text/*") || type.is("message/*");
        if (isText && !TransferWriter.isBulky(to - from, eightBit(from, to))) {
            literal(header.with(Optional.of("quoted-printable")));
            pieces.add(out -> TransferWriter.quotedPrintable(octets, from, to, CRLF.length, out));
        } else {
            literal(header.with(Optional.of("base64")));
            pieces.add(out -> TransferWriter.base64(octets, from, to, out));
            if (to == octets.length) {
                literal(CRLF);
            }
        }
    }

    /// RFC 1847: what a signature or an encryption is about must not be touched.
    private static boolean isSealed(MediaType type) {
        return type.is("multipart/signed") || type.is("multipart/encrypted");
    }

    /// Of these RFC 2046 section 5.2 says that they are 7bit, always.
    private static boolean isFragment(MediaType type) {
        return type.is("message/partial") || type.is("message/external-body");
    }

    private int eightBit(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += octets[i] < 0 ? 1 : 0;
        }
        return count;
    }

    private void literal(byte[] made) {
        pieces.add(out -> out.write(made));
    }

    private void asIs(int from, int to) {
        pieces.add(out -> out.write(octets, from, to - from));
    }

    private void replaced(int from, int to) {
        if (from < to) {
            pieces.add(out -> out.write(questionMarks(octets, from, to)));
        }
    }

    /// A stretch with a question mark for each octet that is not ASCII.
    static byte[] questionMarks(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static MailException cannot(String why) {
        return new MailException(
                new Problem.NotPermitted(
                        "8bit", "the message cannot be made 7-bit text for it: " + why));
    }

    private static final class CountingOutput extends OutputStream {
        private long octets;

        @Override
        public void write(int octet) {
            octets++;
        }

        @Override
        public void write(byte[] some, int from, int length) {
            octets += length;
        }
    }
}
