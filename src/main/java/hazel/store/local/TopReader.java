package hazel.store.local;

import hazel.mime.TopOfMessage;
import hazel.mime.TopScanner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Reads the header block at the top of a file and no more of it than needed.
///
/// Confined to one thread: it keeps its buffer.
public final class TopReader {

    /// Most header blocks fit; one read is one system call.
    private static final int USUAL = 8 * 1024;

    /// What is longer is cut: a header of a mebibyte is an attack, not a header.
    private static final int MOST = 1024 * 1024;

    private byte[] buffer = new byte[USUAL];

    public TopOfMessage read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int length = 0;
            int read = 0;
            while (read >= 0 && !hasEnd(length) && length < MOST) {
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, Math.min(MOST, length * 4));
                }
                read = channel.read(ByteBuffer.wrap(buffer, length, buffer.length - length));
                length += Math.max(0, read);
            }
            TopOfMessage top = TopScanner.scan(buffer, 0, length);
            if (buffer.length > USUAL) {
                buffer = new byte[USUAL];
            }
            return top;
        }
    }

    /// Whether an empty line is among the first octets.
    private boolean hasEnd(int length) {
        for (int i = 1; i < length; i++) {
            if (buffer[i] == '\n'
                    && (buffer[i - 1] == '\n'
                            || (i > 1 && buffer[i - 1] == '\r' && buffer[i - 2] == '\n'))) {
                return true;
            }
        }
        return false;
    }
}
