package hazel.mime;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Address lists (RFC 5322 section 3.4): From, To, Cc, Reply-To, and what a person types.
///
/// Structure is read before encoded words are decoded, so that nothing decoded can become an
/// address: an encoded word in an addr-spec stays as it stands, and the domain shown is the domain
/// mail would go to. Controls become U+FFFD.
public final class AddressParser {

    /// What has a meaning in an address list, or may begin an encoded word.
    private static final String NOT_BARE = "\"\\=()<>[]:;@,";

    private final String text;
    private final List<Address> found = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    /// The words of the current item as a display name, and as an addr-spec with its quotes.
    private final StringBuilder phrase = new StringBuilder();

    private final StringBuilder bare = new StringBuilder();
    private String comment = "";
    private Optional<String> angle = Optional.empty();
    private boolean inGroup;
    private int lastQuote;
    private int lastParenthesis;

    private AddressParser(String text) {
        this.text = text;
        lastQuote = text.lastIndexOf('"');
        lastParenthesis = text.lastIndexOf(')');
    }

    /// Every address in a field body, the members of groups among them. Passes over what has no
    /// domain. Takes the obsolete syntax, `Name (comment)` forms, missing quotes and brackets.
    public static List<Address> parse(String body) {
        List<Address> usual = usualList(body);
        if (!usual.isEmpty()) {
            return usual;
        }
        var parser = new AddressParser(body);
        parser.run();
        return List.copyOf(parser.found);
    }

    /// Addresses that all have the usual form, divided by commas; none where one has not.
    private static List<Address> usualList(String body) {
        if (body.indexOf(',') < 0) {
            return usual(body).map(List::of).orElse(List.of());
        }
        List<Address> list = new ArrayList<>();
        boolean isQuoted = false;
        int from = 0;
        for (int i = 0; i <= body.length(); i++) {
            char c = i < body.length() ? body.charAt(i) : ',';
            isQuoted ^= c == '"';
            if (c == ',' && !isQuoted) {
                Optional<Address> usual = usual(body.substring(from, i).strip());
                if (usual.isEmpty()) {
                    return List.of();
                }
                list.add(usual.get());
                from = i + 1;
            }
        }
        return isQuoted ? List.of() : List.copyOf(list);
    }

    /// The addresses a person typed.
    ///
    /// @throws MailException with [Problem.Malformed], whose message is a sentence about the first
    ///   thing that is wrong
    public static List<Address> parseStrict(String typed) throws MailException {
        var parser = new AddressParser(typed);
        parser.run();
        for (Address address : parser.found) {
            if (parser.troubles.isEmpty()) {
                parser.check(address);
            }
        }
        if (!parser.troubles.isEmpty()) {
            throw new MailException(new Problem.Malformed("address", parser.troubles.getFirst()));
        }
        return List.copyOf(parser.found);
    }

    /// One address in the form nearly every From field has, `Mary Smith <mary@example.net>` with
    /// the name in quotes or without: ordinary characters only, so that nothing needs to be parsed.
    private static Optional<Address> usual(String body) {
        int open = body.indexOf('<');
        int end = open < 0 ? body.length() : body.length() - 1;
        if (open >= 0 && (end < open || body.charAt(end) != '>')) {
            return Optional.empty();
        }
        int name = open > 0 && body.charAt(open - 1) == ' ' ? open - 1 : Math.max(open, 0);
        int from = 0;
        if (name > 1 && body.charAt(0) == '"' && body.charAt(name - 1) == '"') {
            from = 1;
            name--;
        }
        for (int i = from; i < name; i++) {
            char c = body.charAt(i);
            boolean doubled = c == ' ' && body.charAt(i + 1) == ' ';
            if (c < ' ' || c > '~' || doubled || (from == 0 ? NOT_BARE : "\"\\=").indexOf(c) >= 0) {
                return Optional.empty();
            }
        }
        int at = -1;
        for (int i = open + 1; i < end; i++) {
            char c = body.charAt(i);
            if (c <= ' ' || c > '~' || NOT_BARE.indexOf(c) >= 0) {
                if (c != '@' || at >= 0) {
                    return Optional.empty();
                }
                at = i;
            }
        }
        return at <= open + 1 || at == end - 1
                ? Optional.empty()
                : Optional.of(
                        new Address(
                                body.substring(from, name).strip(),
                                body.substring(open + 1, at),
                                body.substring(at + 1, end)));
    }

