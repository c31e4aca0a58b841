package hazel.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A file that is appended to and never rewritten. When it has grown past `most` octets it is
/// renamed to the same name with `.1`, in place of the one before, and a new one begins. Several
/// processes may write one log: each piece is one write at its end.
///
/// Not forced to the disk: a log is told what happened, and does not keep it from happening.
public record BoundedLog(Path file, long most) {

    /// @param text whole lines
    public void append(String text) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(file, options, DurableFiles.OWNER_ONLY)) {
            DurableFiles.writeFully(channel, ByteBuffer.wrap(text.getBytes(UTF_8)));
            if (channel.size() > most) {
                Files.move(file, before(), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// Where the log went when it was full.
    public Path before() {
        return file.resolveSibling(file.getFileName() + ".1");
    }
}
