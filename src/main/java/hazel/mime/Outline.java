package hazel.mime;

import hazel.mail.Part;
import hazel.text.Columns;
import hazel.text.Harmless;

import java.util.List;
import java.util.Locale;

/// The structure of a message, one line for each part.
public final class Outline {

    private Outline() {}

    /// `1.2 text/html quoted-printable 12K name`, harmless, in the order of [Part#walk].
    public static List<String> of(Part root) {
        return root.walk().map(Outline::line).toList();
    }

    private static String line(Part part) {
        String name = part.fileName().map(Harmless::line).orElse("");
        return (Columns.fit(part.number().isEmpty() ? "-" : part.number(), 8)
                        + Columns.fit(Harmless.line(part.mediaType().toString()), 28)
                        + " "
                        + Columns.fit(Harmless.line(part.encoding()), 17)
                        + Columns.fitRight(size(Content.size(part)), 6)
                        + "  "
                        + name)
                .stripTrailing();
    }

    /// Octets in at most four characters: `812`, `12K`, `3.4M`.
    public static String size(long octets) {
        if (octets < 1000) {
            return Long.toString(octets);
        }
        if (octets < 1000L << 10) {
            return (octets + 1023 >> 10) + "K";
        }
        double mebibytes = octets / 1048576.0;
        return mebibytes < 10
                ? String.format(Locale.ROOT, "%.1fM", mebibytes)
                : Math.round(mebibytes) + "M";
    }
}
