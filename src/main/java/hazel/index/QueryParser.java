package hazel.index;

import hazel.index.Query.In;
import hazel.index.Query.Match;
import hazel.store.Flag;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads the query language.
///
///     query  = and *( ("OR" / "|") and )
///     and    = *( ["-" / "!" / "NOT"] term )
///     term   = "(" query ")" / field ":" value / "~" letter [value] / word
///
/// A value in quotes may hold spaces. A word, or a field's value, between slashes is
/// a regular expression, and so is the value of a mutt pattern that has a letter
/// special to one. What else is looked for in a body is words.
final class QueryParser {

    private static final Map<String, In> FIELDS =
            Map.of(
                    "from", In.FROM,
                    "to", In.TO,
                    "cc", In.TO,
                    "with", In.CORRESPONDENT,
                    "subject", In.SUBJECT,
                    "list", In.LIST,
                    "header", In.HEADER,
                    "body", In.BODY,
                    "text", In.MESSAGE);

    private static final Map<String, Query> STATES =
            Map.ofEntries(
                    Map.entry("unread", new Query.Not(new Query.Has(Flag.SEEN))),
                    Map.entry("unseen", new Query.Not(new Query.Has(Flag.SEEN))),
                    Map.entry("read", new Query.Has(Flag.SEEN)),
                    Map.entry("seen", new Query.Has(Flag.SEEN)),
                    Map.entry("new", new Query.Has(Flag.RECENT)),
                    Map.entry("flagged", new Query.Has(Flag.FLAGGED)),
                    Map.entry("important", new Query.Has(Flag.FLAGGED)),
                    Map.entry("answered", new Query.Has(Flag.ANSWERED)),
                    Map.entry("replied", new Query.Has(Flag.ANSWERED)),
                    Map.entry("forwarded", new Query.Has(Flag.FORWARDED)),
                    Map.entry("deleted", new Query.Has(Flag.DELETED)),
                    Map.entry("draft", new Query.Has(Flag.DRAFT)),
                    Map.entry("tagged", new Query.Tagged()));

    /// mutt's patterns that take no value.
    private static final Map<Character, Query> LETTERS =
            Map.ofEntries(
                    Map.entry('A', Query.all()),
                    Map.entry('N', new Query.Not(new Query.Has(Flag.SEEN))),
                    Map.entry('U', new Query.Not(new Query.Has(Flag.SEEN))),
                    Map.entry(
                            'O',
                            new Query.And(
                                    List.of(
                                            new Query.Not(new Query.Has(Flag.SEEN)),
                                            new Query.Not(new Query.Has(Flag.RECENT))))),
                    Map.entry('R', new Query.Has(Flag.SEEN)),
                    Map.entry('Q', new Query.Has(Flag.ANSWERED)),
                    Map.entry('F', new Query.Has(Flag.FLAGGED)),
                    Map.entry('D', new Query.Has(Flag.DELETED)),
                    Map.entry('T', new Query.Tagged()),
                    Map.entry('p', new Query.ToMe()),
                    Map.entry('P', new Query.FromMe()),
                    Map.entry('X', new Query.WithAttachment()),
                    Map.entry('l', new Query.Text(In.LIST, new Match.Regex("."))));

    private static final Map<Character, In> TEXT_LETTERS =
            Map.of(
                    'f',
                    In.FROM,
                    't',
                    In.TO,
                    'c',
                    In.TO,
                    'C',
                    In.TO,
                    'L',
                    In.CORRESPONDENT,
                    's',
                    In.SUBJECT,
                    'b',
                    In.BODY,
                    'h',
                    In.HEADER,
                    'B',
                    In.MESSAGE);

    private final String text;
    private final QueryValues values;
    private int at;

    private QueryParser(String text, QueryValues values) {
        this.text = text;
        this.values = values;
    }

    static Query.Result parse(String text, QueryValues values) {
        var parser = new QueryParser(text, values);
        try {
            Query query = parser.any(0);
            parser.skipSpace();
            if (parser.at < text.length()) {
                throw parser.mistake("a ) without its (");
            }
            return new Query.Parsed(query);
        } catch (QueryMistake e) {
            return e.wrong();
        }
    }

