package hazel.ui;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Keys as people read them: `^X`, `Spc`, `PgDn`.
public final class KeyNames {

    private static final Map<String, String> SHORT =
            Map.of(
                    "Space", "Spc",
                    "Enter", "Ret",
                    "PageUp", "PgUp",
                    "PageDown", "PgDn",
                    "Backspace", "BkSp",
                    "Delete", "Del",
                    "Insert", "Ins",
                    "BackTab", "S-Tab",
                    "Lt", "<",
                    "Gt", ">");

    private KeyNames() {}

    /// A sequence, divided by spaces.
    public static String shown(List<String> keys) {
        return keys.stream().map(KeyNames::shown).collect(Collectors.joining(" "));
    }

    private static String shown(String key) {
        if (key.length() < 3 || !key.startsWith("<")) {
            return key;
        }
        String name = key.substring(1, key.length() - 1);
        if (name.startsWith("C-") && name.length() == 3) {
            return "^" + name.substring(2).toUpperCase(Locale.ROOT);
        }
        int base = name.lastIndexOf('-', name.length() - 2) + 1;
        String last = name.substring(base);
        return name.substring(0, base) + SHORT.getOrDefault(last, last);
    }
}
