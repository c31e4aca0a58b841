package hazel.verify;

import hazel.verify.RawMessage.RawField;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The text of a header that a signature is over (RFC 6376 section 3.7).
final class SignedFields {

    /// The value of `b=`, up to the end of the pair.
    private static final Pattern SIGNATURE = Pattern.compile("((?:^|;)\\s*b\\s*=)[^;]*");

    private SignedFields() {}

    /// The fields that are named, each name once more the next field of it from the bottom; then
    /// the signature's own field, without the signature.
    static String text(RawMessage message, List<String> names, RawField signature, Canonical form) {
        Map<String, List<RawField>> left = new HashMap<>();
        var text = new StringBuilder();
        for (String name : names) {
            String key = name.toLowerCase(Locale.ROOT);
            List<RawField> same = left.computeIfAbsent(key, k -> others(message, k, signature));
            if (!same.isEmpty()) {
                text.append(form.field(same.removeLast().text())).append("\r\n");
            }
        }
        return text.append(form.field(withoutSignature(signature))).toString();
    }

    private static List<RawField> others(RawMessage message, String name, RawField signature) {
        var others = new ArrayList<>(message.named(name));
        others.removeIf(f -> f == signature);
        return others;
    }

    static String withoutSignature(RawField field) {
        int colon = field.text().indexOf(':') + 1;
        return field.text().substring(0, colon)
                + SIGNATURE.matcher(field.text().substring(colon)).replaceFirst("$1");
    }
}
