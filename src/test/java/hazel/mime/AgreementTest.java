package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Corpus;
import hazel.mail.Address;
import hazel.mail.Part;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares what we read with what at least two of three other parsers read of the same messages.
class AgreementTest {

    private final List<String> misses = new ArrayList<>();
    private int fields;

    @Test
    void fieldsAgreeWithTheConsensusOfOtherParsers() throws IOException {
        for (Path file : Corpus.files("mime")) {
            if (!file.endsWith("expected.json")) {
                continue;
            }
            try (var reader = Json.createReader(Files.newInputStream(file))) {
                for (var entry : reader.readObject().entrySet()) {
                    JsonObject consensus =
                            entry.getValue().asJsonObject().getJsonObject("consensus");
                    if (consensus != null) {
                        compare(file.resolveSibling(entry.getKey()), consensus);
                    }
                }
            }
        }
        misses.forEach(System.out::println);
        System.out.println(misses.size() + " misses of " + fields + " fields");
        assertThat(misses.size() * 1000).isLessThan(fields * 6);
    }

    private void compare(Path file, JsonObject consensus) throws IOException {
        byte[] message = Corpus.read(file);
        Part root = MessageParser.parse(message);
        consensus.forEach((field, expected) -> {
            fields++;
            String theirs =
                    field.equals("message_id")
                            ? "<" + plain(expected).replaceAll("[<>]", "") + ">"
                            : plain(expected);
            String ours = ours(field, message, root);
            if (!theirs.equals(ours)) {
                misses.add(
                        file.getParent().getFileName()
                                + "/"
                                + file.getFileName()
                                + " "
                                + field
                                + "\n   theirs "
                                + theirs
                                + "\n   ours   "
                                + ours);
            }
        });
    }

    private static String plain(JsonValue value) {
        return switch (value) {
            case JsonString s -> s.getString().strip().replaceAll("\\s+", " ");
            case JsonObject o -> plain(o.get("filename")) + " " + o.getString("sha256");
            case JsonArray a ->
                    a.stream()
                            .map(AgreementTest::plain)
                            .collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    private static String ours(String field, byte[] message, Part root) {
        TopOfMessage top = TopScanner.scan(message, 0, message.length);
        return switch (field) {
            case "subject" -> top.subject().strip().replaceAll("\\s+", " ");
            case "date_epoch" ->
                    top.date().map(d -> Long.toString(d.getEpochSecond())).orElse("none");
            case "message_id" -> top.messageId().map(Object::toString).orElse("none");
            case "from", "to", "cc" -> pairs(addresses(root, field));
            case "from_addresses", "to_addresses", "cc_addresses" ->
                    addresses(root, field.substring(0, field.indexOf('_'))).stream()
                            .map(a -> a.addrSpec().toLowerCase(java.util.Locale.ROOT))
                            .toList()
                            .toString();
            case "structure" -> structure(root);
            case "named_attachments" -> named(message, root);
            case "first_text_plain_sha256_without_whitespace" ->
                    root.walk()
                            .filter(p -> p.mediaType().is("text/plain") && p.children().isEmpty())
                            .findFirst()
                            .map(p -> digest(Content.text(message, p)))
                            .orElse("none");
            default -> "?";
        };
    }

    private static String named(byte[] message, Part root) {
        return outer(root)
                .filter(p -> p.fileName().isPresent() && !p.mediaType().is("message/*"))
                .map(p ->
                        p.fileName().get().strip().replaceAll("\\s+", " ")
                                + " "
                                + digest(Content.octets(message, p)))
                .sorted()
                .toList()
                .toString();
    }

    /// The parts without those of embedded messages.
    private static Stream<Part> outer(Part part) {
        return part.mediaType().is("message/*")
                ? Stream.of(part)
                : Stream.concat(
                        Stream.of(part), part.children().stream().flatMap(AgreementTest::outer));
    }

    private static List<Address> addresses(Part root, String field) {
        return root.header().all(field).stream()
                .limit(field.equals("from") ? 1 : 9)
                .flatMap(b -> AddressParser.parse(b).stream())
                .toList();
    }

    private static String pairs(List<Address> addresses) {
        return addresses.stream()
                .map(a ->
                        "["
                                + a.displayName().replaceAll("\\s+", " ")
                                + ", "
                                + a.addrSpec().toLowerCase(java.util.Locale.ROOT)
                                + "]")
                .toList()
                .toString();
    }

    private static String structure(Part part) {
        String type = part.mediaType().toString();
        return part.children().isEmpty() || !part.mediaType().is("multipart/*")
                ? type
                : type
                        + part.children().stream()
                                .map(AgreementTest::structure)
                                .collect(Collectors.joining(",", "(", ")"));
    }

    private static String digest(String text) {
        return digest(text.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
