package hazel.compose;

import hazel.mail.*;

import java.util.*;

/** Stand-in with the API of branch compose. */
public record Draft(
        Address from,
        List<Address> to,
        List<Address> cc,
        List<Address> bcc,
        List<Address> replyTo,
        String subject,
        String body,
        List<Attachment> attachments,
        Optional<MessageId> inReplyTo,
        List<MessageId> references) {
    public record Attachment(String fileName, MediaType type, long size) {}

    public Draft withFrom(Address v) {
        return new Draft(
                v, to, cc, bcc, replyTo, subject, body, attachments, inReplyTo, references);
    }

    public Draft withTo(List<Address> v) {
        return new Draft(
                from, v, cc, bcc, replyTo, subject, body, attachments, inReplyTo, references);
    }

    public Draft withCc(List<Address> v) {
        return new Draft(
                from, to, v, bcc, replyTo, subject, body, attachments, inReplyTo, references);
    }

    public Draft withBcc(List<Address> v) {
        return new Draft(
                from, to, cc, v, replyTo, subject, body, attachments, inReplyTo, references);
    }

    public Draft withReplyTo(List<Address> v) {
        return new Draft(from, to, cc, bcc, v, subject, body, attachments, inReplyTo, references);
    }

    public Draft withSubject(String v) {
        return new Draft(from, to, cc, bcc, replyTo, v, body, attachments, inReplyTo, references);
    }

    public Draft withBody(String v) {
        return new Draft(
                from, to, cc, bcc, replyTo, subject, v, attachments, inReplyTo, references);
    }

    public Draft withAttachments(List<Attachment> v) {
        return new Draft(from, to, cc, bcc, replyTo, subject, body, v, inReplyTo, references);
    }
}
