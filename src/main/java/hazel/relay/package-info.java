/// A mail relay: take mail in on loopback, on a Unix socket or, where the settings say so, from
/// other machines; keep it safe, deliver it here or send it on, and tell the sender plainly where
/// that fails.
///
/// It knows nothing of the mail reader, and the reader nothing of it: they meet over SMTP. It never
/// listens where another machine could reach it without TLS and somebody who may log in, never says
/// 250 before the message would survive a power cut, never sends a bounce about a bounce, and never
/// lets an address near a shell.
///
/// Outside, [Relay] is all there is, with [RelaySettings] to tell it what to do, and [RelayQueue]
/// to look after what waits. Inside, start reading at [hazel.relay.session.SmtpSession], what a
/// client may say; then [Connection], the shell around it, [Welcome], which says what a client may
/// do, and [Gate], which asks others about a client, a sender's own server by [CallOut], the user's
/// programs by [Hook]. On the way out, [Delivery] looks for what is due, [Attempt] brings one
/// message to its recipients, by [LastStep] here and by a [NextHop] elsewhere, over [Sessions] that
/// carry several, and [Settling] sees to what follows. What is learnt of others on the way outlives
/// the process, see [Memory].
///
/// Who may send where is [hazel.relay.session.Policy], with what [Inbound] says of other machines.
/// Mail goes in and out as files, too: [BatchExport] and [BatchImport].
@NullMarked
package hazel.relay;

import org.jspecify.annotations.NullMarked;
