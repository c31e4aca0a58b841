package hazel.mime;

import hazel.mail.Header;
import hazel.mail.MediaType;
import hazel.mail.Part;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the parts of a message (RFC 2046) without decoding any.
///
/// A delimiter is a line that holds the boundary and nothing else but white space. A multipart
/// without delimiters has no children, and [Readable] shows it as it stands; a missing close
/// delimiter ends a multipart where its parent ends. Multiparts and embedded messages under a
/// transfer encoding, which RFC 2045 section 6.4 forbids, are not descended into.
///
/// Limits: 128 levels, 10,000 parts; what lies beyond stays undivided in the last part.
public final class MessageParser {

    /// Levels of multiparts and embedded messages.
    public static final int DEPTH = 128;

    /// Parts of one message.
    public static final int PARTS = 10_000;

    private static final MediaType DIGEST = MediaType.of("message", "rfc822");

    private final byte[] octets;
    private int parts;

    private MessageParser(byte[] octets) {
        this.octets = octets;
    }

    /// A stretch of the message that is one part, header and all.
    private record Region(int from, int to) {}

    /// The root of the message. Takes any octets.
    public static Part parse(byte[] message) {
        return new MessageParser(message)
                .part("", new Region(0, message.length), MediaType.PLAIN, 0);
    }

    /// @param path the number of a part within a multipart; for the root of a message, that of the
    ///   `message/rfc822` part around it, or nothing
    private Part part(String path, Region region, MediaType otherwise, int level) {
        parts++;
        int body = HeaderParser.bodyStart(octets, region.from(), region.to());
        Header header = HeaderParser.parse(octets, region.from(), body);
        MediaType type =
                header.first("Content-Type")
                        .map(b -> Parameters.parse(b).mediaType(otherwise))
                        .orElse(otherwise);
        var disposition = header.first("Content-Disposition").map(Parameters::parse);
        Optional<String> fileName =
                disposition
                        .flatMap(d -> d.name("filename"))
                        .or(() -> Parameters.ofType(type).name("name"));
        String encoding = encoding(header);
        boolean plain =
                !encoding.equals("base64")
                        && !encoding.equals("quoted-printable")
                        && !encoding.contains("uue");
        List<Part> children = List.of();
        String number = path;
        boolean root = level == 0 || path.endsWith(".TEXT");
        if (root && !type.is("multipart/*")) {
            number = level == 0 ? "1" : path.replace(".TEXT", ".1");
        }
        if (plain && level < DEPTH && type.is("multipart/*")) {
            String prefix = path.isEmpty() ? "" : path.replace(".TEXT", "") + ".";
            children = children(prefix, new Region(body, region.to()), type, level);
        } else if (plain && level < DEPTH && isMessage(type) && parts < PARTS) {
            children =
                    List.of(
                            part(
                                    number + ".TEXT",
                                    new Region(body, region.to()),
                                    MediaType.PLAIN,
                                    level + 1));
        }
        return new Part(
                number,
                header,
                type,
                disposition.map(Parameters::value).filter(d -> !d.isEmpty()),
                fileName,
                encoding,
                region.from(),
                body,
                region.to(),
                children);
    }

    private List<Part> children(String prefix, Region body, MediaType type, int level) {
        MediaType otherwise = type.is("multipart/digest") ? DIGEST : MediaType.PLAIN;
        var children = new ArrayList<Part>();
        for (Region region : regions(body, type.parameter("boundary").orElse("").stripTrailing())) {
            if (parts < PARTS) {
                children.add(part(prefix + (children.size() + 1), region, otherwise, level + 1));
            }
        }
        return children;
    }

    private List<Region> regions(Region body, String boundary) {
        var regions = new ArrayList<Region>();
        if (boundary.isEmpty()) {
            return regions;
        }
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        int start = -1;
        for (int at = body.from(); at < body.to(); at = nextDashes(at, body.to())) {
            int after = matches(delimiter, at, body.to());
            if (after < 0) {
                continue;
            }
            boolean close =
                    after + 1 < body.to() && octets[after] == '-' && octets[after + 1] == '-';
            int end = blankEnd(close ? after + 2 : after, body.to());
            if (end < 0) {
                continue;
            }
            if (start >= 0) {
                regions.add(new Region(start, Math.max(start, Lines.before(octets, start, at))));
            }
            start = close ? -1 : Lines.next(octets, end, body.to());
            if (close || regions.size() >= PARTS) {
                break;
            }
        }
        if (start >= 0 && (start < body.to() || regions.isEmpty())) {
            regions.add(new Region(start, body.to()));
        }
        return regions;
    }

    /// The next line that begins with two hyphens.
    private int nextDashes(int from, int to) {
        for (int i = from; i < to - 2; i++) {
            byte c = octets[i];
            if ((c == '\n' || c == '\r') && octets[i + 1] == '-' && octets[i + 2] == '-') {
                return i + 1;
            }
        }
        return to;
    }

    private int matches(byte[] delimiter, int at, int to) {
        int end = at + delimiter.length;
        return end <= to && java.util.Arrays.equals(octets, at, end, delimiter, 0, delimiter.length)
                ? end
                : -1;
    }

    /// Where the line ends if only white space is left of it, else -1.
    private int blankEnd(int from, int to) {
        int i = from;
        while (i < to && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        return i == to || octets[i] == '\n' || octets[i] == '\r' ? i : -1;
    }

    private static String encoding(Header header) {
        String written = header.first("Content-Transfer-Encoding").orElse("7bit");
        int comment = written.indexOf('(');
        String value = (comment > 0 ? written.substring(0, comment) : written).strip();
        int end = value.indexOf(';');
        String encoding =
                (end > 0 ? value.substring(0, end).strip() : value).toLowerCase(Locale.ROOT);
        return encoding.isEmpty() ? "7bit" : encoding;
    }

    static boolean isMessage(MediaType type) {
        return type.is("message/rfc822") || type.is("message/global") || type.is("message/news");
    }
}
