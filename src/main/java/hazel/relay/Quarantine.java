package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.Address;
import hazel.mail.Envelope;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where messages lie that were discarded, each a file with the envelope in fields on top, for a
/// person who misses one. After a week they are gone.
record Quarantine(Path directory) {

    private static final Duration KEPT = Duration.ofDays(7);

    /// On disk when the call returns.
    void keep(String id, Envelope envelope, byte[] message, Instant now) throws IOException {
        DurableFiles.createPrivateDirectories(directory);
        sweep(now);
        String to =
                envelope.forwardPaths().stream()
                        .map(Address::addrSpec)
                        .collect(Collectors.joining(", "));
        String from = envelope.reversePath().map(Address::addrSpec).orElse("");
        var file = new ByteArrayOutputStream(message.length + 200);
        file.writeBytes(
                ("X-Envelope-From: <" + from + ">\r\nX-Envelope-To: " + to + "\r\n")
                        .getBytes(UTF_8));
        file.writeBytes(message);
        DurableFiles.write(directory.resolve(id + ".eml"), file.toByteArray());
    }

    private void sweep(Instant now) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(f -> f.toFile().lastModified() < now.minus(KEPT).toEpochMilli())
                    .forEach(DurableFiles::deleteQuietly);
        }
    }
}
