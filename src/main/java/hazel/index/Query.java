package hazel.index;

import hazel.mail.MessageId;
import hazel.store.Flag;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.store.Uid;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What messages are wanted: the language of limits and searches, parsed.
///
/// `from:ada is:unread -list:java` and mutt's `~f ada ~U !~l java` are the same language;
/// [QueryParser] knows both.
public sealed interface Query {

    /// What came of parsing.
    sealed interface Result {}

    record Parsed(Query query) implements Result {}

    /// @param column where it went wrong, from 1
    record Wrong(int column, String sentence) implements Result {}

    /// Where nobody knows under which ids messages were taken: see [QueryReader].
    static Result parse(String text, LocalDate today) {
        return QueryParser.parse(text, new QueryValues(today, QueueIds.NONE));
    }

    record And(List<Query> all) implements Query {
        public And {
            all = List.copyOf(all);
        }
    }

    record Or(List<Query> any) implements Query {
        public Or {
            any = List.copyOf(any);
        }
    }

    record Not(Query query) implements Query {}

    record Has(Flag flag) implements Query {}

    record Tagged() implements Query {}

    record ToMe() implements Query {}

    record FromMe() implements Query {}

    record WithAttachment() implements Query {}

    record Keyword(String word) implements Query {}

    /// In a mailbox, or in one beneath it: `Lists`, or `work/Lists` where `work` is an account.
    record InMailbox(String name) implements Query {

        boolean fits(MailboxRef mailbox) {
            return isOf(mailbox.name().value()) || isOf(mailbox.toString());
        }

        private boolean isOf(String mailbox) {
            return mailbox.equalsIgnoreCase(name)
                    || mailbox.regionMatches(true, 0, name + "/", 0, name.length() + 1);
        }
    }

    record Id(String id) implements Query {}

    /// Text in one of the fields.
    record Text(In in, Match match) implements Query {}

    /// @param from inclusive, to exclusive, in days of the reader's zone
    record Dated(LocalDate from, LocalDate to) implements Query {}

    /// Octets, both inclusive.
    record Sized(long least, long most) implements Query {}

    enum In {
        FROM,
        TO,
        SUBJECT,
        LIST,
        /// From or To.
        CORRESPONDENT,
        /// From, To or Subject: what a plain word is looked for in.
        ANYWHERE,
        HEADER,
        BODY,
        /// Of words: from, to, subject or body. Of a regular expression: the header and the body.
        MESSAGE
    }

    /// How text is compared. As in mutt, letters of both cases are told apart where what was typed
    /// has a capital; words know neither case nor accents.
    sealed interface Match {

        /// Made ready for many texts.
        Predicate<String> test();

        default boolean isIn(String text) {
            return test().test(text);
        }

        /// What was typed as it stands, as words, where it has any.
        default Match inWords() {
            return this instanceof Literal(var typed)
                    ? Words.of(typed).<Match>map(w -> w).orElse(this)
                    : this;
        }

        record Literal(String typed) implements Match {
            @Override
            public Predicate<String> test() {
                boolean isExact = !typed.equals(typed.toLowerCase(Locale.ROOT));
                return isExact
                        ? text -> text.contains(typed)
                        : text -> text.toLowerCase(Locale.ROOT).contains(typed);
            }
        }

        /// Words that stand one after another, as [Tokens] divides text: what a full-text index can
        /// answer.
        ///
        /// @param typed as somebody else may look for it
        /// @param tokens divided by a space, at least one
        record Words(String typed, String tokens, Ending ending) implements Match {

            /// Shorter words begin too many others.
            private static final int LEAST = 3;

            public enum Ending {
                /// The last word is a whole one.
                WHOLE,
                /// The last word may go on.
                OPEN
            }

            /// What was typed, as words; empty where it has none. The last word may go on where it
            /// has three letters or more, or a `*` follows it.
            public static Optional<Words> of(String typed) {
                String tokens = Tokens.of(typed);
                if (tokens.isEmpty()) {
                    return Optional.empty();
                }
                String last = tokens.substring(tokens.lastIndexOf(' ') + 1);
                boolean isOpen =
                        !Tokens.isWhole(last) && (last.length() >= LEAST || typed.endsWith("*"));
                return Optional.of(
                        new Words(
                                typed.replaceFirst("\\*+$", "").strip(),
                                tokens,
                                isOpen ? Ending.OPEN : Ending.WHOLE));
            }

            @Override
            public Predicate<String> test() {
                String words = " " + tokens + (ending == Ending.OPEN ? "" : " ");
                return text -> (" " + Tokens.of(text) + " ").contains(words);
            }
        }

        /// A regular expression. One that takes too long on a text does not match it.
        record Regex(String typed) implements Match {
            @Override
            public Predicate<String> test() {
                int flags =
                        typed.equals(typed.toLowerCase(Locale.ROOT))
                                ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE
                                : 0;
                Pattern pattern = Pattern.compile(typed, flags);
                return text -> {
                    try {
                        return pattern.matcher(new Bounded(text)).find();
                    } catch (Bounded.TooLong e) {
                        return false;
                    }
                };
            }
        }
    }

