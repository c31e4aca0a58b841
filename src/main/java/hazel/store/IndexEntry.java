package hazel.store;

import hazel.mail.MessageId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the index shows of a message without reading its body: IMAP's ENVELOPE, FLAGS and
/// INTERNALDATE, or the same read from the top of a file.
///
/// Text is decoded (RFC 2047) and repaired where its charset label lied, but not yet made harmless
/// for a terminal: that is the screen's and the command's work.
///
/// @param date the Date field; `arrival` where there is none that can be read
/// @param arrival when the message came into this mailbox
/// @param from the first author's display name, or the addr-spec, or what stood there; may be empty
/// @param fromAddress the first author's addr-spec, empty where there is none
/// @param to all To and Cc addr-specs, divided by one space
/// @param toName the first recipient's display name or addr-spec
/// @param references References and then In-Reply-To (RFC 5322 section 3.6.4), oldest first, each
///   once, at most the first and the last hundred
/// @param listId the List-Id field's identifier (RFC 2919) without brackets, or empty
/// @param size octets of the message
/// @param hasAttachment as far as the top of the message tells
public record IndexEntry(
        Uid uid,
        Instant date,
        Instant arrival,
        String from,
        String fromAddress,
        String to,
        String toName,
        String subject,
        Optional<MessageId> messageId,
        List<MessageId> references,
        String listId,
        Set<Flag> flags,
        Set<String> keywords,
        long size,
        boolean hasAttachment) {

    public IndexEntry {
        references = List.copyOf(references);
        flags = Set.copyOf(flags);
        keywords = Set.copyOf(keywords);
    }

    public boolean isUnseen() {
        return !flags.contains(Flag.SEEN);
    }

    /// The same under another name, as in a mailbox that only shows messages of others.
    public IndexEntry withUid(Uid other) {
        return new IndexEntry(
                other,
                date,
                arrival,
                from,
                fromAddress,
                to,
                toName,
                subject,
                messageId,
                references,
                listId,
                flags,
                keywords,
                size,
                hasAttachment);
    }

    public IndexEntry withFlags(Set<Flag> newFlags, Set<String> newKeywords) {
        return new IndexEntry(
                uid,
                date,
                arrival,
                from,
                fromAddress,
                to,
                toName,
                subject,
                messageId,
                references,
                listId,
                newFlags,
                newKeywords,
                size,
                hasAttachment);
    }
}
