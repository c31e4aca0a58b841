/// A mail relay for one machine: take mail in on loopback or a Unix socket, keep it safe, deliver
/// it here or hand it to the smarthost, and tell the sender plainly where that fails.
///
/// It knows nothing of the mail reader, and the reader nothing of it: they meet over SMTP. It never
/// listens where another machine could reach it, never says 250 before the message would survive a
/// power cut, never sends a bounce about a bounce, and never lets an address near a shell.
///
/// Outside, [Relay] is all there is, with [RelaySettings] to tell it what to do. Inside, start
/// reading at [SmtpSession], a pure function; then [Connection], the shell around it, then
/// [Delivery].
@NullMarked
package hazel.relay;

import org.jspecify.annotations.NullMarked;
