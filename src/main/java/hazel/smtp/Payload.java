package hazel.smtp;

import hazel.mail.MailException;
import hazel.mime.CrLf;
import hazel.mime.SevenBit;

import java.io.IOException;
import java.io.OutputStream;

/// A message in the form one server takes: as it is, or in 7-bit text for one that does not offer
/// 8BITMIME (RFC 6152 section 3).
sealed interface Payload {

    /// @throws MailException with [hazel.mail.Problem.NotPermitted] where it has no such form
    static Payload of(byte[] message, Capabilities offers) throws MailException {
        return DotStuffing.needs8bit(message) && !offers.has("8BITMIME")
                ? new Encoded(SevenBit.of(CrLf.normalized(message)))
                : new AsIs(message);
    }

    /// Octets as RFC 1870 counts them.
    long size();

    /// Whether MAIL has to say BODY=8BITMIME.
    boolean isEightBit();

    /// The message stuffed, without the dot that ends it and not flushed.
    void writeLines(OutputStream out) throws IOException;

    /// The message as [#size] counts it, for BDAT (RFC 3030), not flushed.
    void writeChunk(OutputStream out) throws IOException;

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record AsIs(byte[] message) implements Payload {

        @Override
        public long size() {
            return DotStuffing.size(message);
        }

        @Override
        public boolean isEightBit() {
            return DotStuffing.needs8bit(message);
        }

        @Override
        public void writeLines(OutputStream out) throws IOException {
            DotStuffing.writeLines(message, out);
        }

        @Override
        public void writeChunk(OutputStream out) throws IOException {
            DotStuffing.writeUnstuffed(message, out);
        }
    }

    record Encoded(SevenBit message) implements Payload {

        @Override
        public long size() {
            return message.size();
        }

        @Override
        public boolean isEightBit() {
            return false;
        }

        @Override
        public void writeLines(OutputStream out) throws IOException {
            try (OutputStream stuffed = DotStuffing.stuffing(out)) {
                message.writeTo(stuffed);
            }
        }

        @Override
        public void writeChunk(OutputStream out) throws IOException {
            message.writeTo(out);
        }
    }
}
