package hazel.store.mbox;

import hazel.store.Uid;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Divides an mbox into messages while the lines that may begin one are found.
///
/// Both ways of dividing are followed, by these lines and by Content-Lengths. As long as they say
/// the same of every message, what they say is final, and known before the file was read to its
/// end; where they part, only the end tells who was right, unless one Content-Length leads astray,
/// and then none is believed.
final class Division {

    /// So many octets may lie between what a Content-Length counts and the next message: an empty
    /// line.
    private static final int GAP = 2;

    private final long from;
    private final SlotsBuilder lines = new SlotsBuilder(64);

    /// The messages by Content-Lengths, once they are others than the lines tell.
    private @Nullable SlotsBuilder lengths;

    private boolean mayBeByLength = true;

    /// The tops of the messages whose ends are not known yet.
    private @Nullable Slot line;

    private @Nullable Slot length;

    /// Where the text before the first message ends, -1 while none was found.
    private long textBefore = -1;

    private List<Slot> settled = new ArrayList<>();
    private boolean isSettled = true;

    /// @param from where in the file reading began
    Division(long from) {
        this.from = from;
    }

    /// The next message by lines.
    void add(MboxReader.Head head) {
        end(head.mark());
        if (textBefore < 0) {
            textBefore = head.mark().textEnd();
        }
        line =
                new Slot(
                        new Uid(head.hash() + ".0"),
                        head.mark().start(),
                        head.head(),
                        head.body(),
                        head.body(),
                        head.body(),
                        head.stated(),
                        head.hidden());
        length = length == null ? line : length;
    }

    /// Tells where the message before this ends, and whether a Content-Length led here.
    private void end(MboxReader.Mark next) {
        if (line == null) {
            return;
        }
        Slot byLine = byLine(line, next);
        followLength(byLine, next);
        Slot added = lines.addFound(byLine);
        isSettled &= lengths == null && isMbox();
        if (isSettled) {
            settled.add(added);
        }
        line = null;
    }

    private void followLength(Slot byLine, MboxReader.Mark next) {
        if (!mayBeByLength || length == null) {
            return;
        }
        long last = length.body() + length.stated().length();
        if (length.stated().length() < 0 || next.start() - last > GAP) {
            mayBeByLength = false;
            lengths = null;
            return;
        }
        if (next.start() < last) {
            part();
            return;
        }
        Slot byLength = message(length, textLength(length, next), last, next.start());
        if (!byLength.equals(byLine)) {
            part();
        }
        if (lengths != null) {
            lengths.addFound(byLength);
        }
        length = null;
    }

    private void part() {
        lengths = lengths == null ? lines.copy() : lengths;
    }

    /// What is certain of messages since this was asked last, in the order of the file. Where the
    /// two ways have parted, that is nothing more.
    List<Slot> settled() {
        List<Slot> told = settled;
        settled = new ArrayList<>();
        return told;
    }

    /// One of those that were told in [#settled].
    Optional<Slot> find(Uid uid) {
        Slot behind = line;
        return behind == null
                ? Optional.empty()
                : SlotName.of(uid).flatMap(name -> lines.find(name, behind.start()));
    }

    /// Whether only empty lines, or a byte order mark, stand before the first message.
    private boolean isMbox() {
        return textBefore <= from;
    }

    /// @param end what is true of the end of the file
    MboxReader.Contents contents(MboxReader.Mark end) {
        end(end);
        if (length != null) {
            lengths = null; // it leads behind the end
        }
        SlotsBuilder right = lengths == null || lengths.size() == lines.size() ? lines : lengths;
        return new MboxReader.Contents(
                right.build(end.start()),
                right == lines,
                textBefore < 0 ? end.textEnd() <= from : isMbox(),
                end.blank() > 0);
    }

    private static Slot byLine(Slot top, MboxReader.Mark next) {
        long last = Math.max(top.body(), next.start() - next.blank());
        long told = top.body() + top.stated().length();
        boolean lacksLineEnd = top.stated().isLengthOurs() && told == last - 1;
        return message(top, textLength(top, next), lacksLineEnd ? told : last, next.start());
    }

    private static long textLength(Slot top, MboxReader.Mark next) {
        return Math.max(0, next.textEnd() - top.body());
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
