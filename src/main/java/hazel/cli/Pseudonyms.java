package hazel.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lines of a log with other names in place of those of people, hosts, networks and files, for a
/// report to somebody else. The same name gets the same one throughout, so that what belongs
/// together still does. Used by one thread at a time.
///
/// What somebody's server wrote in words of its own stays, but for such names in it.
final class Pseudonyms {

    private static final Pattern NAMES =
            Pattern.compile(
                    "(?<local>\"[^\""
                        + " ]{1,64}\"|[^\\s<>\"()\\[\\],;:=@]{1,64})@(?<domain>\\[[^\\]\\s]{1,255}\\]|[\\w.-]{0,254}\\w)|(?<=\\buser[="
                        + " ]|\\blogin of )(?<user>[^\\s()]{1,64})"
                        + "|(?<ip>(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9.])"
                        + "|(?:(?<![0-9A-Za-z:])|(?<=IPv6:))(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F.]{0,15}(?![0-9A-Za-z:]))|(?<host>(?<=\\bH=)[\\w-]{1,63}(?="
                        + " C=)|(?<![\\w.-])(?:[\\w-]{1,63}\\.){1,20}\\p{L}[\\w-]{1,62}(?![\\w.-]*\\w))"
                        + "|(?<path>(?<![\\w/.])(?:/[^\\s/\"':,;]{1,255}){1,20})",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private final Map<String, String> names = new HashMap<>();

    String of(String line) {
        Matcher found = NAMES.matcher(line);
        return found.replaceAll(match -> Matcher.quoteReplacement(inPlaceOf(found)));
    }

    private String inPlaceOf(Matcher found) {
        if (found.group("local") != null) {
            return name("user", found.group("local"))
                    + "@"
                    + name("host", found.group("domain"))
                    + ".example";
        }
        if (found.group("user") != null) {
            return name("user", found.group("user"));
        }
        if (found.group("ip") != null) {
            return name("address", found.group("ip"));
        }
        return found.group("host") != null
                ? name("host", found.group("host")) + ".example"
                : name("/file", found.group("path"));
    }

    private String name(String kind, String real) {
        String key = kind + " " + real.toLowerCase(Locale.ROOT);
        return names.computeIfAbsent(
                key,
                _ -> kind + (1 + names.keySet().stream().filter(k -> k.startsWith(kind)).count()));
    }
}
