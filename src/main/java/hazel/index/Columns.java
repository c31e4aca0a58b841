package hazel.index;

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
}
