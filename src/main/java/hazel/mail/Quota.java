package hazel.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much of something a server lets a person have, and how much of it is used (RFC 9208).
///
/// @param resource as it is registered, in capitals: `STORAGE` in units of 1,024 octets, `MESSAGE`
public record Quota(String resource, long used, long limit) {

    private static final Pattern RESOURCE =
            Pattern.compile("([A-Za-z-]{1,40}) ([0-9]{1,15}) ([0-9]{1,15})");

    /// What an untagged QUOTA says behind that word: `"User quota" (STORAGE 10 512)`. What cannot
    /// be read is passed over.
    public static List<Quota> parse(String text) {
        List<Quota> all = new ArrayList<>();
        int open = text.lastIndexOf('(');
        Matcher each = RESOURCE.matcher(text.substring(Math.max(0, open)));
        while (open >= 0 && each.find()) {
            all.add(
                    new Quota(
                            each.group(1).toUpperCase(Locale.ROOT),
                            Long.parseLong(each.group(2)),
                            Long.parseLong(each.group(3))));
        }
        return all;
    }

    /// How much is left.
    public long free() {
        return Math.max(0, limit - used);
    }

    /// Whether nine tenths are used.
    public boolean isNearlyUsed() {
        return limit > 0 && used * 10 >= limit * 9;
    }

    /// `3.2 of 1,024.0 MiB used`, `5 of 100 messages used`.
    @Override
    public String toString() {
        return switch (resource) {
            case "STORAGE" ->
                    String.format(
                            Locale.ROOT, "%,.1f of %,.1f MiB used", used / 1024.0, limit / 1024.0);
            case "MESSAGE" -> String.format(Locale.ROOT, "%,d of %,d messages used", used, limit);
            default ->
                    String.format(
                            Locale.ROOT,
                            "%s: %,d of %,d used",
                            resource.toLowerCase(Locale.ROOT),
                            used,
                            limit);
        };
    }
}
