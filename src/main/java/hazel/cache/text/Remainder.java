package hazel.cache.text;

import static java.util.Objects.requireNonNull;

import hazel.index.Facts;
import hazel.index.Query;
import hazel.index.Query.In;
import hazel.index.Query.Match.Words;
import hazel.index.Snapshot;
import hazel.store.IndexEntry;
import hazel.store.Uid;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// What of a query the database did not answer, tested on the messages that it found.
final class Remainder {

    private final Query rest;
    private final Map<IndexedMailbox, Facts> facts;

    /// Where in the rest words are asked for, the numbers of the messages that have them,
    /// ascending.
    private final Map<Words, long[]> bodies = new HashMap<>();

    Remainder(Database database, Plan plan, Wanted wanted) throws SQLException {
        rest = plan.rest();
        facts = wanted.mailboxes();
        for (Words words : words(rest)) {
            bodies.put(words, numbers(database, words));
        }
    }

    private static List<Words> words(Query query) {
        return switch (query) {
            case Query.And(var all) -> all.stream().flatMap(q -> words(q).stream()).toList();
            case Query.Or(var any) -> any.stream().flatMap(q -> words(q).stream()).toList();
            case Query.Not(var not) -> words(not);
            case Query.Text(var in, Words words) when in == In.BODY || in == In.MESSAGE ->
                    List.of(words);
            case Query.Text _,
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
                    List.of();
        };
    }

    private static long[] numbers(Database database, Words words) throws SQLException {
        var numbers = LongStream.builder();
        try (PreparedStatement statement =
                        database.fresh(
                                "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid",
                                Plan.inBody(words));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers.build().toArray();
    }

    /// Those that fit, in the same order.
    List<Candidate> fitting(List<Candidate> candidates) {
        var builder = Snapshot.builder();
        Map<Uid, Candidate> byNumber = new HashMap<>();
        for (Candidate candidate : candidates) {
            Uid number = new Uid(String.valueOf(candidate.number()));
            byNumber.put(number, candidate);
            builder.add(candidate.entry().withUid(number));
        }
        Snapshot snapshot = builder.build();
        var texts = new Texts(byNumber);
        List<Candidate> fitting = new ArrayList<>();
        for (int row = 0; row < candidates.size(); row++) {
            Candidate candidate = candidates.get(row);
            if (rest.matches(snapshot, row, facts(candidate).withTexts(texts))) {
                fitting.add(candidate);
            }
        }
        return fitting;
    }

    private Facts facts(Candidate candidate) {
        return requireNonNull(facts.get(candidate.mailbox()));
    }

    /// The texts of messages that are named by their numbers.
    private final class Texts implements Facts.Texts {

        private final Map<Uid, Candidate> byNumber;

        Texts(Map<Uid, Candidate> byNumber) {
            this.byNumber = byNumber;
        }

        @Override
        public String of(Uid number) {
            Candidate candidate = requireNonNull(byNumber.get(number));
            IndexEntry entry = candidate.entry();
            return facts(candidate).texts().of(entry.uid());
        }

        @Override
        public Optional<Boolean> bodyHas(Uid number, Words words) {
            long[] found = bodies.get(words);
            return found == null
                    ? Optional.empty()
                    : Optional.of(Arrays.binarySearch(found, Long.parseLong(number.value())) >= 0);
        }
    }
}
