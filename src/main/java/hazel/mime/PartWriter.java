package hazel.mime;

import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.text.Flowed;
import hazel.text.Quote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes body parts (RFC 2045, RFC 2046) from text and octets, each in the transfer encoding its
/// content asks for.
///
/// @param boundary what boundaries are made from: unlikely in any text, of `bchars` only (RFC 2046
///   section 5.1.1), at most 50
public record PartWriter(WireForm form, String boundary) {

    /// Columns for flowed text: RFC 3676 section 4.2 wants at most 78, and quoting needs room.
    private static final int FLOWED_COLUMNS = 74;

    /// Text of a person's own, `text/plain` in US-ASCII or UTF-8. Long lines are flowed (RFC 3676)
    /// where that changes nothing else in the text; half a surrogate pair becomes U+FFFD.
    ///
    /// @param text with LF line ends; a last line without one is given one
    public WrittenPart text(String text) throws MailException {
        String ended = ended(text);
        return canFlow(ended)
                ? text("plain", Map.of("format", "flowed"), flowed(ended))
                : text("plain", Map.of(), ended);
    }

    /// Text that has to come back to the letter, `text/SUBTYPE` and never flowed.
    public WrittenPart verbatim(String subtype, String text) throws MailException {
        return text(subtype, Map.of(), ended(text));
    }

    private WrittenPart text(String subtype, Map<String, String> parameters, String text)
            throws MailException {
        byte[] octets = utf8(text);
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        var all = new TreeMap<>(parameters);
        all.put("charset", ascii ? "us-ascii" : "utf-8");
        return part(
                FieldWriter.contentType(new MediaType("text", subtype, all)),
                TransferWriter.text(octets, form));
    }

    /// Octets that come back exactly as they are, in base64, whatever they are.
    public WrittenPart octets(byte[] octets, WrittenPart.Label label) throws MailException {
        var encoded = new TransferWriter.Encoded("base64", TransferWriter.base64(octets));
        // RFC 2045 section 6.4: nothing composite in base64
        boolean composite =
                label.mediaType().is("multipart/*") || label.mediaType().is("message/*");
        return labelled(encoded, composite ? MediaType.OCTETS : label.mediaType(), label);
    }

    /// A whole message as `message/rfc822`, which no encoding may touch (RFC 2046 section 5.2.1):
    /// as it is where the way can carry it, else as plain octets, which keep every one of its
    /// signatures.
    public WrittenPart message(byte[] message, WrittenPart.Label label) throws MailException {
        byte[] normal = CrLf.normalized(message);
        var survey = TransferWriter.Survey.of(withLf(normal));
        boolean eightBit = survey.eightBit() > 0;
        boolean bareCarrier = survey.longest() <= TransferWriter.LONGEST_LINE && !hasNul(normal);
        if (bareCarrier && (!eightBit || form == WireForm.EIGHT_BIT)) {
            var encoded = new TransferWriter.Encoded(eightBit ? "8bit" : "7bit", normal);
            return labelled(encoded, label.mediaType(), label);
        }
        return octets(message, label);
    }

    /// The parts one after another in a `multipart/SUBTYPE`, divided by a boundary that none of
    /// them holds.
    public WrittenPart multipart(String subtype, List<WrittenPart> parts) throws MailException {
        return multipart(subtype, Map.of(), parts);
    }

    /// A `multipart/report` (RFC 6522): words for a person, words for a program, the message.
    ///
    /// @param reportType as the subtype of the second part has it
    public WrittenPart report(String reportType, List<WrittenPart> parts) throws MailException {
        return multipart("report", Map.of("report-type", reportType), parts);
    }

