package hazel.trust;

import static java.util.stream.Collectors.joining;

import hazel.dns.Addresses;
import hazel.mime.Dates;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads a Received field as servers write it, which is seldom as RFC 5321 section 4.4 has it: the
/// client's name, address and HELO stand in words and comments that each server has its own way
/// with.
final class ReceivedReader {

    /// Characters read of one field; none that a server wrote is longer.
    private static final int LONGEST = 8 << 10;

    private static final Pattern BRACKETED =
            Pattern.compile("\\[(?:IPv6:)?([0-9A-Fa-f:.]{3,45})]", Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE =
            Pattern.compile(
                    "(?<![\\w.:-])((?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\\w.-])");
    private static final Pattern HELO =
            Pattern.compile(
                    "(?:^|[\\s,])(?:helo=|[HE][EH]LO )\\[?([^\\s\\])]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern IDENT =
            Pattern.compile("(?:^|\\s)ident=([^\\s)]+)", Pattern.CASE_INSENSITIVE);

    /// `IDENT:user@` of Sendmail, `user@` of qmail and its like before the name or address.
    private static final Pattern USER =
            Pattern.compile(
                    "^(?:IDENT:)?([^\\s@<>\\[\\]]+)@(?=[\\w\\[.-])", Pattern.CASE_INSENSITIVE);

    /// `name [address]`, as Postfix and Sendmail write what they found for the address.
    private static final Pattern FOUND = Pattern.compile("^<?([\\w.-]+?)\\.?>?\\s*\\[");

    private static final Pattern VERSION =
            Pattern.compile(
                    "(?<![\\w.-])(TLS(?:v1(?:[._][0-3])?|_?1[._][0-3])|SSLv[23])(?![\\w-])");
    private static final Pattern CIPHER =
            Pattern.compile(
                    "(?:cipher[ =]|[ /]tls[ /]|:|bits, ?)([A-Z][A-Z0-9]{2,10}[_-][A-Z0-9_-]{4,50})",
                    Pattern.CASE_INSENSITIVE);

    /// RFC 3848, and what others write for it.
    private static final Pattern OVER_TLS =
            Pattern.compile("(UTF8)?(ESMTP|SMTP|LMTP)(SA?|-TLS|/TLS.*)", Pattern.CASE_INSENSITIVE);

    /// A clause of the field; what follows its word, up to the next one.
    private enum Clause {
        NONE,
        FROM,
        BY,
        VIA,
        WITH,
        ID,
        FOR
    }

    private record Piece(Clause clause, boolean isComment, String text) {}

    private final List<Piece> pieces = new ArrayList<>();

    private ReceivedReader() {}

    private List<String> words(Clause clause) {
        return pieces.stream()
                .filter(p -> !p.isComment() && p.clause() == clause)
                .map(Piece::text)
                .toList();
    }

    private List<String> comments() {
        return pieces.stream().filter(Piece::isComment).map(Piece::text).toList();
    }

    private List<String> comments(Clause clause) {
        return pieces.stream()
                .filter(p -> p.isComment() && p.clause() == clause)
                .map(Piece::text)
                .toList();
    }

    /// @param body unfolded
    static Hop read(String body) {
        String text = body.length() > LONGEST ? body.substring(0, LONGEST) : body;
        int date = dateAt(text);
        var reader = new ReceivedReader();
        reader.clauses(date < 0 ? text : text.substring(0, date));
        String by = reader.first(Clause.BY);
        Hop.Client client = reader.client();
        if (by.isEmpty() && client.equals(Hop.Client.NOBODY)) {
            return new Hop.Unreadable(body);
        }
        String protocol = reader.first(Clause.WITH);
        return new Hop.Received(
                body,
                client,
                by,
                String.join(" ", reader.comments(Clause.BY)),
                protocol,
                bare(reader.first(Clause.ID)),
                bare(reader.first(Clause.FOR)),
                reader.tls(protocol),
                date < 0 ? Optional.empty() : Dates.parse(text.substring(date + 1)));
    }

    /// The last semicolon outside comments; -1 for none.
    private static int dateAt(String text) {
        int depth = 0;
        int at = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
            } else if (c == ';' && depth == 0) {
                at = i;
            }
        }
        return at;
    }

