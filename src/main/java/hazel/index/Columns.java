package hazel.index;

import java.io.IOException;
import java.util.Arrays;

/// The fields of every message, one array for each.
///
/// @param references where a row's references begin in `pool`; one longer than the rows
/// @param pool hashes of msg-ids
@SuppressWarnings("ArrayRecordComponent") // columns are arrays, and nobody compares two
record Columns(
        long[] date,
        long[] arrival,
        int[] uid,
        int[] from,
        int[] fromAddress,
        int[] to,
        int[] toName,
        int[] subject,
        int[] messageId,
        int[] listId,
        long[] idHash,
        int[] references,
        long[] pool,
        int[] size,
        boolean[] attachment) {

    static Columns empty(int capacity) {
        return new Columns(
                new long[capacity],
                new long[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity],
                new long[capacity],
                new int[capacity + 1],
                new long[capacity],
                new int[capacity],
                new boolean[capacity]);
    }

    Columns resized(int rows, int poolSize) {
        return new Columns(
                Arrays.copyOf(date, rows),
                Arrays.copyOf(arrival, rows),
                Arrays.copyOf(uid, rows),
                Arrays.copyOf(from, rows),
                Arrays.copyOf(fromAddress, rows),
                Arrays.copyOf(to, rows),
                Arrays.copyOf(toName, rows),
                Arrays.copyOf(subject, rows),
                Arrays.copyOf(messageId, rows),
                Arrays.copyOf(listId, rows),
                Arrays.copyOf(idHash, rows),
                Arrays.copyOf(references, rows + 1),
                Arrays.copyOf(pool, poolSize),
                Arrays.copyOf(size, rows),
                Arrays.copyOf(attachment, rows));
    }

    void copyRow(int row, Columns from, int fromRow, int poolAt) {
        date[row] = from.date[fromRow];
        arrival[row] = from.arrival[fromRow];
        uid[row] = from.uid[fromRow];
        this.from[row] = from.from[fromRow];
        fromAddress[row] = from.fromAddress[fromRow];
        to[row] = from.to[fromRow];
        toName[row] = from.toName[fromRow];
        subject[row] = from.subject[fromRow];
        messageId[row] = from.messageId[fromRow];
        listId[row] = from.listId[fromRow];
        idHash[row] = from.idHash[fromRow];
        size[row] = from.size[fromRow];
        attachment[row] = from.attachment[fromRow];
        references[row] = poolAt;
        int begin = from.references[fromRow];
        int length = from.references[fromRow + 1] - begin;
        System.arraycopy(from.pool, begin, pool, poolAt, length);
        references[row + 1] = poolAt + length;
    }

    void writeTo(BlockWriter out, int rows) throws IOException {
        out.longs(date, rows);
        out.longs(arrival, rows);
        out.longs(idHash, rows);
        for (int[] each : refs()) {
            out.ints(each, rows);
        }
        out.ints(references, rows + 1);
        out.longs(pool, references[rows]);
        out.ints(size, rows);
        byte[] bits = new byte[rows];
        for (int row = 0; row < rows; row++) {
            bits[row] = (byte) (attachment[row] ? 1 : 0);
        }
        out.bytes(bits, rows);
    }

    private int[][] refs() {
        return new int[][] {uid, from, fromAddress, to, toName, subject, messageId, listId};
    }

    static Columns readFrom(BlockReader in) throws IOException {
        long[] date = in.longs();
        long[] arrival = in.longs();
        long[] idHash = in.longs();
        int[] uid = in.ints();
        int[] from = in.ints();
        int[] fromAddress = in.ints();
        int[] to = in.ints();
        int[] toName = in.ints();
        int[] subject = in.ints();
        int[] messageId = in.ints();
        int[] listId = in.ints();
        int[] references = in.ints();
        long[] pool = in.longs();
        int[] size = in.ints();
        byte[] bits = in.bytes();
        boolean[] attachment = new boolean[bits.length];
        for (int row = 0; row < bits.length; row++) {
            attachment[row] = bits[row] != 0;
        }
        return new Columns(
                date,
                arrival,
                uid,
                from,
                fromAddress,
                to,
                toName,
                subject,
                messageId,
                listId,
                idHash,
                references,
                pool,
                size,
                attachment);
    }
}
