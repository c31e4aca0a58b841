package hazel.mime;

import hazel.mail.MessageId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What [TopScanner] reads from a header for one row of an index. Text is decoded and repaired, not
/// yet made harmless for a terminal.
///
/// @param date of the Date field, empty where there is none that can be read
/// @param from the first author's display name, or the addr-spec, or what stood there; may be empty
/// @param fromAddress the first author's addr-spec, empty where there is none
/// @param to all To and Cc addr-specs, at most the first thousand, divided by one space
/// @param toName the first recipient's display name or addr-spec, or what stood there
/// @param references References and then In-Reply-To (RFC 5322 section 3.6.4), oldest first, each
///   once, at most the first and the last hundred
/// @param listId the List-Id field's identifier (RFC 2919) without brackets, or empty
/// @param hasAttachment as far as the Content-Type field tells
public record TopOfMessage(
        Optional<Instant> date,
        String from,
        String fromAddress,
        String to,
        String toName,
        String subject,
        Optional<MessageId> messageId,
        List<MessageId> references,
        String listId,
        boolean hasAttachment) {

    public TopOfMessage {
        references = List.copyOf(references);
    }
}