    private void run() {
        int length = text.length();
        for (int i = 0; i < length; ) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> i = quoted(i);
                case '(' -> i = comment(i);
                case '<' -> i = angle(i);
                case '[' -> i = literal(i);
                case ',', ';' -> {
                    end();
                    inGroup = inGroup && c == ',';
                    i++;
                }
                case '>' -> {
                    troubles.add("a > has no < before it");
                    i++;
                }
                case ':' -> {
                    group();
                    i++;
                }
                default -> {
                    word(c);
                    i++;
                }
            }
        }
        end();
        if (inGroup) {
            troubles.add("a group of addresses ends with a semicolon");
        }
    }

    private void word(char c) {
        char shown = c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
        if (shown == ' ') {
            if (!phrase.isEmpty() && phrase.charAt(phrase.length() - 1) != ' ') {
                phrase.append(' ');
            }
            if (!bare.isEmpty() && bare.charAt(bare.length() - 1) != ' ') {
                bare.append(' ');
            }
        } else {
            phrase.append(shown);
            bare.append(shown);
        }
    }

    /// A quoted string; a quote nothing closes is an ordinary character.
    private int quoted(int start) {
        if (start >= lastQuote) {
            troubles.add("a quotation mark is not closed");
            word('"');
            return start + 1;
        }
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            char c = text.charAt(i);
            phrase.append(c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
            i++;
        }
        bare.append(text, start, Math.min(i + 1, text.length()));
        return i + 1;
    }

    /// A comment, which may hold others; one that nothing closes is an ordinary character.
    private int comment(int start) {
        if (start > lastParenthesis) {
            troubles.add("a parenthesis is not closed");
            word('(');
            return start + 1;
        }
        int depth = 0;
        int i = start;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                break;
            }
        }
        if (depth > 0) {
            lastParenthesis = -1; // none of those that follow can be closed either
            word('(');
            return start + 1;
        }
        comment = text.substring(start + 1, i);
        word(' ');
        return i + 1;
    }

    private int angle(int start) {
        int i = start + 1;
        boolean quote = false;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"') {
                quote = !quote && i < lastQuote;
            } else if (c == '\\' && quote) {
                i++;
            } else if (!quote && (c == '>' || c == '<' || (c == ',' && !isRoute(start + 1)))) {
                break;
            }
            i++;
        }
        int end = Math.min(i, text.length());
        String inner = text.substring(start + 1, end);
        if (end == text.length() || text.charAt(end) != '>') {
            troubles.add("an address that begins with < ends with >");
        }
        if (angle.isPresent()) {
            troubles.add("two addresses are not divided by a comma");
        }
        if (!inner.isBlank()) {
            angle = Optional.of(inner);
        }
        return end < text.length() && text.charAt(end) == '>' ? end + 1 : end;
    }

    private boolean isRoute(int at) {
        return at < text.length() && text.charAt(at) == '@';
    }

    private int literal(int start) {
        int close = text.indexOf(']', start, Math.min(text.length(), start + 100));
        if (close < 0) {
            word('[');
            return start + 1;
        }
        for (int i = start; i <= close; i++) {
            word(text.charAt(i));
        }
        return close + 1;
    }

    private void group() {
        if (inGroup) {
            troubles.add("a group of addresses cannot hold another");
        }
        inGroup = true;
        clear();
    }

    private void end() {
        String spec = angle.isPresent() ? unrouted(tight(angle.get())) : tight(bare.toString());
        String name = angle.isPresent() ? phrase.toString() : "";
        int space = angle.isPresent() ? -1 : space(spec);
        if (space >= 0) { // Mary Smith mary@example.net
            troubles.add("“" + spec + "” holds a space: put the name in front of <the address>");
            int at = at(spec);
            int from = at < 0 ? 0 : spec.lastIndexOf(' ', at) + 1;
            int to = at < 0 ? spec.length() : spec.indexOf(' ', at);
            name = spec.substring(0, from) + (to < 0 ? "" : spec.substring(to));
            spec = spec.substring(from, to < 0 ? spec.length() : to);
        }
        if (name.isBlank()) {
            name = comment;
        }
        int at = at(spec);
        if (at > 0 && at < spec.length() - 1) {
            String shown = clean(Words.decode(name.strip()).strip());
            found.add(
                    new Address(
                            shown, clean(spec.substring(0, at)), clean(spec.substring(at + 1))));
        } else if (!spec.isBlank()) {
            troubles.add(
                    "“" + spec + "” is no address: it has no name and domain with an @ between");
        }
        clear();
    }

    private void clear() {
        phrase.setLength(0);
        bare.setLength(0);
        comment = "";
        angle = Optional.empty();
    }

    private void check(Address address) {
        String spec = address.addrSpec();
        String domain = address.domain();
        if (Address.parse(spec).isEmpty()) {
            troubles.add("“" + spec + "” holds a character an address cannot hold");
        } else if (domain.startsWith(".") || domain.endsWith(".") || domain.contains("..")) {
            troubles.add("the domain of “" + spec + "” has a dot too many");
        } else if (address.localPart().indexOf('@') >= 0 && !address.localPart().startsWith("\"")) {
            troubles.add("“" + spec + "” has two @");
        }
    }

    /// Without the source route of RFC 5322 section 4.4, `@a,@b:`.
    private static String unrouted(String spec) {
        int colon = spec.startsWith("@") ? spec.indexOf(':') : -1;
        return colon < 0 ? spec : spec.substring(colon + 1);
    }

    /// Without white space at its ends and around `@` and dots, where the obsolete syntax has it.
    private static String tight(String spec) {
        String text = spec.strip();
        if (text.indexOf(' ') < 0 && text.indexOf('(') < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        boolean quote = false;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quote ^= c == '"' && depth == 0;
            if (!quote && c == '(') {
                depth++;
            }
            if (depth == 0) {
                char last = out.isEmpty() ? '@' : out.charAt(out.length() - 1);
                boolean joint = !quote && (c == '@' || c == '.');
                if (joint && last == ' ') {
                    out.setLength(out.length() - 1);
                }
                if (quote || c != ' ' || (last != '@' && last != '.' && last != ' ')) {
                    out.append(c);
                }
            }
            if (!quote && c == ')' && depth > 0) {
                depth--;
            }
        }
        return out.toString().strip();
    }

    private static int space(String spec) {
        boolean quote = false;
        for (int i = 0; i < spec.length(); i++) {
            quote ^= spec.charAt(i) == '"';
            if (!quote && spec.charAt(i) == ' ') {
                return i;
            }
        }
        return -1;
    }

    /// The `@` that divides: the last one outside quotes.
    private static int at(String spec) {
        return spec.lastIndexOf('@');
    }

    private static String clean(String decoded) {
        for (int i = 0; i < decoded.length(); i++) {
            if (Character.isISOControl(decoded.charAt(i))) {
                return decoded.replaceAll("\\p{Cntrl}|[\u0080-\u009f]", "\ufffd");
            }
        }
        return decoded;
    }
}
