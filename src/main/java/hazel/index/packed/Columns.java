package hazel.index.packed;

import hazel.index.packed.RecordBuffer.Cursor;
import hazel.mail.MessageId;
import hazel.store.IndexEntry;

import java.io.IOException;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// What does not change of every message, a number of some kind in each column for each row.
///
/// @param date seconds since 1970, of unsigned 32 bits
/// @param arrival the same
/// @param size octets in 31 bits; the highest bit for an attachment
/// @param name where the UID and the msg-id are among `records`
/// @param id the number of the msg-id
/// @param chain the number of the References
/// @param records of each row the length of its UID, the UID and the msg-id
public record Columns(
        Ints date,
        Ints arrival,
        Ints author,
        Ints circle,
        Ints subject,
        Ints size,
        Ints name,
        Ints id,
        Ints chain,
        People people,
        SubjectTexts subjects,
        MessageIds ids,
        Names names,
        Octets records) {

    private static final int ATTACHMENT = Integer.MIN_VALUE;
    private static final long LAST_SECOND = 0xffff_ffffL;

    public int rows() {
        return date.size();
    }

    public String uid(int row) {
        Cursor from = record(row);
        var _ = from.number();
        return names.get(from);
    }

    /// Whether a row's UID is the one of the record.
    public boolean hasUid(int row, RecordBuffer uid) {
        int ref = name.get(row);
        Cursor from = new Cursor(records.block(ref), Octets.at(ref));
        return from.number() == uid.length() && from.isNext(uid);
    }

    /// Behind a row's UID, which is put into another record as it is.
    public void copyUid(int row, RecordBuffer to) {
        Cursor from = record(row);
        from.copy((int) from.number(), to);
    }

    private void copyRecord(int row, RecordBuffer to) {
        Cursor from = record(row);
        int begin = from.at();
        from.skip((int) from.number());
        var _ = names.get(from);
        record(row).copy(from.at() - begin, to);
    }

    private Columns withoutRows() {
        Ints none = Ints.EMPTY;
        return new Columns(
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                people,
                subjects,
                ids,
                names,
                Octets.EMPTY);
    }

    public int uidHash(int row) {
        int ref = name.get(row);
        byte[] block = records.block(ref);
        Cursor from = new Cursor(block, Octets.at(ref));
        int length = (int) from.number();
        return Texts.hash(block, from.at(), length);
    }

    public static int uidHash(RecordBuffer uid) {
        return Texts.hash(uid.octets(), 0, uid.length());
    }

    private Cursor record(int row) {
        int ref = name.get(row);
        return new Cursor(records.block(ref), Octets.at(ref));
    }

    public Optional<MessageId> messageId(int row) {
        if (id.get(row) == MessageIds.NONE) {
            return Optional.empty();
        }
        Cursor from = record(row);
        from.skip((int) from.number());
        return Optional.of(new MessageId(names.get(from)));
    }

    public long size(int row) {
        return size.get(row) & ~ATTACHMENT;
    }

    /// Whether a row's date and size are a message's, as far as they are kept.
    public boolean hasDateAndSize(int row, IndexEntry entry) {
        return date.get(row) == seconds(entry.date().getEpochSecond())
                && size(row) == Math.clamp(entry.size(), 0, Integer.MAX_VALUE);
    }

    /// Before 1970 there is no mail, and after 2106 another width will be needed.
    private static int seconds(long since1970) {
        return (int) Math.clamp(since1970, 0, LAST_SECOND);
    }

    public boolean hasAttachment(int row) {
        return (size.get(row) & ATTACHMENT) != 0;
    }

    public long octets() {
        long rows = 0;
        for (Ints column : rowColumns()) {
            rows += column.octets();
        }
        return rows
                + people.octets()
                + subjects.octets()
                + ids.octets()
                + names.octets()
                + records.octets();
    }

    private Ints[] rowColumns() {
        return new Ints[] {date, arrival, author, circle, subject, size, name, id, chain};
    }

    public void writeTo(BlockWriter out) throws IOException {
        for (Ints column : rowColumns()) {
            column.writeTo(out);
        }
        people.writeTo(out);
        subjects.writeTo(out);
        ids.writeTo(out);
        names.writeTo(out);
        records.writeTo(out);
    }

    /// @throws IOException also where it is not what was written
    public static Columns readFrom(BlockReader in) throws IOException {
        var read =
                new Columns(
                        Ints.readFrom(in),
                        Ints.readFrom(in),
                        Ints.readFrom(in),
                        Ints.readFrom(in),
                        Ints.readFrom(in),
                        Ints.readFrom(in),
                        Ints.readFrom(in),
                        Ints.readFrom(in),
                        Ints.readFrom(in),
                        People.readFrom(in),
                        SubjectTexts.readFrom(in),
                        MessageIds.readFrom(in),
                        Names.readFrom(in),
                        Octets.readFrom(in));
        read.check();
        return read;
    }

    private void check() throws IOException {
        for (Ints column : rowColumns()) {
            if (column.size() != rows()) {
                throw new IOException("columns of several lengths");
            }
        }
        author.check(people.authorCount());
        circle.check(people.circleCount());
        subjects.check(subject);
        id.check(ids.size());
        chain.check(ids.chains());
        for (int row = 0; row < rows(); row++) {
            if (!records.isWithin(name.get(row))) {
                throw new IOException("a name out of its bounds");
            }
        }
    }

    /// Adds rows.
    public static final class Writer {

        private final Ints.Writer date;
        private final Ints.Writer arrival;
        private final Ints.Writer author;
        private final Ints.Writer circle;
        private final Ints.Writer subject;
        private final Ints.Writer size;
        private final Ints.Writer name;
        private final Ints.Writer id;
        private final Ints.Writer chain;
        private final People.Writer people;
        private final SubjectTexts.Writer subjects;
        private final MessageIds.Writer ids;
        private final Names.Writer names;
        private final Octets.Writer records;
        private final RecordBuffer uid = new RecordBuffer();
        private final RecordBuffer record = new RecordBuffer();

        /// @param start where in a subject what it begins with ends
        public Writer(ToIntFunction<String> start) {
            date = new Ints.Writer();
            arrival = new Ints.Writer();
            author = new Ints.Writer();
            circle = new Ints.Writer();
            subject = new Ints.Writer();
            size = new Ints.Writer();
            name = new Ints.Writer();
            id = new Ints.Writer();
            chain = new Ints.Writer();
            people = new People.Writer();
            subjects = new SubjectTexts.Writer(start);
            ids = new MessageIds.Writer();
            names = new Names.Writer();
            records = new Octets.Writer();
        }

        /// Behind the rows there are.
        public Writer(Columns base, ToIntFunction<String> start) {
            date = new Ints.Writer(base.date);
            arrival = new Ints.Writer(base.arrival);
            author = new Ints.Writer(base.author);
            circle = new Ints.Writer(base.circle);
            subject = new Ints.Writer(base.subject);
            size = new Ints.Writer(base.size);
            name = new Ints.Writer(base.name);
            id = new Ints.Writer(base.id);
            chain = new Ints.Writer(base.chain);
            people = new People.Writer(base.people);
            subjects = new SubjectTexts.Writer(base.subjects, start);
            ids = new MessageIds.Writer(base.ids);
            names = new Names.Writer(base.names);
            records = new Octets.Writer(base.records);
        }

        /// For rows of others, with all the texts, addresses and msg-ids that these have.
        public static Writer withTextsOf(Columns others, ToIntFunction<String> start) {
            return new Writer(others.withoutRows(), start);
        }

        public int rows() {
            return date.size();
        }

        public void add(IndexEntry entry) {
            date.add(seconds(entry.date().getEpochSecond()));
            arrival.add(seconds(entry.arrival().getEpochSecond()));
            author.add(people.author(entry.from(), entry.fromAddress()));
            circle.add(people.circle(entry.to(), entry.toName(), entry.listId()));
            subject.add(subjects.add(entry.subject()));
            int octets = (int) Math.clamp(entry.size(), 0, Integer.MAX_VALUE);
            size.add(entry.hasAttachment() ? octets | ATTACHMENT : octets);
            id.add(entry.messageId().map(MessageIds::hash).map(ids::id).orElse(MessageIds.NONE));
            chain.add(ids.chain(entry.references()));
            addName(entry.uid().value(), entry.messageId().map(MessageId::value).orElse(""));
        }

        /// A row of others, as it is there.
        public void add(Columns others, int row) {
            if (people.begunWith() == others.people) {
                addNumbers(others, row);
                return;
            }
            date.add(others.date.get(row));
            arrival.add(others.arrival.get(row));
            int from = others.author.get(row);
            author.add(people.author(others.people.from(from), others.people.address(from)));
            int to = others.circle.get(row);
            circle.add(
                    people.circle(
                            others.people.to(to),
                            others.people.texts().get(others.people.toName(to)),
                            others.people.listId(to)));
            subject.add(subjects.add(others.subjects.get(others.subject.get(row))));
            size.add(others.size.get(row));
            int own = others.id.get(row);
            id.add(own == MessageIds.NONE ? own : ids.id(others.ids.hash(own)));
            chain.add(ids.chain(others.ids, others.chain.get(row)));
            addName(others.uid(row), others.messageId(row).map(MessageId::value).orElse(""));
        }

        /// Where all that its numbers stand for is here under the same ones.
        private void addNumbers(Columns others, int row) {
            date.add(others.date.get(row));
            arrival.add(others.arrival.get(row));
            author.add(others.author.get(row));
            circle.add(others.circle.get(row));
            subject.add(others.subject.get(row));
            size.add(others.size.get(row));
            id.add(others.id.get(row));
            chain.add(others.chain.get(row));
            others.copyUid(row, uid.clear());
            others.copyRecord(row, record.clear());
            name.add(records.add(record.octets(), 0, record.length()));
        }

        private void addName(String uidText, String messageId) {
            uid.clear();
            names.put(uidText, uid);
            record.clear().number(uid.length());
            record.put(uid);
            names.put(messageId, record);
            name.add(records.add(record.octets(), 0, record.length()));
        }

        /// Of the row added last.
        public int lastUidHash() {
            return uidHash(uid);
        }

        public Columns columns() {
            return new Columns(
                    date.column(),
                    arrival.column(),
                    author.column(),
                    circle.column(),
                    subject.column(),
                    size.column(),
                    name.column(),
                    id.column(),
                    chain.column(),
                    people.people(),
                    subjects.subjects(),
                    ids.ids(),
                    names.names(),
                    records.octets());
        }

        /// Octets in memory beside those of the columns.
        public long octets() {
            return people.octets() + subjects.octets() + ids.octets() + names.octets();
        }
    }
}