    private Query any(int depth) throws QueryMistake {
        List<Query> alternatives = new ArrayList<>();
        alternatives.add(all(depth));
        while (isAt("|") || isWord("OR")) {
            at += text.charAt(at) == '|' ? 1 : 2;
            alternatives.add(all(depth));
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new Query.Or(alternatives);
    }

    private Query all(int depth) throws QueryMistake {
        List<Query> terms = new ArrayList<>();
        skipSpace();
        while (at < text.length() && !isAt("|") && !isAt(")") && !isWord("OR")) {
            terms.add(term(depth));
            skipSpace();
        }
        return terms.size() == 1 ? terms.getFirst() : new Query.And(terms);
    }

    private Query term(int depth) throws QueryMistake {
        if (depth > 100) {
            throw mistake("too many brackets in each other");
        }
        if (isWord("NOT")) {
            at += 3;
            skipSpace();
            return new Query.Not(term(depth + 1));
        }
        char c = text.charAt(at);
        if (c == '!' || (c == '-' && !text.startsWith("- ", at))) {
            at++;
            skipSpace();
            if (at >= text.length()) {
                throw new QueryMistake(at, "nothing follows the " + c);
            }
            return new Query.Not(term(depth + 1));
        }
        if (c == '(') {
            int open = at++;
            Query inner = any(depth + 1);
            if (!isAt(")")) {
                throw new QueryMistake(open + 1, "a ( without its )");
            }
            at++;
            return inner;
        }
        return c == '~' ? letter() : wordOrField();
    }

    private Query letter() throws QueryMistake {
        int start = at;
        at++;
        if (at >= text.length()) {
            throw mistake("a letter must follow the ~");
        }
        char letter = text.charAt(at++);
        if (LETTERS.containsKey(letter)) {
            return LETTERS.getOrDefault(letter, Query.all());
        }
        skipSpace();
        int valueAt = at;
        String value = value();
        if (TEXT_LETTERS.containsKey(letter)) {
            return text(TEXT_LETTERS.getOrDefault(letter, In.ANYWHERE), match(value, valueAt));
        }
        return switch (letter) {
            case 'd', 'r' -> values.muttDates(value, valueAt);
            case 'z' -> QueryValues.muttSizes(value, valueAt);
            case 'i' -> new Query.Id(value.replaceAll("^<|>$", ""));
            case 'q' -> values.takenAs(value);
            case 'y', 'k' -> new Query.Keyword(value);
            default -> throw new QueryMistake(start + 1, "there is no pattern ~" + letter);
        };
    }

    private Query wordOrField() throws QueryMistake {
        int start = at;
        int colon = at;
        while (colon < text.length() && Character.isLetter(text.charAt(colon))) {
            colon++;
        }
        if (colon > start && colon < text.length() && text.charAt(colon) == ':') {
            String field = text.substring(start, colon).toLowerCase(Locale.ROOT);
            at = colon + 1;
            int valueAt = at;
            Optional<Query> known = field(field, value(), valueAt);
            if (known.isPresent()) {
                return known.get();
            }
            at = start;
        }
        return new Query.Text(In.ANYWHERE, word(value(), start));
    }

    private Optional<Query> field(String field, String value, int valueAt) throws QueryMistake {
        if (field.equals("to") && value.equals("me")) {
            return Optional.of(new Query.ToMe());
        }
        if (field.equals("from") && value.equals("me")) {
            return Optional.of(new Query.FromMe());
        }
        if (FIELDS.containsKey(field)) {
            return Optional.of(text(FIELDS.getOrDefault(field, In.ANYWHERE), word(value, valueAt)));
        }
        return switch (field) {
            case "is" -> Optional.of(state(value, valueAt));
            case "has" -> {
                if (!value.equals("attachment")) {
                    throw new QueryMistake(valueAt + 1, "expected has:attachment");
                }
                yield Optional.of(new Query.WithAttachment());
            }
            case "label", "keyword", "tag" -> Optional.of(new Query.Keyword(value));
            case "id", "mid" -> Optional.of(new Query.Id(value.replaceAll("^<|>$", "")));
            case "queue" -> Optional.of(values.takenAs(value));
            case "in", "mailbox" -> Optional.of(new Query.InMailbox(value));
            case "before", "older" ->
                    Optional.of(new Query.Dated(LocalDate.EPOCH, values.day(value, valueAt)));
            case "after", "newer" ->
                    Optional.of(
                            new Query.Dated(values.day(value, valueAt), LocalDate.of(9999, 1, 1)));
            case "on" -> {
                LocalDate day = values.day(value, valueAt);
                yield Optional.of(new Query.Dated(day, day.plusDays(1)));
            }
            case "larger" ->
                    Optional.of(new Query.Sized(QueryValues.size(value, valueAt), Long.MAX_VALUE));
            case "smaller" -> Optional.of(new Query.Sized(0, QueryValues.size(value, valueAt)));
            default -> Optional.empty();
        };
    }

    private static Query text(In in, Match match) {
        boolean isText = in == In.BODY || in == In.MESSAGE;
        return new Query.Text(in, isText ? match.inWords() : match);
    }

    private static Query state(String value, int valueAt) throws QueryMistake {
        Query state = STATES.get(value.toLowerCase(Locale.ROOT));
        if (state == null) {
            throw new QueryMistake(
                    valueAt + 1,
                    "there is no is:"
                            + value
                            + "; there are "
                            + String.join(", ", STATES.keySet().stream().sorted().toList()));
        }
        return state;
    }

    private static Match word(String value, int valueAt) throws QueryMistake {
        boolean isRegex = value.length() > 2 && value.startsWith("/") && value.endsWith("/");
        return isRegex
                ? regex(value.substring(1, value.length() - 1), valueAt + 1)
                : new Match.Literal(value);
    }

    /// mutt's values are regular expressions; one without special letters is compared quicker as it
    /// stands.
    private static Match match(String value, int valueAt) throws QueryMistake {
        return value.chars().anyMatch(c -> "\\^$.|?*+()[{".indexOf(c) >= 0)
                ? regex(value, valueAt)
                : new Match.Literal(value);
    }

    private static Match regex(String typed, int valueAt) throws QueryMistake {
        try {
            Pattern.compile(typed);
            return new Match.Regex(typed);
        } catch (PatternSyntaxException e) {
            throw new QueryMistake(
                    valueAt + Math.max(0, e.getIndex()) + 1,
                    "not a regular expression: " + e.getDescription());
        }
    }

    private String value() throws QueryMistake {
        if (at >= text.length()) {
            throw mistake("something to look for is missing");
        }
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            int end = text.indexOf(first, at + 1);
            if (end < 0) {
                throw mistake("a quotation mark without its second");
            }
            String value = text.substring(at + 1, end);
            at = end + 1;
            return value;
        }
        int start = at;
        int slash = first == '/' ? text.indexOf('/', at + 1) : -1;
        if (slash > 0 && isEnd(slash + 1)) {
            at = slash + 1;
            return text.substring(start, at);
        }
        int brackets = 0;
        while (!isEnd(at) || (at < text.length() && text.charAt(at) == ')' && brackets > 0)) {
            char c = text.charAt(at);
            brackets += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        }
        if (at == start) {
            throw mistake("something to look for is missing");
        }
        return text.substring(start, at);
    }

    /// Whether a word cannot go on here.
    private boolean isEnd(int index) {
        return index >= text.length()
                || Character.isWhitespace(text.charAt(index))
                || "|)".indexOf(text.charAt(index)) >= 0;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean isAt(String symbol) {
        return text.startsWith(symbol, at);
    }

    private boolean isWord(String word) {
        int end = at + word.length();
        return text.startsWith(word, at)
                && (end == text.length() || Character.isWhitespace(text.charAt(end)));
    }

    private QueryMistake mistake(String sentence) {
        return new QueryMistake(at + 1, sentence);
    }
}
