package hazel.compose;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.Field;
import hazel.mail.MailException;
import hazel.mail.MessageId;
import hazel.mail.Problem;
import hazel.mime.Dates;
import hazel.mime.FieldWriter;
import hazel.mime.MessageWriter;
import hazel.mime.PartWriter;
import hazel.mime.WireForm;
import hazel.mime.WrittenPart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes the message a draft describes: RFC 5322 and MIME, and the envelope it goes out in.
///
/// What a person typed is never a header field of its own: control characters in subjects, names,
/// file names and field bodies become spaces, and a field of this class's own making cannot be
/// given as an extra one. An address whose domain is not ASCII is written as it is; whether the
/// server can carry it (RFC 6531) is for the sending side to say.
///
/// @param form what the server can carry; [WireForm#SEVEN_BIT] always passes
/// @param userAgent the User-Agent field, empty for none
public record DraftWriter(WireForm form, String userAgent) {

    /// Fields kept with a stored draft that never leave this machine begin so.
    static final String NOTE = "x-hazel-";

    /// Identifiers kept in References besides the first, which names the thread.
    private static final int LATEST_REFERENCES = 20;

    /// Fields that are made here, or are for servers to write.
    private static final Set<String> RESERVED =
            Set.of(
                    "date",
                    "from",
                    "sender",
                    "reply-to",
                    "to",
                    "cc",
                    "bcc",
                    "subject",
                    "message-id",
                    "in-reply-to",
                    "references",
                    "mime-version",
                    "received",
                    "return-path",
                    "delivered-to",
                    "dkim-signature",
                    "authentication-results");

    /// For a server that promises nothing.
    public static DraftWriter plain() {
        return new DraftWriter(WireForm.SEVEN_BIT, "");
    }

    /// The message, its copy and its envelope.
    ///
    /// @throws MailException where there is no recipient, an attachment cannot be read, or an extra
    ///   field is none
    public Outgoing write(Draft draft, Stamp stamp) throws MailException {
        if (draft.recipients().isEmpty()) {
            throw malformed("recipients", "the message has no recipient");
        }
        return draft.kind() == DraftKind.RESEND
                ? Resend.write(draft, stamp)
                : compose(draft, stamp);
    }

    private Outgoing compose(Draft draft, Stamp stamp) throws MailException {
        // What is reported has to be seen as it came: where a server can carry no octets outside
        // ASCII, they are encoded when it is handed over.
        WireForm wanted = AbuseReport.isIn(draft) ? WireForm.EIGHT_BIT : form;
        WrittenPart body = body(draft, new PartWriter(wanted, stamp.token()));
        List<String> top = top(draft, stamp, to("To", draft));
        String bcc = FieldWriter.addresses("Bcc", draft.bcc());
        List<String> rest = rest(draft, stamp);
        return new Outgoing(
                MessageWriter.write(joined(top, rest), body),
                MessageWriter.write(joined(joined(top, List.of(bcc)), rest), body),
                envelope(draft),
                stamp.messageId(draft.from()));
    }

    /// The message as far as it is written, with its Bcc field and all notes in it: to be kept, and
    /// not to be sent.
    byte[] unsent(Draft draft, Stamp stamp) throws MailException {
        String to = FieldWriter.addresses("To", draft.to());
        List<String> fields = new ArrayList<>(top(draft, stamp, to));
        fields.add(FieldWriter.addresses("Bcc", draft.bcc()));
        fields.addAll(rest(draft, stamp));
        fields.add(DraftFile.kindField(draft));
        for (Field field : draft.extraFields()) {
            if (isNote(field)) {
                fields.add(DraftFile.extra(field) + "\r\n");
            }
        }
        return MessageWriter.write(fields, body(draft, new PartWriter(form, stamp.token())));
    }

    static Envelope envelope(Draft draft) {
        return new Envelope(
                Optional.of(draft.sender().orElse(draft.from()).withDisplayName("")),
                draft.recipients().stream().map(a -> a.withDisplayName("")).toList());
    }

    /// Date to Cc.
    ///
    /// @param to the field
    private static List<String> top(Draft draft, Stamp stamp, String to) throws MailException {
        return List.of(
                FieldWriter.structured("Date", Dates.format(stamp.date())),
                FieldWriter.addresses("From", List.of(draft.from())),
                FieldWriter.addresses("Sender", sender(draft)),
                FieldWriter.addresses("Reply-To", draft.replyTo()),
                to,
                FieldWriter.addresses("Cc", draft.cc()));
    }

