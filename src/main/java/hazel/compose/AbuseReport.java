package hazel.compose;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mime.Dates;
import hazel.mime.FieldWriter;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A report of abuse in the format of RFC 5965: words for a person, the same for a program, and the
/// message as it came.
///
/// @param type what is wrong with the message
/// @param source the address that handed the message to the reporter's own server, as text
/// @param sourceName a name that is known to be the address's; empty where there is none
/// @param server the reporter's own server that took it; may be empty
/// @param queueId under which that server took it; may be empty
/// @param arrived when it did
/// @param reversePath of the message's envelope; empty where nobody noted it
/// @param note of the person who reports; may be empty
public record AbuseReport(
        Type type,
        String source,
        String sourceName,
        String server,
        String queueId,
        Optional<OffsetDateTime> arrived,
        Optional<String> reversePath,
        String note) {

    /// RFC 5965 section 7.3.
    public enum Type {
        ABUSE("abuse"),
        FRAUD("fraud"),
        VIRUS("virus"),
        OTHER("other");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Type> of(String word) {
            return List.of(values()).stream()
                    .filter(t -> t.word.equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    static final MediaType TYPE = new MediaType("message", "feedback-report", Map.of());

    private static final MediaType MESSAGE = new MediaType("message", "rfc822", Map.of());

    static boolean isIn(Draft draft) {
        return draft.attachments().stream().anyMatch(AbuseReport::isOne);
    }

    static boolean isOne(Attachment attachment) {
        return attachment.mediaType().is("message/feedback-report");
    }

    /// The report as a draft, to be looked at before it is sent.
    ///
    /// @param to may be empty, to be filled in
    /// @param message as it is stored
    public Draft draft(Identity from, List<Address> to, byte[] message) throws MailException {
        byte[] fields = fields().getBytes(US_ASCII);
        return Draft.blank(from)
                .withTo(to)
                .withSubject("Abuse report: " + Original.of(message).subject())
                .withBody(words())
                .withAttachments(
                        List.of(
                                Attachment.of(fields, TYPE, ""),
                                Attachment.of(message, MESSAGE, "")));
    }

    private String words() {
        String who = source + (sourceName.isEmpty() ? "" : " (" + sourceName + ")");
        String took =
                (server.isEmpty() ? "my server" : "my server " + server)
                        + " took it"
                        + arrived.map(when -> " on " + Dates.format(when)).orElse("")
                        + (queueId.isEmpty() ? "" : ", as " + queueId);
        return "This is a report of abuse in the format of RFC 5965. The message that follows came"
                + " from "
                + who
                + "; "
                + took
                + ".\n\nWhat my own servers wrote above that in its header is certain. What is"
                + " beneath it came with the message, and is only claimed.\n"
                + (note.isBlank() ? "" : "\n" + note.strip() + "\n");
    }

    /// Each is one line of ASCII, whatever is in the message.
    private String fields() throws MailException {
        var fields = new StringBuilder();
        fields.append(FieldWriter.unstructured("Feedback-Type", type.word()));
        fields.append(FieldWriter.unstructured("User-Agent", "Hazel"));
        fields.append(FieldWriter.unstructured("Version", "1"));
        fields.append(FieldWriter.unstructured("Source-IP", source));
        if (reversePath.isPresent()) {
            fields.append(FieldWriter.unstructured("Original-Mail-From", reversePath.get()));
        }
        if (arrived.isPresent()) {
            fields.append(FieldWriter.structured("Arrival-Date", Dates.format(arrived.get())));
        }
        if (!server.isEmpty()) {
            fields.append(FieldWriter.unstructured("Reporting-MTA", "dns; " + server));
        }
        return fields.toString();
    }
}
