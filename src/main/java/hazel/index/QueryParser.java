package hazel.index;

import hazel.index.Query.In;
import hazel.index.Query.Match;
import hazel.store.Flag;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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
/// special to one.
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
                    Map.entry('A', Query.ALL),
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

    private static final DateTimeFormatter MUTT_DATE = DateTimeFormatter.ofPattern("d/M/uuuu");

    private final String text;
    private final LocalDate today;
    private int at;

    private QueryParser(String text, LocalDate today) {
        this.text = text;
        this.today = today;
    }

    /// Where and why a query cannot be read; never leaves this class.
    private static final class Mistake extends Exception {
        private static final long serialVersionUID = 1;
        private final int column;

        Mistake(int column, String sentence) {
            super(sentence, null, false, false);
            this.column = column;
        }
    }

    static Query.Result parse(String text, LocalDate today) {
        var parser = new QueryParser(text, today);
        try {
            Query query = parser.any(0);
            parser.skipSpace();
            if (parser.at < text.length()) {
                throw parser.mistake("a ) without its (");
            }
            return new Query.Parsed(query);
        } catch (Mistake e) {
            return new Query.Wrong(e.column, String.valueOf(e.getMessage()));
        }
    }

    private Query any(int depth) throws Mistake {
        List<Query> alternatives = new ArrayList<>();
        alternatives.add(all(depth));
        while (isAt("|") || isWord("OR")) {
            at += text.charAt(at) == '|' ? 1 : 2;
            alternatives.add(all(depth));
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new Query.Or(alternatives);
    }

    private Query all(int depth) throws Mistake {
        List<Query> terms = new ArrayList<>();
        skipSpace();
        while (at < text.length() && !isAt("|") && !isAt(")") && !isWord("OR")) {
            terms.add(term(depth));
            skipSpace();
        }
        return terms.size() == 1 ? terms.getFirst() : new Query.And(terms);
    }

    private Query term(int depth) throws Mistake {
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
                throw new Mistake(at, "nothing follows the " + c);
            }
            return new Query.Not(term(depth + 1));
        }
        if (c == '(') {
            int open = at++;
            Query inner = any(depth + 1);
            if (!isAt(")")) {
                throw new Mistake(open + 1, "a ( without its )");
            }
            at++;
            return inner;
        }
        return c == '~' ? letter() : wordOrField();
    }

    private Query letter() throws Mistake {
        int start = at;
        at++;
        if (at >= text.length()) {
            throw mistake("a letter must follow the ~");
        }
        char letter = text.charAt(at++);
        if (LETTERS.containsKey(letter)) {
            return LETTERS.getOrDefault(letter, Query.ALL);
        }
        skipSpace();
        int valueAt = at;
        String value = value();
        if (TEXT_LETTERS.containsKey(letter)) {
            return new Query.Text(
                    TEXT_LETTERS.getOrDefault(letter, In.ANYWHERE), match(value, valueAt));
        }
        return switch (letter) {
            case 'd', 'r' -> muttDates(value, valueAt);
            case 'z' -> muttSizes(value, valueAt);
            case 'i' -> new Query.Id(value.replaceAll("^<|>$", ""));
            case 'y', 'k' -> new Query.Keyword(value);
            default -> throw new Mistake(start + 1, "there is no pattern ~" + letter);
        };
    }

    private Query wordOrField() throws Mistake {
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

    private Optional<Query> field(String field, String value, int valueAt) throws Mistake {
        if (field.equals("to") && value.equals("me")) {
            return Optional.of(new Query.ToMe());
        }
        if (field.equals("from") && value.equals("me")) {
            return Optional.of(new Query.FromMe());
        }
        if (FIELDS.containsKey(field)) {
            return Optional.of(
                    new Query.Text(FIELDS.getOrDefault(field, In.ANYWHERE), word(value, valueAt)));
        }
        return switch (field) {
            case "is" -> Optional.of(state(value, valueAt));
            case "has" -> {
                if (!value.equals("attachment")) {
                    throw new Mistake(valueAt + 1, "expected has:attachment");
                }
                yield Optional.of(new Query.WithAttachment());
            }
            case "label", "keyword", "tag" -> Optional.of(new Query.Keyword(value));
            case "id", "mid" -> Optional.of(new Query.Id(value.replaceAll("^<|>$", "")));
            case "before" -> Optional.of(new Query.Dated(LocalDate.EPOCH, day(value, valueAt)));
            case "after" ->
                    Optional.of(new Query.Dated(day(value, valueAt), LocalDate.of(9999, 1, 1)));
            case "on" -> {
                LocalDate day = day(value, valueAt);
                yield Optional.of(new Query.Dated(day, day.plusDays(1)));
            }
            case "larger" -> Optional.of(new Query.Sized(size(value, valueAt), Long.MAX_VALUE));
            case "smaller" -> Optional.of(new Query.Sized(0, size(value, valueAt)));
            default -> Optional.empty();
        };
    }

    private static Query state(String value, int valueAt) throws Mistake {
        Query state = STATES.get(value.toLowerCase(Locale.ROOT));
        if (state == null) {
            throw new Mistake(
                    valueAt + 1,
                    "there is no is:"
                            + value
                            + "; there are "
                            + String.join(", ", STATES.keySet().stream().sorted().toList()));
        }
        return state;
    }

    private static Match word(String value, int valueAt) throws Mistake {
        boolean isRegex = value.length() > 2 && value.startsWith("/") && value.endsWith("/");
        return isRegex
                ? regex(value.substring(1, value.length() - 1), valueAt + 1)
                : new Match.Literal(value);
    }

    /// mutt's values are regular expressions; one without special letters is compared quicker as it
    /// stands.
    private static Match match(String value, int valueAt) throws Mistake {
        return value.chars().anyMatch(c -> "\\^$.|?*+()[{".indexOf(c) >= 0)
                ? regex(value, valueAt)
                : new Match.Literal(value);
    }

    private static Match regex(String typed, int valueAt) throws Mistake {
        try {
            Pattern.compile(typed);
            return new Match.Regex(typed);
        } catch (PatternSyntaxException e) {
            throw new Mistake(
                    valueAt + Math.max(0, e.getIndex()) + 1,
                    "not a regular expression: " + e.getDescription());
        }
    }

    /// `2026-11-01`, `today`, `yesterday`, or so long ago: `3d`, `2w`, `1m`, `1y`.
    private LocalDate day(String value, int valueAt) throws Mistake {
        if (value.equals("today") || value.equals("yesterday")) {
            return value.equals("today") ? today : today.minusDays(1);
        }
        if (value.matches("[0-9]{1,4}[dwmy]")) {
            return ago(value);
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw new Mistake(
                    valueAt + 1,
                    "expected a day as 2026-11-01, today, yesterday, 3d, 2w, 1m or 1y, not '"
                            + value
                            + "'");
        }
    }

    private LocalDate ago(String value) {
        int number = Integer.parseInt(value.substring(0, value.length() - 1));
        return switch (value.charAt(value.length() - 1)) {
            case 'd' -> today.minusDays(number);
            case 'w' -> today.minusWeeks(number);
            case 'm' -> today.minusMonths(number);
            default -> today.minusYears(number);
        };
    }

    /// `<1w`, `>1m`, `1/11/2026`, `1/11/2026-`, `1/11/2026-5/11/2026`.
    private Query muttDates(String value, int valueAt) throws Mistake {
        if (value.matches("[<>=][0-9]{1,4}[dwmy]")) {
            LocalDate day = ago(value.substring(1));
            return switch (value.charAt(0)) {
                case '<' -> new Query.Dated(day, LocalDate.of(9999, 1, 1));
                case '>' -> new Query.Dated(LocalDate.EPOCH, day);
                default -> new Query.Dated(day, day.plusDays(1));
            };
        }
        int dash = value.indexOf('-');
        try {
            LocalDate from =
                    dash == 0
                            ? LocalDate.EPOCH
                            : LocalDate.parse(
                                    dash < 0 ? value : value.substring(0, dash), MUTT_DATE);
            LocalDate to =
                    dash < 0
                            ? from.plusDays(1)
                            : dash == value.length() - 1
                                    ? LocalDate.of(9999, 1, 1)
                                    : LocalDate.parse(value.substring(dash + 1), MUTT_DATE)
                                            .plusDays(1);
            return new Query.Dated(from, to);
        } catch (DateTimeParseException e) {
            throw new Mistake(valueAt + 1, "expected <1w, >1m, 1/11/2026 or 1/11/2026-5/11/2026");
        }
    }

    private static Query muttSizes(String value, int valueAt) throws Mistake {
        if (value.startsWith(">")) {
            return new Query.Sized(size(value.substring(1), valueAt), Long.MAX_VALUE);
        }
        if (value.startsWith("<")) {
            return new Query.Sized(0, size(value.substring(1), valueAt));
        }
        int dash = value.indexOf('-');
        long least = size(dash < 0 ? value : value.substring(0, dash), valueAt);
        return new Query.Sized(least, dash < 0 ? least : size(value.substring(dash + 1), valueAt));
    }

    private static long size(String value, int valueAt) throws Mistake {
        if (!value.matches("[0-9]{1,9}[kKmMgG]?")) {
            throw new Mistake(
                    valueAt + 1, "expected a size as 500, 20K or 3M, not '" + value + "'");
        }
        long number = Long.parseLong(value.replaceAll("[^0-9]", ""));
        return switch (Character.toLowerCase(value.charAt(value.length() - 1))) {
            case 'k' -> number << 10;
            case 'm' -> number << 20;
            case 'g' -> number << 30;
            default -> number;
        };
    }

    private String value() throws Mistake {
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

    private Mistake mistake(String sentence) {
        return new Mistake(at + 1, sentence);
    }
}
