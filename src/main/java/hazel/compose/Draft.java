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
}
