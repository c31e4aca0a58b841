package hazel.mime;

import hazel.mail.*;

import java.util.List;

/** Stand-in with the API of branch mime. */
public final class Readable {
    public sealed interface Block {}

    public record Text(Part part, List<String> lines) implements Block {}

    public record Html(Part part, String html) implements Block {}

    public record Attachment(Part part, String name, MediaType type, long size) implements Block {}

    public record Embedded(Part part, Header header) implements Block {}

    public record Notice(String sentence) implements Block {}
}
