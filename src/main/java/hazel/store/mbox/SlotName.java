package hazel.store.mbox;

import hazel.store.Uid;

import java.util.HexFormat;
import java.util.Optional;

/// A UID of an mbox taken apart: a digest of what no program changes and the length of the text,
/// and a number where several messages are the same in both.
///
/// @param digest the first eight octets of the digest, and `digestEnd` the other four
/// @param number from 1
record SlotName(long digest, int digestEnd, long textLength, int number) {

    /// Of a digest.
    static final int DIGITS = 24;

    SlotName numbered(int other) {
        return new SlotName(digest, digestEnd, textLength, other);
    }

    /// The first of those that are the same in everything.
    SlotName first() {
        return numbered(1);
    }

    Uid uid() {
        HexFormat hex = HexFormat.of();
        String base = hex.toHexDigits(digest) + hex.toHexDigits(digestEnd) + "." + textLength;
        return new Uid(number == 1 ? base : base + "-" + number);
    }

    static Optional<SlotName> of(Uid uid) {
        String value = uid.value();
        int dot = value.indexOf('.');
        int dash = value.indexOf('-');
        if (dot != DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SlotName(
                            HexFormat.fromHexDigitsToLong(value, 0, 16),
                            HexFormat.fromHexDigits(value, 16, DIGITS),
                            Long.parseLong(value, dot + 1, dash < 0 ? value.length() : dash, 10),
                            dash < 0 ? 1 : Integer.parseInt(value, dash + 1, value.length(), 10)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not one of ours
        }
    }
}
