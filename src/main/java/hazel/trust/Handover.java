package hazel.trust;

import java.time.OffsetDateTime;

/// That a message was handed to a server from this machine, as Hazel itself noted: the first step
/// of its way, which the copy that is kept says nothing of.
///
/// @param server as the account names it
/// @param queueId under which its log has the message, as written; empty where it did not say
public record Handover(String server, OffsetDateTime when, String queueId) {}
