package hazel.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Field;
import hazel.mail.Header;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.MessageId;
import hazel.mime.AddressParser;
import hazel.mime.FieldWriter;
import hazel.mime.HeaderParser;
import hazel.mime.MessageIds;
import hazel.mime.Words;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A draft as a file: a message that other programs can read, with `X-Hazel-` fields for what has
/// no field of its own. Attachments are named, not held.
final class DraftFile {

    private static final String KIND = "X-Hazel-Kind";
    private static final String SENDER = "X-Hazel-Sender";
    private static final String ANSWERS = "X-Hazel-Answers";
    private static final String ATTACHED = "X-Hazel-Attached";
    private static final String HTML = "X-Hazel-Html";
    private static final String TOP =
            """
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit
            """;

    private DraftFile() {}

    /// @throws MailException where an extra field cannot be one
    static String write(Draft draft) throws MailException {
        List<String> fields = new ArrayList<>();
        fields.add(kindField(draft));
        fields.add(FieldWriter.addresses("From", List.of(draft.from())));
        fields.add(FieldWriter.addresses(SENDER, draft.sender().stream().toList()));
        fields.add(FieldWriter.addresses("To", draft.to()));
        fields.add(FieldWriter.addresses("Cc", draft.cc()));
        fields.add(FieldWriter.addresses("Bcc", draft.bcc()));
        fields.add(FieldWriter.addresses("Reply-To", draft.replyTo()));
        fields.add(DraftWriter.subject(draft));
        fields.add(FieldWriter.ids("In-Reply-To", draft.inReplyTo().stream().toList()));
        fields.add(FieldWriter.ids("References", DraftWriter.latest(draft.references())));
        if (draft.answers().isPresent()) {
            fields.add(noted(ANSWERS, draft.answers().get()));
        }
        if (draft.htmlBody().isPresent()) {
            fields.add(noted(HTML, draft.htmlBody().get()));
        }
        for (Attachment attachment : draft.attachments()) {
            fields.add(noted(ATTACHED, attached(attachment)));
        }
        for (Field field : draft.extraFields()) {
            fields.add(extra(field));
        }
        return fields.stream()
                        .filter(f -> !f.isEmpty())
                        .map(f -> f.replace("\r\n", "\n").stripTrailing() + "\n")
                        .collect(Collectors.joining())
                + TOP
                + "\n"
                + draft.body();
    }

    /// Also one that is a note.
    static String extra(Field field) throws MailException {
        return DraftWriter.isNote(field)
                ? noted(field.name(), field.body())
                : DraftWriter.extra(field);
    }

    /// A field for ourselves: percent encoded, so that it holds anything on one line.
    private static String noted(String name, String value) {
        return name + ": " + URLEncoder.encode(value, UTF_8);
    }

    private static String attached(Attachment attachment) {
        String file =
                attachment.content() instanceof Attachment.Content.Stored(var path)
                        ? path.toString()
                        : "";
        return Stream.of(
                        file,
                        attachment.mediaType().toString(),
                        attachment.fileName(),
                        attachment.disposition(),
                        attachment.description(),
                        attachment.contentId().orElse(""),
                        String.valueOf(attachment.size()),
                        parameters(attachment.mediaType()))
                .collect(Collectors.joining("\0"));
    }

    private static String parameters(MediaType type) {
        return type.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("\1"));
    }

    /// Whatever the file holds: a field that is none is left out.
    static Draft read(String file) {
        int end = file.startsWith("\n") ? 0 : file.indexOf("\n\n");
        byte[] top = (end < 0 ? file : file.substring(0, end + 1)).getBytes(UTF_8);
        Header header = HeaderParser.parse(top, 0, top.length);
        String body = end < 0 ? "" : file.substring(end == 0 ? 1 : end + 2);
        Address from =
                addresses(header, "From").stream()
                        .findFirst()
                        .orElseGet(() -> new Address("", "nobody", "invalid"));
        Draft draft =
                Draft.blank(Identity.of(from))
                        .withKind(kind(header))
                        .withSender(addresses(header, SENDER).stream().findFirst())
                        .withTo(addresses(header, "To"))
                        .withCc(addresses(header, "Cc"))
                        .withBcc(addresses(header, "Bcc"))
                        .withReplyTo(addresses(header, "Reply-To"))
                        .withSubject(header.first("Subject").map(Words::decode).orElse(""))
                        .withBody(body)
                        .withAnswers(note(header, ANSWERS))
                        .withHtmlBody(note(header, HTML))
                        .withAttachments(attachments(header))
                        .inThread(
                                ids(header, "In-Reply-To").stream().findFirst(),
                                ids(header, "References"));
        return draft.withExtraFields(extras(header));
    }

    private static final List<String> OURS =
            Stream.of(
                            KIND,
                            SENDER,
                            ANSWERS,
                            ATTACHED,
                            HTML,
                            "From",
                            "To",
                            "Cc",
                            "Bcc",
                            "Reply-To",
                            "Subject",
                            "In-Reply-To",
                            "References",
                            "MIME-Version",
                            "Content-Type",
                            "Content-Transfer-Encoding")
                    .map(n -> n.toLowerCase(Locale.ROOT))
                    .toList();

    /// Whether this class wrote the notes in it.
    static boolean isOurs(Header header) {
        return header.first(KIND).isPresent();
    }

    /// What kind it is, as a field.
    static String kindField(Draft draft) throws MailException {
        return FieldWriter.unstructured(KIND, draft.kind().name().toLowerCase(Locale.ROOT));
    }

    static List<Field> extras(Header header) {
        return header.fields().stream()
                .filter(f -> !OURS.contains(f.name().toLowerCase(Locale.ROOT)))
                .map(f ->
                        DraftWriter.isNote(f)
                                ? new Field(f.name(), decoded(f.body()))
                                : new Field(f.name(), Words.decode(f.body())))
                .toList();
    }

    static DraftKind kind(Header header) {
        String name = header.first(KIND).orElse("").strip();
        return Arrays.stream(DraftKind.values())
                .filter(k -> k.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(DraftKind.NEW);
    }

    private static Optional<String> note(Header header, String name) {
        return header.first(name).map(DraftFile::decoded);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.strip(), UTF_8);
        } catch (IllegalArgumentException _) {
            return value.strip(); // somebody else wrote it
        }
    }

    private static List<Attachment> attachments(Header header) {
        return header.all(ATTACHED).stream()
                .map(value -> decoded(value).split("\0", -1))
                .filter(words -> words.length == 8 && words[6].matches("\\d{1,12}"))
                .map(words ->
                        new Attachment(
                                new Attachment.Content.Stored(Path.of(words[0])),
                                mediaType(words[1], words[7]),
                                words[2],
                                words[3],
                                words[4],
                                Optional.of(words[5]).filter(id -> !id.isEmpty()),
                                Long.parseLong(words[6])))
                .toList();
    }

    private static MediaType mediaType(String written, String parameters) {
        int slash = written.indexOf('/');
        if (slash < 1) {
            return MediaType.OCTETS;
        }
        Map<String, String> map = new HashMap<>();
        for (String each : parameters.split("\1")) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                map.put(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return new MediaType(written.substring(0, slash), written.substring(slash + 1), map);
    }

    private static List<Address> addresses(Header header, String name) {
        return header.first(name).map(AddressParser::parse).orElse(List.of());
    }

    private static List<MessageId> ids(Header header, String name) {
        return header.first(name).map(MessageIds::parse).orElse(List.of());
    }
}
