package hazel.store.local;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.util.Base64;

/// The names of mailboxes in ASCII, as IMAP and Dovecot's Maildir++ write them (RFC 3501 section
/// 5.1.3).
public final class ModifiedUtf7 {

    private ModifiedUtf7() {}

    public static String encode(String name) {
        var out = new StringBuilder();
        var run = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (c >= ' ' && c <= '~') {
                flush(run, out);
                out.append(c == '&' ? "&-" : String.valueOf(c));
            } else {
                run.append(c);
            }
        }
        flush(run, out);
        return out.toString();
    }

    private static void flush(StringBuilder run, StringBuilder out) {
        if (!run.isEmpty()) {
            String base64 =
                    Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(run.toString().getBytes(UTF_16BE));
            out.append('&').append(base64.replace('/', ',')).append('-');
            run.setLength(0);
        }
    }

    /// What is not well-formed stays as it stands.
    public static String decode(String name) {
        var out = new StringBuilder();
        int at = 0;
        while (at < name.length()) {
            int shift = name.indexOf('&', at);
            int end = shift < 0 ? -1 : name.indexOf('-', shift);
            if (shift < 0 || end < 0) {
                return out.append(name.substring(at)).toString();
            }
            out.append(name, at, shift).append(run(name.substring(shift + 1, end)));
            at = end + 1;
        }
        return out.toString();
    }

    private static String run(String base64) {
        if (base64.isEmpty()) {
            return "&";
        }
        try {
            String text =
                    new String(Base64.getDecoder().decode(base64.replace(',', '/')), UTF_16BE);
            // A run that hides a separator or a control character is not decoded.
            boolean isPlain = text.chars().allMatch(c -> c > '~' && !Character.isISOControl(c));
            return isPlain ? text : "&" + base64 + "-";
        } catch (IllegalArgumentException e) {
            return "&" + base64 + "-";
        }
    }
}
