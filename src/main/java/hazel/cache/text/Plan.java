package hazel.cache.text;

import hazel.index.IdHash;
import hazel.index.Query;
import hazel.index.Query.In;
import hazel.index.Query.Match.Words;
import hazel.mail.MessageId;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What of a query the database answers by itself, and what is left to be tested on each message
/// that it finds.
///
/// Words, dates, flags, sizes, attachments and message ids are the database's, wherever they are
/// joined by *and*, and words also under *or* and *not*. Left are regular expressions, and an *or*
/// between words and something else; of keywords and `to:me` the database finds too much, and the
/// rest is left.
///
/// @param match an expression of FTS5, empty where nothing is asked of the words
/// @param conditions on `doc`, all to be met
/// @param from the least second since 1970
/// @param to the second after the last
/// @param rest fits what else is asked
record Plan(String match, List<Condition> conditions, long from, long to, Query rest) {

    /// A condition in SQL with its values.
    record Condition(String sql, List<Object> values) {
        Condition {
            values = List.copyOf(values);
        }

        static Condition of(String sql, Object... values) {
            return new Condition(sql, List.of(values));
        }
    }

    Plan {
        conditions = List.copyOf(conditions);
    }

    /// Whether nothing is left to be tested.
    boolean isWhole() {
        return rest.isAll();
    }

    /// @param mine the reader's own addr-specs, of all accounts that are searched
    static Plan of(Query query, ZoneId zone, Set<String> mine) {
        var gathering = new Gathering(zone, mine);
        gathering.add(query);
        return gathering.plan();
    }

    private static final class Gathering {

        private final ZoneId zone;
        private final Set<String> mine;
        private final List<String> wanted = new ArrayList<>();
        private final List<String> unwanted = new ArrayList<>();
        private final List<Condition> conditions = new ArrayList<>();
        private final List<Query> rest = new ArrayList<>();
        private long from = Long.MIN_VALUE;
        private long to = Long.MAX_VALUE;

        Gathering(ZoneId zone, Set<String> mine) {
            this.zone = zone;
            this.mine = mine;
        }

        /// Something that must be so, besides what was added before.
        void add(Query query) {
            Optional<String> words = expression(query);
            if (words.isPresent()) {
                wanted.add(words.get());
                return;
            }
            switch (query) {
                case Query.And(var all) -> all.forEach(this::add);
                case Query.Not(var not) -> addNot(not);
                case Query.Dated(var first, var last) -> {
                    from = Math.max(from, first.atStartOfDay(zone).toEpochSecond());
                    to = Math.min(to, last.atStartOfDay(zone).toEpochSecond());
                }
                case Query.Has(var flag) ->
                        conditions.add(Condition.of("doc.marks & ? != 0", Marked.bit(flag)));
                case Query.WithAttachment() ->
                        conditions.add(Condition.of("doc.marks & ? != 0", Marked.ATTACHMENT));
                case Query.Sized(var least, var most) ->
                        conditions.add(Condition.of("doc.size BETWEEN ? AND ?", least, most));
                case Query.Id(var id) -> conditions.add(withId(id));
                case Query.ToMe() -> addMine(In.TO, query);
                case Query.FromMe() -> addMine(In.FROM, query);
                case Query.Keyword _ -> {
                    conditions.add(Condition.of("doc.keywords != ''"));
                    rest.add(query);
                }
                case Query.Or _, Query.Text _, Query.Tagged _, Query.InMailbox _ -> rest.add(query);
            }
        }

        /// The words of an address find it, and a few others that are to be told apart by testing.
        private void addMine(In in, Query query) {
            rest.add(query);
            List<Query> addresses =
                    mine.stream()
                            .flatMap(address -> Words.of(address).stream())
                            .<Query>map(words -> new Query.Text(in, words))
                            .toList();
            if (!addresses.isEmpty()) {
                expression(new Query.Or(addresses)).ifPresent(wanted::add);
            }
        }

        private static Condition withId(String id) {
            try {
                return Condition.of(
                        "doc.id IN (SELECT doc FROM link WHERE hash = ?) AND doc.message_id = ?",
                        IdHash.of(new MessageId(id)),
                        id);
            } catch (IllegalArgumentException e) {
                return Condition.of("0"); // no message has it
            }
        }

        private void addNot(Query not) {
            Optional<String> words = expression(not);
            if (words.isPresent()) {
                unwanted.add(words.get());
            } else if (not instanceof Query.Has(var flag)) {
                conditions.add(Condition.of("doc.marks & ? = 0", Marked.bit(flag)));
            } else {
                rest.add(new Query.Not(not));
            }
        }

        Plan plan() {
            String match = joined(wanted, " AND ");
            if (!wanted.isEmpty() && !unwanted.isEmpty()) {
                match = "(" + match + ") NOT (" + joined(unwanted, " OR ") + ")";
            } else if (!unwanted.isEmpty()) {
                conditions.add(
                        Condition.of(
                                "doc.id NOT IN (SELECT rowid FROM text WHERE text MATCH ?)",
                                joined(unwanted, " OR ")));
            }
            return new Plan(
                    match,
                    conditions,
                    from,
                    to,
                    rest.size() == 1 ? rest.getFirst() : new Query.And(rest));
        }
    }

    private static String joined(List<String> expressions, String by) {
        return expressions.stream().map(e -> "(" + e + ")").collect(Collectors.joining(by));
    }

    /// A query of words alone in FTS5's own language, which has *not* only behind something else.
    private static Optional<String> expression(Query query) {
        return switch (query) {
            case Query.Text(var in, Words words) -> columns(in).map(c -> c + phrase(words));
            case Query.Or(var any) -> all(any).map(each -> joined(each, " OR "));
            case Query.And(var all) when !all.isEmpty() ->
                    all(all).map(each -> joined(each, " AND "));
            case Query.And _,
                    Query.Not _,
                    Query.Text _,
                    Query.Has _,
                    Query.Tagged _,
                    Query.ToMe _,
                    Query.FromMe _,
                    Query.WithAttachment _,
                    Query.Keyword _,
                    Query.InMailbox _,
                    Query.Id _,
                    Query.Dated _,
                    Query.Sized _ ->
                    Optional.empty();
        };
    }

    private static Optional<List<String>> all(List<Query> queries) {
        List<String> expressions = new ArrayList<>();
        for (Query query : queries) {
            Optional<String> expression = expression(query);
            if (expression.isEmpty()) {
                return Optional.empty();
            }
            expressions.add(expression.get());
        }
        return Optional.of(expressions);
    }

    static String inBody(Words words) {
        return "body : " + phrase(words);
    }

    private static String phrase(Words words) {
        return '"' + words.tokens() + '"' + (words.ending() == Words.Ending.OPEN ? " *" : "");
    }

    private static Optional<String> columns(In in) {
        return switch (in) {
            case FROM -> Optional.of("author : ");
            case TO -> Optional.of("recipient : ");
            case SUBJECT -> Optional.of("subject : ");
            case LIST -> Optional.of("list : ");
            case CORRESPONDENT -> Optional.of("{author recipient} : ");
            case ANYWHERE -> Optional.of("{subject author recipient} : ");
            case BODY -> Optional.of("body : ");
            case MESSAGE -> Optional.of("{subject author recipient body} : ");
            case HEADER -> Optional.empty();
        };
    }
}
