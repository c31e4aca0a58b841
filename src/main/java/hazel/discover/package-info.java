/// From a mail address to the servers of its account, with as few questions as can be: what the
/// domain says in SRV records (RFC 6186, RFC 8314) and in autoconfig files, what its MX records let
/// one guess, and what is guessed by name.
///
/// Nothing found is believed: a host's name is checked, a file is bounded and read without
/// entities, and a server counts only when a connection with a certificate that verifies has been
/// made and it has said what it offers. No password goes anywhere from here but to a server that
/// was named by the caller, inside TLS, or on this machine ([ImapKnock]).
///
/// Start reading at [Discovery], then [Candidate].
@NullMarked
package hazel.discover;

import org.jspecify.annotations.NullMarked;