    /// Subject to User-Agent.
    private List<String> rest(Draft draft, Stamp stamp) throws MailException {
        List<String> fields = new ArrayList<>();
        fields.add(subject(draft));
        fields.add(FieldWriter.ids("Message-ID", List.of(stamp.messageId(draft.from()))));
        fields.add(
                FieldWriter.ids(
                        "In-Reply-To",
                        draft.inReplyTo().stream().filter(DraftWriter::isUsable).toList()));
        fields.add(FieldWriter.ids("References", latest(draft.references())));
        for (Field field : draft.extraFields()) {
            if (!isNote(field)) {
                fields.add(extra(field));
            }
        }
        if (!userAgent.isEmpty()) {
            fields.add(FieldWriter.unstructured("User-Agent", userAgent));
        }
        return fields;
    }

    static String subject(Draft draft) throws MailException {
        String subject = FieldWriter.clean(draft.subject());
        return subject.isEmpty() ? "" : FieldWriter.unstructured("Subject", subject);
    }

    /// Sender only where it says more than From (RFC 5322 section 3.6.2).
    static List<Address> sender(Draft draft) {
        return draft.sender().filter(s -> !s.isSameMailbox(draft.from())).stream().toList();
    }

    /// A message all of whose recipients are hidden says so with an empty group (RFC 5322 section
    /// 3.4).
    static String to(String name, Draft draft) throws MailException {
        return draft.to().isEmpty() && draft.cc().isEmpty()
                ? FieldWriter.structured(name, "undisclosed-recipients:;")
                : FieldWriter.addresses(name, draft.to());
    }

    /// Whether an identifier can be repeated: ASCII, and short enough for a line of its own. One
    /// that is neither names no message anybody could find.
    private static boolean isUsable(MessageId id) {
        return id.value().length() < 900 && id.value().chars().allMatch(c -> c < 0x7f);
    }

    /// The first and the last ones, each once.
    static List<MessageId> latest(List<MessageId> references) {
        List<MessageId> usable =
                references.stream().filter(DraftWriter::isUsable).distinct().toList();
        int from = usable.size() - LATEST_REFERENCES;
        return from <= 1
                ? usable
                : Stream.concat(
                                Stream.of(usable.getFirst()),
                                usable.subList(from, usable.size()).stream())
                        .toList();
    }

    static boolean isNote(Field field) {
        return field.name().toLowerCase(Locale.ROOT).startsWith(NOTE);
    }

    /// Whether a field of a stored draft is one that a writer gave it.
    static boolean isForWriters(Field field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        return !RESERVED.contains(name) && !name.equals("user-agent");
    }

    static String extra(Field field) throws MailException {
        String name = field.name().toLowerCase(Locale.ROOT);
        if (RESERVED.contains(name)
                || name.startsWith("content-")
                || name.startsWith("resent-")
                || name.startsWith("arc-")) {
            throw malformed("header", field.name() + " cannot be given as an extra header field");
        }
        return FieldWriter.unstructured(field.name(), field.body());
    }

    private static WrittenPart body(Draft draft, PartWriter writer) throws MailException {
        WrittenPart text = text(draft, writer);
        List<WrittenPart> parts = new ArrayList<>(List.of(text));
        for (Attachment attachment : draft.attachments()) {
            if (!isRelated(draft, attachment)) {
                parts.add(part(attachment, writer));
            }
        }
        if (AbuseReport.isIn(draft)) {
            return writer.report(AbuseReport.TYPE.subtype(), parts);
        }
        return parts.size() == 1 ? text : writer.multipart("mixed", parts);
    }

    /// The text alone, or beside its HTML, which has the pictures it shows with it (RFC 2387).
    private static WrittenPart text(Draft draft, PartWriter writer) throws MailException {
        WrittenPart plain = writer.text(draft.body());
        if (draft.htmlBody().isEmpty()) {
            return plain;
        }
        WrittenPart html = writer.verbatim("html", draft.htmlBody().get());
        List<WrittenPart> related = new ArrayList<>(List.of(html));
        for (Attachment attachment : draft.attachments()) {
            if (isRelated(draft, attachment)) {
                related.add(part(attachment, writer));
            }
        }
        return writer.multipart(
                "alternative",
                List.of(plain, related.size() == 1 ? html : writer.multipart("related", related)));
    }

    private static boolean isRelated(Draft draft, Attachment attachment) {
        return draft.htmlBody().isPresent()
                && attachment.contentId().isPresent()
                && attachment.disposition().equals("inline");
    }

    private static WrittenPart part(Attachment attachment, PartWriter writer) throws MailException {
        boolean isBare =
                attachment.mediaType().is("message/rfc822") || AbuseReport.isOne(attachment);
        return isBare
                ? writer.message(attachment.octets(), label(attachment))
                : writer.octets(attachment.octets(), label(attachment));
    }

    static WrittenPart.Label label(Attachment attachment) {
        return new WrittenPart.Label(
                attachment.mediaType(),
                attachment.fileName(),
                attachment.disposition(),
                attachment.description(),
                attachment.contentId());
    }

    static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    static MailException malformed(String what, String sentence) {
        return new MailException(new Problem.Malformed(what, sentence));
    }
}
