package hazel.store.mh;

import hazel.store.Uid;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What tells a file from every other of its folder, whatever its name: `4711-1ab2c3` as a [Uid].
///
/// @param inode unsigned
/// @param made when, nanoseconds since 1970: it tells a file from an earlier one that had its
///   inode. Where the file system does not keep it, Java takes the time of the last change
record FileId(long inode, long made) {

    static FileId of(BasicFileAttributes facts) {
        String key = String.valueOf(facts.fileKey()); // (dev=801,ino=4711)
        int equals = key.lastIndexOf('=');
        long inode = equals < 0 ? 0 : Long.parseUnsignedLong(key, equals + 1, key.length() - 1, 10);
        return new FileId(inode, facts.creationTime().to(TimeUnit.NANOSECONDS));
    }

    /// Empty where this is the name of a file's second number, or no name of ours.
    static Optional<FileId> of(Uid uid) {
        String text = uid.value();
        int dash = text.indexOf('-');
        if (dash < 0 || text.indexOf('.') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new FileId(
                            Long.parseUnsignedLong(text, 0, dash, 10),
                            Long.parseLong(text, dash + 1, text.length(), Character.MAX_RADIX)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    Uid uid() {
        return new Uid(
                Long.toUnsignedString(inode) + "-" + Long.toString(made, Character.MAX_RADIX));
    }

    @Override
    public int hashCode() {
        long mixed = (inode * 0x9e3779b97f4a7c15L) ^ made * 0xc2b2ae3d27d4eb4fL;
        return (int) (mixed ^ mixed >>> 32);
    }
}
