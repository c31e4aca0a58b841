package hazel.compose;

import hazel.mail.Address;
import hazel.mail.Field;
import hazel.mail.MessageId;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A message being written: what its header will say, its text, and what is sent along.
///
/// @param sender who really sends it, where that is not `from` (RFC 5322 section 3.6.2)
/// @param subject one line, decoded; [DraftWriter] makes it harmless
/// @param body the text with LF line ends; a line is a paragraph and may be of any length
/// @param htmlBody the same said in HTML, which then goes out beside the text
/// @param attachments in the order they are sent; of a [DraftKind#RESEND] the first, and only, one
///   is the message to send again
/// @param inReplyTo the message answered
/// @param references its ancestors and itself, oldest first (RFC 5322 section 3.6.4)
/// @param extraFields further header fields, decoded. Those named `X-Hazel-…` are notes to
///   ourselves, kept with a stored draft and never sent
/// @param answers which stored message this answers or forwards, in the words of whoever began the
///   draft, so that it can be flagged once this is sent
public record Draft(
        DraftKind kind,
        Address from,
        Optional<Address> sender,
        List<Address> to,
        List<Address> cc,
        List<Address> bcc,
        List<Address> replyTo,
        String subject,
        String body,
        Optional<String> htmlBody,
        List<Attachment> attachments,
        Optional<MessageId> inReplyTo,
        List<MessageId> references,
        List<Field> extraFields,
        Optional<String> answers) {

    public Draft {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        replyTo = List.copyOf(replyTo);
        attachments = List.copyOf(attachments);
        references = List.copyOf(references);
        extraFields = List.copyOf(extraFields);
    }

    /// An empty draft under this identity: its Reply-To and Organization filled in, its signature
    /// beneath an empty line to start writing on.
    public static Draft blank(Identity identity) {
        return new Draft(
                DraftKind.NEW,
                identity.address(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                identity.replyTo().stream().toList(),
                "",
                Signature.below("", identity),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                identity.organization().isEmpty()
                        ? List.of()
                        : List.of(new Field("Organization", identity.organization())),
                Optional.empty());
    }

    /// Everyone it goes to: To, Cc and Bcc, each mailbox once.
    public List<Address> recipients() {
        return Addresses.distinct(Stream.of(to, cc, bcc).flatMap(List::stream).toList());
    }

    /// The body of the first extra field of that name.
    public Optional<String> extra(String name) {
        return extraFields.stream().filter(f -> f.isNamed(name)).map(Field::body).findFirst();
    }

    public Draft withKind(DraftKind value) {
        var edit = new Edit(this);
        edit.kind = value;
        return edit.done();
    }

    public Draft withFrom(Address value) {
        var edit = new Edit(this);
        edit.from = value;
        return edit.done();
    }

    public Draft withSender(Optional<Address> value) {
        var edit = new Edit(this);
        edit.sender = value;
        return edit.done();
    }

    public Draft withTo(List<Address> value) {
        var edit = new Edit(this);
        edit.to = value;
        return edit.done();
    }

    public Draft withCc(List<Address> value) {
        var edit = new Edit(this);
        edit.cc = value;
        return edit.done();
    }

    public Draft withBcc(List<Address> value) {
        var edit = new Edit(this);
        edit.bcc = value;
        return edit.done();
    }

    public Draft withReplyTo(List<Address> value) {
        var edit = new Edit(this);
        edit.replyTo = value;
        return edit.done();
    }

    public Draft withSubject(String value) {
        var edit = new Edit(this);
        edit.subject = value;
        return edit.done();
    }

    public Draft withBody(String value) {
        var edit = new Edit(this);
        edit.body = value;
        return edit.done();
    }

    public Draft withHtmlBody(Optional<String> value) {
        var edit = new Edit(this);
        edit.htmlBody = value;
        return edit.done();
    }

    public Draft withAttachments(List<Attachment> value) {
        var edit = new Edit(this);
        edit.attachments = value;
        return edit.done();
    }

    public Draft withExtraFields(List<Field> value) {
        var edit = new Edit(this);
        edit.extraFields = value;
        return edit.done();
    }

    public Draft withAnswers(Optional<String> value) {
        var edit = new Edit(this);
        edit.answers = value;
        return edit.done();
    }

    /// Says what this answers: In-Reply-To and References.
    public Draft inThread(Optional<MessageId> answered, List<MessageId> ancestors) {
        var edit = new Edit(this);
        edit.inReplyTo = answered;
        edit.references = ancestors;
        return edit.done();
    }

    /// With one more attachment, the last.
    public Draft attach(Attachment attachment) {
        return withAttachments(Stream.concat(attachments.stream(), Stream.of(attachment)).toList());
    }

    /// With one more field, or another body for the one of that name.
    public Draft withExtra(String name, String value) {
        return withExtraFields(
                Stream.concat(
                                extraFields.stream().filter(f -> !f.isNamed(name)),
                                Stream.of(new Field(name, value)))
                        .toList());
    }

    /// The fifteen components, to change one of them.
    private static final class Edit {
        private DraftKind kind;
        private Address from;
        private Optional<Address> sender;
        private List<Address> to;
        private List<Address> cc;
        private List<Address> bcc;
        private List<Address> replyTo;
        private String subject;
        private String body;
        private Optional<String> htmlBody;
        private List<Attachment> attachments;
        private Optional<MessageId> inReplyTo;
        private List<MessageId> references;
        private List<Field> extraFields;
        private Optional<String> answers;

        Edit(Draft draft) {
            kind = draft.kind;
            from = draft.from;
            sender = draft.sender;
            to = draft.to;
            cc = draft.cc;
            bcc = draft.bcc;
            replyTo = draft.replyTo;
            subject = draft.subject;
            body = draft.body;
            htmlBody = draft.htmlBody;
            attachments = draft.attachments;
            inReplyTo = draft.inReplyTo;
            references = draft.references;
            extraFields = draft.extraFields;
            answers = draft.answers;
        }

        Draft done() {
            return new Draft(
                    kind,
                    from,
                    sender,
                    to,
                    cc,
                    bcc,
                    replyTo,
                    subject,
                    body,
                    htmlBody,
                    attachments,
                    inReplyTo,
                    references,
                    extraFields,
                    answers);
        }
    }
}
