package hazel.contacts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Aliases as mutt writes them: `alias [-group NAME] NAME ADDRESS[, ADDRESS…] # comment`.
public final class AliasFile {

    private static final Pattern LINE =
            Pattern.compile("alias\\s+(?:-group\\s+\\S+\\s+)*(\\S+)\\s+(.+)");

    private AliasFile() {}

    /// Lines that are no aliases are passed over: such a file may hold other settings too.
    public static Map<String, List<String>> read(List<String> lines) {
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        var whole = new StringBuilder();
        for (String line : lines) {
            whole.append(line.strip());
            if (line.endsWith("\\")) {
                whole.setLength(whole.length() - 1);
                whole.append(' ');
                continue;
            }
            Matcher matcher = LINE.matcher(withoutComment(whole.toString()));
            if (matcher.matches()) {
                aliases.put(matcher.group(1), AddressBook.pieces(matcher.group(2)));
            }
            whole.setLength(0);
        }
        return aliases;
    }

    private static String withoutComment(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == '"';
            if (line.charAt(i) == '#' && !quoted && (i == 0 || line.charAt(i - 1) == ' ')) {
                return line.substring(0, i).strip();
            }
        }
        return line.strip();
    }
}
