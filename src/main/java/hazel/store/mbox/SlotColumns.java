package hazel.store.mbox;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The fields of every message of an mbox, one array for each.
///
/// @param gap octets between a message's end and what follows it
/// @param digest the first eight octets of a UID's digest, and `digestEnd` the other four
/// @param number of those that are the same in everything, from 1
/// @param stated an index in `statements`
/// @param fieldsAt where a row's offsets begin in `fields`; one longer than the rows
@SuppressWarnings("ArrayRecordComponent") // columns are arrays, and nobody compares two
record SlotColumns(
        long[] start,
        int[] head,
        int[] body,
        byte[] gap,
        long[] digest,
        int[] digestEnd,
        long[] textLength,
        int[] number,
        int[] stated,
        long[] statedLength,
        byte[] marks,
        int[] fieldsAt,
        int[] fields) {

    SlotColumns(int rows, int fields) {
        this(
                new long[rows],
                new int[rows],
                new int[rows],
                new byte[rows],
                new long[rows],
                new int[rows],
                new long[rows],
                new int[rows],
                new int[rows],
                new long[rows],
                new byte[rows],
                new int[rows + 1],
                new int[fields]);
    }

    SlotName name(int row) {
        return new SlotName(digest[row], digestEnd[row], textLength[row], number[row]);
    }

    /// @param next the offset of what follows the message
    /// @param statements what messages state, without where and how long
    Slot slot(int row, long next, List<Stated> statements) {
        long itsHead = start[row] + head[row];
        return new Slot(
                name(row).uid(),
                start[row],
                itsHead,
                itsHead + body[row],
                next - gap[row],
                next,
                stated(row, statements),
                (marks[row] & Slots.HIDDEN) != 0);
    }

    private Stated stated(int row, List<Stated> statements) {
        Stated plain = statements.get(stated[row]);
        List<Integer> offsets = new ArrayList<>();
        for (int i = fieldsAt[row]; i < fieldsAt[row + 1]; i++) {
            offsets.add(fields[i]);
        }
        return new Stated(
                plain.letters(),
                plain.keywords(),
                offsets,
                statedLength[row],
                plain.isLengthOurs());
    }

    SlotColumns resized(int rows, int pool) {
        return new SlotColumns(
                Arrays.copyOf(start, rows),
                Arrays.copyOf(head, rows),
                Arrays.copyOf(body, rows),
                Arrays.copyOf(gap, rows),
                Arrays.copyOf(digest, rows),
                Arrays.copyOf(digestEnd, rows),
                Arrays.copyOf(textLength, rows),
                Arrays.copyOf(number, rows),
                Arrays.copyOf(stated, rows),
                Arrays.copyOf(statedLength, rows),
                Arrays.copyOf(marks, rows),
                Arrays.copyOf(fieldsAt, rows + 1),
                Arrays.copyOf(fields, pool));
    }

    SlotColumns numbered(int[] numbers) {
        return new SlotColumns(
                start,
                head,
                body,
                gap,
                digest,
                digestEnd,
                textLength,
                numbers,
                stated,
                statedLength,
                marks,
                fieldsAt,
                fields);
    }

    boolean isSame(int row, SlotColumns other, int otherRow) {
        return digest[row] == other.digest[otherRow]
                && digestEnd[row] == other.digestEnd[otherRow]
                && textLength[row] == other.textLength[otherRow];
    }

    /// Whether the first rows are those of others.
    boolean beginsAs(SlotColumns other, int rows) {
        int fieldsEnd = fieldsAt[rows];
        return Arrays.equals(start, 0, rows, other.start, 0, rows)
                && Arrays.equals(head, 0, rows, other.head, 0, rows)
                && Arrays.equals(body, 0, rows, other.body, 0, rows)
                && Arrays.equals(gap, 0, rows, other.gap, 0, rows)
                && Arrays.equals(digest, 0, rows, other.digest, 0, rows)
                && Arrays.equals(digestEnd, 0, rows, other.digestEnd, 0, rows)
                && Arrays.equals(textLength, 0, rows, other.textLength, 0, rows)
                && Arrays.equals(number, 0, rows, other.number, 0, rows)
                && Arrays.equals(stated, 0, rows, other.stated, 0, rows)
                && Arrays.equals(statedLength, 0, rows, other.statedLength, 0, rows)
                && Arrays.equals(marks, 0, rows, other.marks, 0, rows)
                && Arrays.equals(fieldsAt, 0, rows + 1, other.fieldsAt, 0, rows + 1)
                && Arrays.equals(fields, 0, fieldsEnd, other.fields, 0, fieldsEnd);
    }

    void write(DataOutputStream out) throws IOException {
        for (int row = 0; row < start.length; row++) {
            out.writeLong(start[row]);
            out.writeInt(head[row]);
            out.writeInt(body[row]);
            out.writeByte(gap[row]);
            out.writeLong(digest[row]);
            out.writeInt(digestEnd[row]);
            out.writeLong(textLength[row]);
            out.writeInt(number[row]);
            out.writeInt(stated[row]);
            out.writeLong(statedLength[row]);
            out.writeByte(marks[row]);
            out.writeByte(fieldsAt[row + 1] - fieldsAt[row]);
            for (int i = fieldsAt[row]; i < fieldsAt[row + 1]; i++) {
                out.writeInt(fields[i]);
            }
        }
    }

    /// @param in in the order of octets that a `DataOutputStream` writes
    /// @param rows as many as were written
    /// @param statements how many `stated` may name
    /// @throws IOException where these octets are not what [#write] wrote
    static SlotColumns read(ByteBuffer in, int rows, int statements) throws IOException {
        // Each row takes more octets than this, so a false count cannot ask for much memory.
        if (rows < 0 || rows > in.remaining() / 50) {
            throw new IOException("more messages than octets");
        }
        var columns = new SlotColumns(rows, rows * 2);
        try {
            for (int row = 0; row < rows; row++) {
                columns = columns.withRow(row, in);
                if (columns.stated[row] < 0 || columns.stated[row] >= statements) {
                    throw new IOException("a message states nothing known");
                }
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("more messages than octets", e);
        }
        return columns.resized(rows, columns.fieldsAt[rows]);
    }

    /// @return these, or longer ones where a row's fields need more room
    private SlotColumns withRow(int row, ByteBuffer in) {
        start[row] = in.getLong();
        head[row] = in.getInt();
        body[row] = in.getInt();
        gap[row] = in.get();
        digest[row] = in.getLong();
        digestEnd[row] = in.getInt();
        textLength[row] = in.getLong();
        number[row] = in.getInt();
        stated[row] = in.getInt();
        statedLength[row] = in.getLong();
        marks[row] = in.get();
        int from = fieldsAt[row];
        int to = from + Byte.toUnsignedInt(in.get());
        SlotColumns roomy =
                to <= fields.length ? this : resized(start.length, Math.max(to, fields.length * 2));
        for (int i = from; i < to; i++) {
            roomy.fields[i] = in.getInt();
        }
        roomy.fieldsAt[row + 1] = to;
        return roomy;
    }
}
