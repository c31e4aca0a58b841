package hazel.compose;

import hazel.mail.MailException;
import hazel.mail.MessageId;
import hazel.mime.CrLf;
import hazel.mime.Dates;
import hazel.mime.FieldWriter;
import hazel.mime.MessageWriter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Sends a message again as it was: Resent- fields above it, nothing else changed (RFC 5322 section
/// 3.6.6).
///
/// QUIRK: a Bcc field in it is taken out. Only the writer's own copy has one, and resending that
/// copy would show the list to everyone.
final class Resend {

    private Resend() {}

    static Outgoing write(Draft draft, Stamp stamp) throws MailException {
        if (draft.attachments().isEmpty()) {
            throw DraftWriter.malformed("resend", "there is no message to send again");
        }
        byte[] original = withoutBcc(CrLf.normalized(draft.attachments().getFirst().octets()));
        MessageId id = stamp.messageId(draft.from());
        List<String> fields = new ArrayList<>();
        fields.add(FieldWriter.structured("Resent-Date", Dates.format(stamp.date())));
        fields.add(FieldWriter.addresses("Resent-From", List.of(draft.from())));
        fields.add(FieldWriter.addresses("Resent-Sender", DraftWriter.sender(draft)));
        fields.add(DraftWriter.to("Resent-To", draft));
        fields.add(FieldWriter.addresses("Resent-Cc", draft.cc()));
        fields.add(FieldWriter.ids("Resent-Message-ID", List.of(id)));
        String bcc = FieldWriter.addresses("Resent-Bcc", draft.bcc());
        return new Outgoing(
                MessageWriter.prepend(fields, original),
                MessageWriter.prepend(DraftWriter.joined(fields, List.of(bcc)), original),
                DraftWriter.envelope(draft),
                id);
    }

    /// @param message with CR LF line ends
    private static byte[] withoutBcc(byte[] message) {
        var out = new ByteArrayOutputStream(message.length);
        boolean dropping = false;
        int at = 0;
        while (at < message.length) {
            int next = nextLine(message, at);
            boolean empty = next - at == 2;
            if (empty) {
                break;
            }
            boolean continued = message[at] == ' ' || message[at] == '\t';
            if (!continued) {
                dropping = isBcc(message, at, next);
            }
            if (!dropping) {
                out.write(message, at, next - at);
            }
            at = next;
        }
        out.write(message, at, message.length - at);
        return out.toByteArray();
    }

    private static boolean isBcc(byte[] message, int from, int to) {
        String line = new String(message, from, Math.min(to - from, 80), StandardCharsets.US_ASCII);
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        return name.equalsIgnoreCase("Bcc") || name.equalsIgnoreCase("Resent-Bcc");
    }

    private static int nextLine(byte[] message, int from) {
        for (int i = from; i < message.length; i++) {
            if (message[i] == '\n') {
                return i + 1;
            }
        }
        return message.length;
    }
}
