package hazel.index;

import hazel.index.packed.Columns;
import hazel.index.packed.People;
import hazel.index.packed.RowBits;
import hazel.index.packed.SubjectTexts;
import hazel.index.packed.Texts;
import hazel.store.Progress;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// A query made ready for the rows of one snapshot: what depends on the query alone is worked out
/// once, what depends on an author or on recipients once for each of them.
///
/// The tests it makes may run on several threads at once: what one finds out twice, it finds the
/// same.
final class Limit {

    private static final int PIECE = 1 << 13;
    private static final int PIECES_A_REPORT = 16;
    private static final int OFTEN = 4;

    private final Snapshot snapshot;
    private final Facts facts;
    private final Columns columns;
    private final People people;

    private Limit(Snapshot snapshot, Facts facts) {
        this.snapshot = snapshot;
        this.facts = facts;
        this.columns = snapshot.columns();
        this.people = columns.people();
    }

    static IntPredicate of(Query query, Snapshot snapshot, Facts facts) {
        return new Limit(snapshot, facts).test(query);
    }

    static RowSet rows(Query query, Snapshot snapshot, Facts facts, Progress progress) {
        if (query.isAll()) {
            return RowSet.all(snapshot);
        }
        IntPredicate fits = of(query, snapshot, facts);
        int rows = snapshot.rows();
        if (query.needsText()) {
            return RowSet.where(
                    snapshot,
                    row -> {
                        progress.report(row, rows);
                        return fits.test(row);
                    });
        }
        long[][] found = new long[(rows + PIECE - 1) / PIECE][];
        for (int from = 0; from < found.length; from += PIECES_A_REPORT) {
            progress.report((long) from * PIECE, rows);
            IntStream pieces =
                    IntStream.range(from, Math.min(found.length, from + PIECES_A_REPORT));
            (rows > PIECE ? pieces.parallel() : pieces)
                    .forEach(piece ->
                            found[piece] =
                                    RowBits.words(
                                            piece * PIECE,
                                            Math.min(rows, (piece + 1) * PIECE),
                                            row -> snapshot.isHere(row) && fits.test(row)));
        }
        return new RowSet(snapshot, RowBits.joined(found));
    }

    private IntPredicate test(Query query) {
        return switch (query) {
            case Query.And(var all) -> and(tests(all));
            case Query.Or(var any) -> or(tests(any));
            case Query.Not(var not) -> test(not).negate();
            case Query.Has(var flag) -> row -> snapshot.has(row, flag);
            case Query.Tagged() -> facts.tagged().in(snapshot)::has;
            case Query.ToMe() -> {
                Texts texts = people.texts();
                IntPredicate mine = once(texts.size(), text -> isMine(texts.get(text)));
                yield ofCircle(circle -> people.anyAddress(circle, mine));
            }
            case Query.FromMe() -> ofAuthor(author -> isMine(people.address(author)));
            case Query.WithAttachment() -> snapshot::hasAttachment;
            case Query.Dated(var from, var to) -> dated(from, to);
            case Query.Sized(long least, long most) ->
                    row -> snapshot.size(row) >= least && snapshot.size(row) <= most;
            case Query.Text(var in, var match) -> text(in, match);
            case Query.InMailbox in -> {
                boolean fits = in.fits(facts.mailbox());
                yield _ -> fits;
            }
            case Query.Keyword _, Query.Id _ -> row -> query.matches(snapshot, row, facts);
        };
    }

    private List<IntPredicate> tests(List<Query> queries) {
        return queries.stream().map(this::test).toList();
    }

    private static IntPredicate and(List<IntPredicate> all) {
        return all.stream().reduce(IntPredicate::and).orElse(_ -> true);
    }

    private static IntPredicate or(List<IntPredicate> any) {
        return any.stream().reduce(IntPredicate::or).orElse(_ -> false);
    }

    private IntPredicate dated(LocalDate from, LocalDate to) {
        long first = from.atStartOfDay(facts.zone().id()).toEpochSecond();
        long end = to.atStartOfDay(facts.zone().id()).toEpochSecond();
        return row -> snapshot.date(row) >= first && snapshot.date(row) < end;
    }

