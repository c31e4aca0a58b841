package hazel.index.packed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.function.ToIntFunction;

/// Subjects in two parts, the `Re:` or `[list]` they begin with and the rest, so that a
/// conversation's subject is kept once. Both parts by one number.
///
/// @param beginnings few, and the empty one among them
public record SubjectTexts(Texts beginnings, Texts rests) {

    private static final int BITS = 24;
    private static final int MOST_BEGINNINGS = 1 << (Integer.SIZE - BITS);

    public String get(int subject) {
        int rest = rest(subject);
        int beginning = beginning(subject);
        return beginning == 0 ? rests.get(rest) : beginnings.get(beginning) + rests.get(rest);
    }

    public static int number(int beginning, int rest) {
        return beginning << BITS | rest;
    }

    public static int beginning(int subject) {
        return subject >>> BITS;
    }

    public static int rest(int subject) {
        return subject & ((1 << BITS) - 1);
    }

    /// Whether there are so many beginnings that a subject may be kept whole as a rest.
    public boolean isFull() {
        return beginnings.size() == MOST_BEGINNINGS;
    }

    public long octets() {
        return beginnings.octets() + rests.octets();
    }

    public void writeTo(BlockWriter out) throws IOException {
        beginnings.writeTo(out);
        rests.writeTo(out);
    }

    /// @throws IOException also where it is not what was written
    public static SubjectTexts readFrom(BlockReader in) throws IOException {
        return new SubjectTexts(Texts.readFrom(in), Texts.readFrom(in));
    }

    /// @throws IOException where a subject is not one of these
    void check(Ints subjects) throws IOException {
        for (int row = 0; row < subjects.size(); row++) {
            int subject = subjects.get(row);
            if (rest(subject) >= rests.size() || beginning(subject) >= beginnings.size()) {
                throw new IOException("a subject out of its bounds");
            }
        }
    }

    /// Adds subjects.
    public static final class Writer {

        private final ToIntFunction<String> start;
        private final Texts.Writer beginnings;
        private final Texts.Writer rests;

        /// @param start where the rest begins in a subject
        public Writer(ToIntFunction<String> start) {
            this.start = start;
            beginnings = new Texts.Writer();
            rests = new Texts.Writer();
        }

        /// Behind others; a rest of theirs may be added once more.
        public Writer(SubjectTexts base, ToIntFunction<String> start) {
            this.start = start;
            beginnings = Texts.Writer.continuing(base.beginnings);
            rests = Texts.Writer.after(base.rests);
        }

        /// @return the number of a subject
        public int add(String subject) {
            int divided = start.applyAsInt(subject);
            String beginning = subject.substring(0, divided);
            int first = beginning(beginning);
            int rest = rests.add(first < 0 ? subject : subject.substring(divided));
            if (rest >= 1 << BITS) {
                throw new IllegalStateException("more than sixteen million subjects");
            }
            return number(Math.max(0, first), rest);
        }

        /// @return -1 where there are too many
        private int beginning(String text) {
            byte[] utf8 = text.getBytes(UTF_8);
            boolean isFull = beginnings.size() == MOST_BEGINNINGS;
            return isFull ? beginnings.find(utf8, utf8.length) : beginnings.add(text);
        }

        /// Octets in memory beside those of the texts.
        public long octets() {
            return beginnings.octets() + rests.octets();
        }

        public SubjectTexts subjects() {
            return new SubjectTexts(beginnings.texts(), rests.texts());
        }
    }
}
