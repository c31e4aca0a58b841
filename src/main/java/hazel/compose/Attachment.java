package hazel.compose;

import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.Problem;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Something sent along with the text.
///
/// @param mediaType with its charset where the content is text and the charset is known
/// @param fileName what the other side is offered as a name, no path; may be empty
/// @param disposition `attachment` or `inline` (RFC 2183)
/// @param description Content-Description, may be empty
/// @param contentId without angle brackets; how HTML refers to it (RFC 2392)
/// @param size in octets when it was attached; a file's may have changed since
public record Attachment(
        Content content,
        MediaType mediaType,
        String fileName,
        String disposition,
        String description,
        Optional<String> contentId,
        long size) {

    /// Where the octets are.
    public sealed interface Content {

        /// Held in memory.
        @SuppressWarnings("ArrayRecordComponent") // not copied
        record Octets(byte[] octets) implements Content {
            @Override
            public boolean equals(Object other) {
                return other instanceof Octets(var others) && Arrays.equals(octets, others);
            }

            @Override
            public int hashCode() {
                return Arrays.hashCode(octets);
            }

            @Override
            public String toString() {
                return octets.length + " octets";
            }
        }

        /// A file that is read when the message is written, so that what is sent is what the file
        /// holds then.
        record Stored(Path file) implements Content {}
    }

    public static Attachment of(byte[] octets, MediaType mediaType, String fileName) {
        return new Attachment(
                new Content.Octets(octets),
                mediaType,
                fileName,
                "attachment",
                "",
                Optional.empty(),
                octets.length);
    }

    /// A file, read only when the message is written; its name and first octets say what it is.
    ///
    /// @throws MailException where it cannot be read now
    public static Attachment of(Path file) throws MailException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new MailException(
                    Files.isDirectory(file)
                            ? new Problem.Malformed(
                                    file.toString(), file + " is a directory, not a file")
                            : new Problem.NoSuchFile(file.toString()));
        }
        Path name = file.getFileName();
        String fileName = name == null ? "" : name.toString();
        byte[] octets = read(file);
        return new Attachment(
                new Content.Stored(file),
                MediaTypes.guess(fileName, octets),
                fileName,
                "attachment",
                "",
                Optional.empty(),
                octets.length);
    }

    /// The same, with its octets in a file.
    Attachment in(Path file) {
        return new Attachment(
                new Content.Stored(file),
                mediaType,
                fileName,
                disposition,
                description,
                contentId,
                size);
    }

    public Attachment withMediaType(MediaType type) {
        return new Attachment(content, type, fileName, disposition, description, contentId, size);
    }

    public Attachment withFileName(String name) {
        return new Attachment(content, mediaType, name, disposition, description, contentId, size);
    }

    public Attachment withDescription(String text) {
        return new Attachment(content, mediaType, fileName, disposition, text, contentId, size);
    }

    /// Shown in place and referred to by HTML as `cid:ID`.
    public Attachment inline(String id) {
        return new Attachment(
                content, mediaType, fileName, "inline", description, Optional.of(id), size);
    }

    /// The octets, read from the file where they are in one.
    ///
    /// @throws MailException where the file is gone or cannot be read
    public byte[] octets() throws MailException {
        return switch (content) {
            case Content.Octets(var octets) -> octets;
            case Content.Stored(var file) -> read(file);
        };
    }

    private static byte[] read(Path file) throws MailException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
    }
}
