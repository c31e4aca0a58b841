package hazel.cache.text;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the database finds for a [Plan], read from it as it is asked for.
final class Candidates implements AutoCloseable {

    private final Map<Long, IndexedMailbox> mailboxes = new HashMap<>();
    private final boolean isRanked;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private Optional<Candidate> ahead = Optional.empty();

    Candidates(Database database, Plan plan, Wanted wanted) throws SQLException {
        wanted.mailboxes().keySet().forEach(m -> mailboxes.put(m.number(), m));
        isRanked = wanted.ranking() == Wanted.Ranking.RELEVANCE && !plan.match().isEmpty();
        var select = new Select(plan, mailboxes.keySet());
        statement =
                database.fresh(
                        "SELECT " + Documents.COLUMNS + select.from() + order(plan),
                        select.values());
        try {
            rows = statement.executeQuery();
            advance();
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private String order(Plan plan) {
        if (isRanked) {
            return " ORDER BY text.rank";
        }
        return plan.match().isEmpty() ? " ORDER BY doc.id DESC" : " ORDER BY text.rowid DESC";
    }

    boolean hasNext() {
        return ahead.isPresent();
    }

    /// So many, in their order, and a few more: messages of the same unit of numbers are put into
    /// the order of their dates together.
    List<Candidate> next(int least) throws SQLException {
        List<Candidate> next = new ArrayList<>();
        while (ahead.isPresent() && (next.size() < least || isOfUnit(next.getLast()))) {
            next.add(ahead.get());
            advance();
        }
        if (!isRanked) {
            next.sort(
                    Comparator.comparing((Candidate c) -> c.entry().date())
                            .thenComparing(Candidate::number)
                            .reversed());
        }
        return next;
    }

    private boolean isOfUnit(Candidate last) {
        return !isRanked
                && ahead.map(Candidate::number)
                        .filter(n -> Documents.unit(n) == Documents.unit(last.number()))
                        .isPresent();
    }

    private void advance() throws SQLException {
        ahead = Optional.empty();
        if (rows.next()) {
            ahead =
                    Optional.of(
                            new Candidate(
                                    rows.getLong(1),
                                    requireNonNull(mailboxes.get(rows.getLong(2))),
                                    Documents.entry(rows)));
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    /// What is asked of the database, from its `FROM` on and without an order.
    record Select(Plan plan, Set<Long> places) {

        String from() {
            var sql =
                    new StringBuilder(
                            plan.match().isEmpty()
                                    ? " FROM doc WHERE 1"
                                    // In this order: the words decide, and each row of theirs is
                                    // looked up.
                                    : " FROM text CROSS JOIN doc ON doc.id = text.rowid"
                                            + " WHERE text MATCH ?");
            String number = plan.match().isEmpty() ? "doc.id" : "text.rowid";
            if (plan.from() > Long.MIN_VALUE) {
                sql.append(" AND ").append(number).append(" >= ? AND doc.date >= ?");
            }
            if (plan.to() < Long.MAX_VALUE) {
                sql.append(" AND ")
                        .append(number)
                        .append(" < ? + (SELECT most FROM shift) AND doc.date < ?");
            }
            sql.append(" AND doc.place IN (")
                    .append(places.stream().map(String::valueOf).collect(Collectors.joining(",")))
                    .append(')');
            plan.conditions().forEach(c -> sql.append(" AND ").append(c.sql()));
            return sql.toString();
        }

        Object[] values() {
            List<Object> values = new ArrayList<>();
            if (!plan.match().isEmpty()) {
                values.add(plan.match());
            }
            if (plan.from() > Long.MIN_VALUE) {
                values.add(Documents.unit(plan.from()));
                values.add(plan.from());
            }
            if (plan.to() < Long.MAX_VALUE) {
                values.add(Documents.unit(plan.to()) + Documents.UNIT);
                values.add(plan.to());
            }
            plan.conditions().forEach(c -> values.addAll(c.values()));
            return values.toArray();
        }
    }
}
