package hazel.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;

/// Locks of files that one holder has at a time, on whatever thread and in whatever process.
public final class FileLocks {

    private FileLocks() {}

    /// Takes the lock of a file, which is let go of when the channel is closed.
    ///
    /// @return false where somebody else has it, in this process or in another
    public static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false; // held by this process
        }
    }
}