    private void clauses(String text) {
        Clause clause = Clause.NONE;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '(') {
                int end = commentEnd(text, i);
                String inside = text.substring(i + 1, Math.max(i + 1, end - 1)).strip();
                pieces.add(new Piece(clause, true, inside));
                i = end;
            } else if (c <= ' ' || c == ',') {
                i++;
            } else {
                int end = wordEnd(text, i);
                String word = text.substring(i, end);
                Clause begun = begins(word);
                if (begun != Clause.NONE && isNew(begun)) {
                    clause = begun;
                } else {
                    pieces.add(new Piece(clause, false, word));
                }
                i = end;
            }
        }
    }

    /// A clause's word may be another's text, as in `id for`.
    private boolean isNew(Clause begun) {
        return pieces.stream().noneMatch(p -> p.clause() == begun);
    }

    private static Clause begins(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "from" -> Clause.FROM;
            case "by" -> Clause.BY;
            case "via" -> Clause.VIA;
            case "with" -> Clause.WITH;
            case "id" -> Clause.ID;
            case "for" -> Clause.FOR;
            default -> Clause.NONE;
        };
    }

    /// After the parenthesis that closes the one at `start`, or the end where none does.
    private static int commentEnd(String text, int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static int wordEnd(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) > ' ' && text.charAt(i) != '(') {
            i++;
        }
        return i;
    }

    private String first(Clause clause) {
        List<String> all = words(clause);
        return all.isEmpty() ? "" : all.getFirst();
    }

    private static String bare(String word) {
        return word.replaceFirst("^<(.*?)>?$", "$1");
    }

    private Hop.Client client() {
        List<String> said = words(Clause.FROM);
        List<String> beside = comments(Clause.FROM);
        String word = said.isEmpty() ? "" : said.getFirst();
        boolean isAddress = Addresses.parse(word).isPresent();
        Optional<InetAddress> address = address(said, beside);
        Optional<String> helo = beside.stream().flatMap(c -> group(HELO, c).stream()).findFirst();
        String found =
                beside.stream().flatMap(c -> group(FOUND, user(c)).stream()).findFirst().orElse("");
        String ident =
                beside.stream()
                        .flatMap(c ->
                                Stream.concat(group(IDENT, c).stream(), group(USER, c).stream()))
                        .findFirst()
                        .orElse("");
        if (address.isEmpty() && helo.filter("localhost"::equals).isPresent()) {
            return new Hop.Client(word, "", address, ident); // a program of the same machine
        }
        if (helo.isPresent()) {
            return new Hop.Client(helo.get(), isAddress ? "" : known(word), address, ident);
        }
        if (!found.isEmpty()) {
            return new Hop.Client(word, known(found), address, ident);
        }
        // Exim writes the name that it found, and the HELO only where that is another.
        boolean isExim = comments().stream().anyMatch(c -> c.startsWith("Exim "));
        boolean hasAddressBeside = beside.stream().anyMatch(c -> c.startsWith("["));
        return isExim && hasAddressBeside && !isAddress
                ? new Hop.Client(word, known(word), address, ident)
                : new Hop.Client(word, "", address, ident);
    }

    private static String user(String comment) {
        return USER.matcher(comment).replaceFirst("");
    }

    /// What servers write where they found no name.
    private static String known(String name) {
        boolean isNone =
                Addresses.parse(name).isPresent()
                        || List.of("unknown", "unknown.domain", "softdnserr", "unverified")
                                .contains(name.toLowerCase(Locale.ROOT));
        return isNone ? "" : name.replaceFirst("\\.$", "");
    }

    /// What is in brackets is what the server saw; a word in its place may be what the client said.
    private static Optional<InetAddress> address(List<String> said, List<String> beside) {
        return Stream.of(
                        beside.stream().flatMap(c -> address(BRACKETED, withoutHelo(c))),
                        beside.stream().flatMap(c -> address(BARE, withoutHelo(c))),
                        said.stream().skip(1).flatMap(w -> address(BRACKETED, w)),
                        said.stream().limit(1).flatMap(w -> Addresses.parse(w).stream()))
                .flatMap(s -> s)
                .findFirst();
    }

    private static String withoutHelo(String comment) {
        return HELO.matcher(comment).replaceAll(" ");
    }

    private static Stream<InetAddress> address(Pattern pattern, String text) {
        return group(pattern, text).flatMap(Addresses::parse).stream();
    }

    private static Optional<String> group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private String tls(String protocol) {
        String told = String.join(" ", comments()) + " " + String.join(" ", words(Clause.WITH));
        Optional<String> version = group(VERSION, told);
        Optional<String> cipher = group(CIPHER, told);
        if (version.isPresent() || cipher.isPresent()) {
            return Stream.concat(version.stream(), cipher.stream()).collect(joining(" "));
        }
        return OVER_TLS.matcher(protocol).matches() ? "yes" : "";
    }
}
