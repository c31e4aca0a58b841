package hazel.compose;

import hazel.mail.Address;
import hazel.mail.MessageId;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/// What makes one message differ from every other: when it was written, and a token that its
/// Message-ID and its boundaries are made from.
///
/// @param date to the second, in the writer's zone
/// @param token letters and digits, never used twice
public record Stamp(OffsetDateTime date, String token) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /// Now, with 80 random bits. Names neither the machine nor the process.
    public static Stamp now(Clock clock) {
        String time = Long.toString(clock.millis(), 36);
        String random = new BigInteger(80, RANDOM).toString(36);
        return new Stamp(
                OffsetDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS), time + "h" + random);
    }

    /// Of a draft, whose Message-ID stays the same as often as it is written.
    public static Stamp of(Clock clock, String draftId) {
        return new Stamp(OffsetDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS), draftId);
    }

    /// The Message-ID a message from this address gets: its right side is the address's domain, so
    /// that no host name is given away.
    public MessageId messageId(Address from) {
        boolean ascii = from.domain().chars().allMatch(c -> c > ' ' && c < 0x7f);
        boolean legal = ascii && from.domain().length() <= 255;
        // QUIRK: msg-ids are ASCII; the domain serves only as a name nobody else uses (RFC 2606).
        return new MessageId(token + "@" + (legal ? from.domain() : "hazel.invalid"));
    }
}
