package hazel.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The `tag=value` pairs between semicolons that DKIM, DMARC, MTA-STS and TLS-RPT write into their
/// records (RFC 6376 section 3.2).
final class Tags {

    private Tags() {}

    /// In their order, names in small letters; what is no pair is left out.
    static Map<String, String> of(String record) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String pair : record.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                tags.putIfAbsent(
                        pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        pair.substring(equals + 1).strip());
            }
        }
        return tags;
    }

    /// The texts at a name that begin with a version.
    static List<String> records(Answer answer, String version) {
        return answer.all(Data.Text.class).stream()
                .map(Data.Text::text)
                .filter(text -> isOf(text, version))
                .toList();
    }

    private static boolean isOf(String text, String version) {
        return text.regionMatches(true, 0, version, 0, version.length())
                && (text.length() == version.length()
                        || " ;\t".indexOf(text.charAt(version.length())) >= 0);
    }
}
