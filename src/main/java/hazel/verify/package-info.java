/// Whether a message is from whom it says, as far as the DNS can tell: signatures of domains
/// ([Dkim], RFC 6376), whether an address may send for a domain ([Spf], RFC 7208), whether either
/// speaks for the author's domain ([DmarcResult], RFC 7489), and what the servers that handed the
/// message on say they saw ([Arc], RFC 8617). [Verification] is all of that for one message.
///
/// Asks a [hazel.dns.Resolver] and so blocks; nothing here is ever done without being asked for,
/// because whoever runs a domain's name server sees that somebody reads its mail.
///
/// A message and what name servers say are hostile: signatures, questions and sizes are bounded.
///
/// Start reading at [Verification].
@NullMarked
package hazel.verify;

import org.jspecify.annotations.NullMarked;