    private IntPredicate text(Query.In in, Query.Match match) {
        var needle = new Needle(match);
        return switch (in) {
            case FROM -> from(needle);
            case TO -> to(needle);
            case SUBJECT -> subject(needle);
            case LIST -> ofCircle(circle -> needle.isIn(people.texts(), people.listNumber(circle)));
            case CORRESPONDENT -> from(needle).or(to(needle));
            case ANYWHERE -> subject(needle).or(from(needle)).or(to(needle));
            case HEADER, BODY, MESSAGE -> {
                var query = new Query.Text(in, match);
                yield row -> query.matches(snapshot, row, facts);
            }
        };
    }

    private IntPredicate from(Needle needle) {
        return ofAuthor(author ->
                needle.isIn(people.texts(), people.name(author))
                        || needle.isIn(people.texts(), people.addressNumber(author)));
    }

    private IntPredicate to(Needle needle) {
        Texts texts = people.texts();
        IntPredicate name = once(texts.size(), text -> needle.isIn(texts, text));
        IntPredicate address =
                needle.mayGoOverSpaces()
                        ? _ -> true
                        : once(texts.size(), text -> needle.mayBeIn(texts, text));
        boolean isEnough = needle.isWhole() && !needle.mayGoOverSpaces();
        return ofCircle(circle ->
                people.anyAddress(circle, address) && (isEnough || needle.isIn(people.to(circle)))
                        || name.test(people.toName(circle)));
    }

    private IntPredicate subject(Needle needle) {
        SubjectTexts subjects = columns.subjects();
        Texts beginnings = subjects.beginnings();
        boolean[] has = new boolean[beginnings.size()];
        boolean[] mayBegin = new boolean[beginnings.size()];
        for (int i = 0; i < has.length; i++) {
            has[i] = needle.mayBeIn(beginnings, i);
            mayBegin[i] = needle.mayBeginIn(beginnings.get(i));
        }
        Texts rests = subjects.rests();
        IntPredicate inRest = once(rests.size(), rest -> needle.mayBeIn(rests, rest));
        IntPredicate inWhole = onceOften(subjects, s -> needle.isIn(subjects.get(s)));
        return row -> {
            int subject = columns.subject().get(row);
            int beginning = SubjectTexts.beginning(subject);
            boolean isThere = has[beginning] || inRest.test(SubjectTexts.rest(subject));
            return isThere && needle.isWhole()
                    || (isThere || mayBegin[beginning]) && inWhole.test(subject);
        };
    }

    /// Asks once for each subject that begins in one of the ways that came first, which are those
    /// of most.
    private static IntPredicate onceOften(SubjectTexts subjects, IntPredicate fits) {
        List<IntPredicate> often =
                IntStream.range(0, Math.min(OFTEN, subjects.beginnings().size()))
                        .mapToObj(beginning ->
                                once(
                                        subjects.rests().size(),
                                        rest -> fits.test(SubjectTexts.number(beginning, rest))))
                        .toList();
        return subject -> {
            int beginning = SubjectTexts.beginning(subject);
            return beginning < often.size()
                    ? often.get(beginning).test(SubjectTexts.rest(subject))
                    : fits.test(subject);
        };
    }

    private boolean isMine(String address) {
        return facts.mine().contains(address.toLowerCase(Locale.ROOT));
    }

    private IntPredicate ofAuthor(IntPredicate fits) {
        IntPredicate once = once(people.authorCount(), fits);
        return row -> once.test(columns.author().get(row));
    }

    private IntPredicate ofCircle(IntPredicate fits) {
        IntPredicate once = once(people.circleCount(), fits);
        return row -> once.test(columns.circle().get(row));
    }

    /// Asks once for each number.
    private static IntPredicate once(int count, IntPredicate fits) {
        byte[] known = new byte[count];
        return number -> {
            if (known[number] == 0) {
                known[number] = (byte) (fits.test(number) ? 1 : -1);
            }
            return known[number] > 0;
        };
    }
}
