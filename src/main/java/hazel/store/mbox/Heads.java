package hazel.store.mbox;

import hazel.store.Uid;

import java.util.Arrays;

/// The tops of an mbox's messages as they are found, before it is known where each message ends.
/// What a [Slot] has too is kept as [Slots] are, so that a million cost little.
final class Heads {

    private final SlotsBuilder found = new SlotsBuilder(64);
    private byte[] blanks = new byte[64];
    private long[] textEnds = new long[64];
    private int size;

    int size() {
        return size;
    }

    void add(MboxReader.Head head) {
        if (size == blanks.length) {
            blanks = Arrays.copyOf(blanks, size * 2);
            textEnds = Arrays.copyOf(textEnds, size * 2);
        }
        blanks[size] = (byte) head.mark().blank();
        textEnds[size] = head.mark().textEnd();
        size++;
        found.add(
                new Slot(
                        new Uid(head.hash() + ".0"),
                        head.mark().start(),
                        head.head(),
                        head.body(),
                        head.body(),
                        head.body(),
                        head.stated(),
                        head.hidden()));
    }

    /// Where the text before the first message ends; `end` where there is no message.
    long textBefore(MboxReader.Mark end) {
        return size == 0 ? end.textEnd() : textEnds[0];
    }

    /// The messages as the lines that begin with `From ` divide the file.
    Slots byLines(MboxReader.Mark end) {
        return byLines(found.build(end.start()), end);
    }

    private Slots byLines(Slots tops, MboxReader.Mark end) {
        var slots = new SlotsBuilder(size);
        for (int i = 0; i < size; i++) {
            Slot top = tops.get(i);
            MboxReader.Mark next = mark(tops, i + 1, end);
            long textLength = Math.max(0, next.textEnd() - top.body());
            long last = Math.max(top.body(), next.start() - next.blank());
            long told = top.body() + top.stated().length();
            boolean lacksLineEnd = top.stated().isLengthOurs() && told == last - 1;
            slots.addFound(message(top, textLength, lacksLineEnd ? told : last, next.start()));
        }
        return slots.build(end.start());
    }

    /// The messages as their Content-Lengths divide the file; as many as there are heads where that
    /// leads to anything but the whole truth, or to nothing that lines do not tell.
    Slots byLength(MboxReader.Mark end) {
        Slots tops = found.build(end.start());
        var slots = new SlotsBuilder(size);
        int at = 0;
        while (at < size) {
            Slot top = tops.get(at);
            long length = top.stated().length();
            long last = top.body() + length;
            int next = at + 1;
            while (next < size && tops.start(next) < last) {
                next++;
            }
            MboxReader.Mark mark = mark(tops, next, end);
            long gap = mark.start() - last;
            if (length < 0 || gap < 0 || gap > 2) {
                return byLines(tops, end);
            }
            slots.addFound(
                    message(top, Math.max(0, mark.textEnd() - top.body()), last, mark.start()));
            at = next;
        }
        return slots.build(end.start());
    }

    private MboxReader.Mark mark(Slots tops, int row, MboxReader.Mark end) {
        return row < size ? new MboxReader.Mark(tops.start(row), blanks[row], textEnds[row]) : end;
    }

    private static Slot message(Slot top, long textLength, long last, long next) {
        String digest = top.uid().value().substring(0, SlotName.DIGITS);
        return new Slot(
                new Uid(digest + "." + textLength),
                top.start(),
                top.head(),
                top.body(),
                last,
                next,
                top.stated(),
                top.isHidden());
    }
}