    /// Whether messages must be read to answer.
    default boolean needsText() {
        return switch (this) {
            case And(var all) -> all.stream().anyMatch(Query::needsText);
            case Or(var any) -> any.stream().anyMatch(Query::needsText);
            case Not(var query) -> query.needsText();
            case Text(var in, _) -> in == In.BODY || in == In.HEADER || in == In.MESSAGE;
            case Has _,
                    Tagged _,
                    ToMe _,
                    FromMe _,
                    WithAttachment _,
                    Keyword _,
                    InMailbox _,
                    Id _,
                    Dated _,
                    Sized _ ->
                    false;
        };
    }

    default boolean matches(Snapshot snapshot, int row, Facts facts) {
        return switch (this) {
            case And(var all) -> all.stream().allMatch(q -> q.matches(snapshot, row, facts));
            case Or(var any) -> any.stream().anyMatch(q -> q.matches(snapshot, row, facts));
            case Not(var query) -> !query.matches(snapshot, row, facts);
            case Has(var flag) -> snapshot.has(row, flag);
            case Tagged() -> facts.tagged().in(snapshot).has(row);
            case ToMe() -> isMine(snapshot.to(row).split(" "), facts);
            case FromMe() -> isMine(new String[] {snapshot.fromAddress(row)}, facts);
            case WithAttachment() -> snapshot.hasAttachment(row);
            case Keyword(var word) ->
                    snapshot.keywords(row).stream().anyMatch(k -> k.equalsIgnoreCase(word));
            case InMailbox in -> in.fits(facts.mailbox());
            case Id(var id) ->
                    snapshot.messageId(row).map(MessageId::value).filter(id::equals).isPresent();
            case Text(var in, var match) -> matches(snapshot, row, facts, in, match);
            case Dated(var from, var to) -> {
                long date = snapshot.date(row);
                yield date >= from.atStartOfDay(facts.zone().id()).toEpochSecond()
                        && date < to.atStartOfDay(facts.zone().id()).toEpochSecond();
            }
            case Sized(var least, var most) ->
                    snapshot.size(row) >= least && snapshot.size(row) <= most;
        };
    }

    /// The same for any row of a snapshot, made ready once. Where this [#needsText], only for the
    /// thread that may ask for it.
    default IntPredicate on(Snapshot snapshot, Facts facts) {
        return Limit.of(this, snapshot, facts);
    }

    /// All messages that fit, on all processors where no message need be read.
    ///
    /// @param progress told now and then, on the calling thread
    default RowSet rows(Snapshot snapshot, Facts facts, Progress progress) {
        return Limit.rows(this, snapshot, facts, progress);
    }

    private static boolean isMine(String[] addresses, Facts facts) {
        for (String address : addresses) {
            if (facts.mine().contains(address.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Snapshot snapshot, int row, Facts facts, In in, Match match) {
        Predicate<String> fits = match.test();
        return switch (in) {
            case FROM -> fits.test(snapshot.from(row)) || fits.test(snapshot.fromAddress(row));
            case TO -> fits.test(snapshot.to(row)) || fits.test(snapshot.toName(row));
            case SUBJECT -> fits.test(snapshot.subject(row));
            case LIST -> fits.test(snapshot.listId(row));
            case CORRESPONDENT ->
                    matches(snapshot, row, facts, In.FROM, match)
                            || matches(snapshot, row, facts, In.TO, match);
            case ANYWHERE ->
                    matches(snapshot, row, facts, In.SUBJECT, match)
                            || matches(snapshot, row, facts, In.CORRESPONDENT, match);
            case MESSAGE ->
                    match instanceof Match.Words
                            ? matches(snapshot, row, facts, In.ANYWHERE, match)
                                    || matches(snapshot, row, facts, In.BODY, match)
                            : fits.test(facts.texts().of(snapshot.uid(row)));
            case BODY -> inBody(snapshot.uid(row), facts.texts(), match);
            case HEADER -> fits.test(header(facts.texts().of(snapshot.uid(row))));
        };
    }

    private static boolean inBody(Uid uid, Facts.Texts texts, Match match) {
        Optional<Boolean> known =
                match instanceof Match.Words words ? texts.bodyHas(uid, words) : Optional.empty();
        return known.isPresent() ? known.get() : match.isIn(body(texts.of(uid)));
    }

    private static String header(String text) {
        int gap = text.indexOf("\n\n");
        return gap < 0 ? text : text.substring(0, gap);
    }

    private static String body(String text) {
        int gap = text.indexOf("\n\n");
        return gap < 0 ? "" : text.substring(gap + 2);
    }

    /// The same with every text of header fields looked for as words: what a search through all
    /// mailboxes means, which has an index of words and not of letters.
    default Query inWords() {
        return switch (this) {
            case And(var all) -> new And(all.stream().map(Query::inWords).toList());
            case Or(var any) -> new Or(any.stream().map(Query::inWords).toList());
            case Not(var query) -> new Not(query.inWords());
            case Text(var in, var match) when in != In.HEADER -> new Text(in, match.inWords());
            case Text _,
                    Has _,
                    Tagged _,
                    ToMe _,
                    FromMe _,
                    WithAttachment _,
                    Keyword _,
                    InMailbox _,
                    Id _,
                    Dated _,
                    Sized _ ->
                    this;
        };
    }

    /// Whether it is [#all].
    default boolean isAll() {
        return this instanceof And and && and.all().isEmpty();
    }

    /// Fits every message.
    static Query all() {
        return new And(List.of());
    }

    /// For a row whose query could not be parsed, nothing is limited.
    static Optional<Query> of(Result result) {
        return result instanceof Parsed(var query) ? Optional.of(query) : Optional.empty();
    }
}
