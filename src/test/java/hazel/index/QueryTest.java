package hazel.index;

import static hazel.index.Mails.mail;
import static hazel.index.Mails.snapshot;
import static hazel.index.Mails.with;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.MessageId;
import hazel.store.Flag;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

class QueryTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 8);
    private static final Snapshot SNAPSHOT =
            snapshot(
                    with(mail("a", 0, "Ada", "Lunch?"), Flag.SEEN),
                    mail("b", 1, "Grace", "lunch plan"),
                    with(mail("c", 6, "Ada", "Invoice"), Flag.FLAGGED, Flag.ANSWERED),
                    with(mail("d", 7, "Alan", "Report (draft)"), Flag.DELETED)
                            .withFlags(Set.of(Flag.DELETED), Set.of("work")));
    private static final Facts FACTS =
            new Facts(
                    Set.of(new Uid("b")),
                    Set.of("me@example.org", "alan@example.org"),
                    new MailboxRef("work", MailboxName.INBOX),
                    ZoneOffset.UTC,
                    uid -> "Header: of " + uid + "\n\nbody of " + uid);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                          | abcd
                    lunch                       | ab
                    Lunch                       | a
                    ada                         | ac
                    from:ada                    | ac
                    from:ada lunch              | a
                    from:ada OR from:grace      | abc
                    -from:ada                   | bd
                    !from:ada                   | bd
                    NOT (from:ada OR is:deleted) | b
                    subject:"lunch plan"        | b
                    is:unread                   | bcd
                    is:flagged is:replied       | c
                    is:tagged                   | b
                    label:work                  | d
                    to:me                       | abcd
                    from:me                     | d
                    before:2026-11-02           | a
                    after:2d                    | cd
                    on:yesterday                | c
                    larger:5K                   | cd
                    smaller:1000                | ab
                    id:<c@example.org>          | c
                    body:of-c                   | c
                    body:"of c"                 | c
                    body:BOD                    | abcd
                    body:ody                    |
                    body:/ody/                  | abcd
                    body:bo                     |
                    body:bo*                    | abcd
                    text:grace                  | b
                    -text:grace body:of         | acd
                    header:"of c"               | c
                    text:/o[f] [cd]/            | cd
                    /^l.*n$/                    | b
                    ~f ada                      | ac
                    ~f ada ~s lunch             | a
                    !~f ada                     | bd
                    ~s "lunch plan"             | b
                    ~s lun.h                    | ab
                    ~U                          | bcd
                    ~T                          | b
                    ~F                          | c
                    ~d <2d                      | cd
                    ~d 1/11/2026-2/11/2026      | ab
                    ~z >5K                      | cd
                    ~y work                     | d
                    ~p ~D                       | d
                    ~b 'of d'                   | d
                    ~A                          | abcd
                    older:2026-11-02            | a
                    newer:2d                    | cd
                    in:inbox                    | abcd
                    in:work                     | abcd
                    in:work/INBOX from:ada      | ac
                    in:In                       |
                    -in:Archive from:ada        | ac
                    foo:bar                     |
                    """)
    void finds(String query, String expected) {
        // The table's own divider is also the language's.
        assertThat(found(query == null ? "" : query)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void theBarMeansOr() {
        assertThat(found("~f grace | ~D")).isEqualTo("bd");
        assertThat(found("(lunch|invoice) from:ada")).isEqualTo("ac");
    }

    @ParameterizedTest
    @CsvSource({"~q 10sPdr, bd", "queue:10sPdr-1, d", "!~q 10sPdr, ac", "~q 10spdr, ''"})
    void whatAServerTookUnderAnIdIsFoundByItsBeginning(String text, String expected)
            throws Exception {
        Map<String, MessageId> taken =
                Map.of(
                        "10sPdr-0", new MessageId("b@example.org"),
                        "10sPdr-1", new MessageId("d@example.org"));
        QueueIds ids =
                beginning ->
                        taken.entrySet().stream()
                                .filter(e -> e.getKey().startsWith(beginning))
                                .map(Map.Entry::getValue)
                                .collect(Collectors.toSet());
        Query query = new QueryReader(Clock.systemUTC(), ids).read(text);
        assertThat(found(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    (from:ada; 1
                    from:ada); 9
                    is:purple; 4
                    subject:"lunch; 9
                    ~; 2
                    ~Ö x; 1
                    from:ada -; 10
                    before:soon; 8
                    larger:big; 8
                    ~s [; 4
                    """)
    void saysWhereAQueryGoesWrong(String query, int column) {
        assertThat(Query.parse(query, TODAY))
                .isInstanceOfSatisfying(
                        Query.Wrong.class, w -> assertThat(w.column()).isEqualTo(column));
    }

    @Test
    void anExpressionThatWouldTakeForEverMatchesNothing() {
        Snapshot bad = snapshot(mail("x", 0, "A", "a".repeat(5000) + "!"));
        Query query = parsed("~s ^(a+)+$");

        assertThat(query.matches(bad, 0, FACTS)).isFalse();
    }

    @Test
    void bracketsWithoutEndAreRefusedAndDoNotOverflow() {
        assertThat(Query.parse("(".repeat(100_000), TODAY)).isInstanceOf(Query.Wrong.class);
        assertThat(Query.parse("-".repeat(100_000) + "x", TODAY)).isInstanceOf(Query.Wrong.class);
    }

    @Test
    void onlyBodiesAndHeadersNeedTheMessage() {
        assertThat(parsed("from:ada is:unread").needsText()).isFalse();
        assertThat(parsed("from:ada -body:x").needsText()).isTrue();
    }

    private static Query parsed(String query) {
        return Query.of(Query.parse(query, TODAY)).orElseThrow();
    }

    private static String found(String text) {
        return found(parsed(text));
    }

    private static String found(Query query) {
        List<String> ids = new ArrayList<>();
        for (int row = 0; row < SNAPSHOT.rows(); row++) {
            if (query.matches(SNAPSHOT, row, FACTS)) {
                ids.add(SNAPSHOT.uid(row).value());
            }
        }
        return String.join("", ids);
    }
}