    private WrittenPart multipart(
            String subtype, Map<String, String> parameters, List<WrittenPart> parts)
            throws MailException {
        String divider = divider(parts);
        var out = new ByteArrayOutputStream();
        for (WrittenPart part : parts) {
            out.writeBytes(ascii("--" + divider + "\r\n"));
            out.writeBytes(part.octets());
            out.writeBytes(ascii("\r\n"));
        }
        out.writeBytes(ascii("--" + divider + "--\r\n"));
        boolean eightBit =
                parts.stream()
                        .flatMap(p -> p.fields().stream())
                        .anyMatch("Content-Transfer-Encoding: 8bit\r\n"::equals);
        SortedMap<String, String> all = new TreeMap<>(parameters);
        all.put("boundary", divider);
        var type = new MediaType("multipart", subtype, all);
        return part(
                FieldWriter.contentType(type),
                new TransferWriter.Encoded(eightBit ? "8bit" : "7bit", out.toByteArray()));
    }

    /// Numbered until no part holds it; the first nearly always serves.
    private String divider(List<WrittenPart> parts) {
        for (int i = 0; ; i++) {
            // no boundary may begin with another one (RFC 2046 section 5.1.1)
            String candidate = "=_" + i + "_" + boundary;
            byte[] sought = ascii("--" + candidate);
            if (parts.stream().noneMatch(p -> contains(p.octets(), sought))) {
                return candidate;
            }
        }
    }

    private WrittenPart labelled(
            TransferWriter.Encoded encoded, MediaType type, WrittenPart.Label label)
            throws MailException {
        WrittenPart part = part(FieldWriter.contentType(type), encoded);
        SortedMap<String, String> parameters = new TreeMap<>();
        if (!label.fileName().isEmpty()) {
            parameters.put("filename", label.fileName());
        }
        part =
                part.with(
                        FieldWriter.parameters(
                                "Content-Disposition", label.disposition(), parameters));
        if (!label.description().isBlank()) {
            part = part.with(FieldWriter.unstructured("Content-Description", label.description()));
        }
        if (label.contentId().isPresent()) {
            String id = label.contentId().get().replaceAll("[^!-;=?-~]", "");
            if (!id.isEmpty() && id.length() < 900) {
                part = part.with(FieldWriter.structured("Content-ID", "<" + id + ">"));
            }
        }
        return part;
    }

    private static WrittenPart part(String contentType, TransferWriter.Encoded encoded) {
        List<String> fields = new ArrayList<>(List.of(contentType));
        fields.add("Content-Transfer-Encoding: " + encoded.encoding() + "\r\n");
        return new WrittenPart(fields, encoded.body());
    }

    /// Flowing is for text some line of which is long, or would be mangled as `From `; it must not
    /// alter a line that ends in a space, nor one with a control character in it.
    private static boolean canFlow(String text) {
        boolean useful = false;
        for (String line : text.split("\n", -1)) {
            useful |= line.length() > FLOWED_COLUMNS || line.startsWith("From ");
            boolean spaced = line.endsWith(" ") && !line.equals(Flowed.SIGNATURE);
            if (spaced || line.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
                return false;
            }
        }
        return useful;
    }

    private static String flowed(String text) {
        List<Flowed.Paragraph> paragraphs = new ArrayList<>();
        text.lines()
                .forEach(line ->
                        paragraphs.add(new Flowed.Paragraph(Quote.depth(line), Quote.rest(line))));
        return String.join("\n", Flowed.encode(paragraphs, FLOWED_COLUMNS)) + "\n";
    }

    private static String ended(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static byte[] withLf(byte[] crlf) {
        var out = new ByteArrayOutputStream(crlf.length);
        for (byte octet : crlf) {
            if (octet != '\r') {
                out.write(octet);
            }
        }
        return out.toByteArray();
    }

    private static boolean hasNul(byte[] octets) {
        for (byte octet : octets) {
            if (octet == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(byte[] octets, byte[] sought) {
        for (int i = 0; i + sought.length <= octets.length; i++) {
            int j = 0;
            while (j < sought.length && octets[i + j] == sought[j]) {
                j++;
            }
            if (j == sought.length) {
                return true;
            }
        }
        return false;
    }

    private static byte[] utf8(String text) {
        // getBytes would make a question mark of half a surrogate pair
        return text.codePoints()
                .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
