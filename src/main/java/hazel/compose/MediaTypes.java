package hazel.compose;

import hazel.mail.MediaType;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What a file is, from the end of its name and, for text, from its octets.
///
/// A short list of our own: what the machine has in `/etc/mime.types` differs between systems, and
/// a message should not.
final class MediaTypes {

    private static final Map<String, String> BY_ENDING = endings();

    private MediaTypes() {}

    static MediaType guess(String fileName, byte[] octets) {
        int dot = fileName.lastIndexOf('.');
        String ending = dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        String known = BY_ENDING.get(ending);
        if (known == null) {
            return isText(octets) ? text("plain", octets) : MediaType.OCTETS;
        }
        String[] words = known.split("/", 2);
        return words[0].equals("text") ? text(words[1], octets) : MediaType.of(words[0], words[1]);
    }

    /// Text whose charset is not ASCII or UTF-8 gets no charset parameter: none is better than a
    /// wrong one.
    private static MediaType text(String subtype, byte[] octets) {
        if (isAscii(octets)) {
            return new MediaType("text", subtype, Map.of("charset", "us-ascii"));
        }
        return isUtf8(octets)
                ? new MediaType("text", subtype, Map.of("charset", "utf-8"))
                : MediaType.of("text", subtype);
    }

    private static boolean isText(byte[] octets) {
        for (byte octet : octets) {
            if (octet >= 0 && octet < ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
                return false;
            }
        }
        return isUtf8(octets);
    }

    private static boolean isAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static Map<String, String> endings() {
        Map<String, String> map = new HashMap<>();
        """
        text/plain txt text log conf ini md rst tex java c h cc cpp py rb pl sh go rs sql toml yaml yml
        text/x-diff diff patch
        text/html html htm
        text/css css
        text/csv csv
        text/calendar ics
        text/vcard vcf vcard
        text/xml xml
        application/json json
        application/javascript js
        application/pdf pdf
        application/postscript ps eps
        application/rtf rtf
        application/zip zip
        application/gzip gz tgz
        application/x-tar tar
        application/x-bzip2 bz2
        application/x-xz xz
        application/x-7z-compressed 7z
        application/pgp-keys asc key
        application/pgp-signature sig
        application/pkcs7-mime p7m
        application/msword doc
        application/vnd.ms-excel xls
        application/vnd.ms-powerpoint ppt
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
        application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
        application/vnd.oasis.opendocument.text odt
        application/vnd.oasis.opendocument.spreadsheet ods
        application/vnd.oasis.opendocument.presentation odp
        application/epub+zip epub
        message/rfc822 eml
        image/png png
        image/jpeg jpg jpeg
        image/gif gif
        image/webp webp
        image/svg+xml svg
        image/tiff tif tiff
        image/bmp bmp
        image/heic heic
        audio/mpeg mp3
        audio/ogg ogg oga opus
        audio/wav wav
        audio/flac flac
        audio/midi mid midi
        video/mp4 mp4 m4v
        video/webm webm
        video/quicktime mov
        video/x-matroska mkv
        video/mpeg mpg mpeg
        """
                .lines()
                .map(line -> line.split(" "))
                .forEach(words -> {
                    for (int i = 1; i < words.length; i++) {
                        map.put(words[i], words[0]);
                    }
                });
        return Map.copyOf(map);
    }
}
