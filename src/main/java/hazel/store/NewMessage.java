package hazel.store;

import java.time.Instant;

/// A message to be put into a mailbox, and what it is to be known by there (RFC 9051 section
/// 6.3.12).
///
/// @param octets the whole message
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NewMessage(byte[] octets, Marks marks, Instant arrival) {}
