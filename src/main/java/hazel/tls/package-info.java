/// Whom Hazel believes to be a server: the same for SMTP, IMAP and POP3.
///
/// The machine's authorities come first, and the certificates of a file that an account names. What
/// they do not vouch for is refused, and said: for whom, by whom, until when, with which
/// fingerprint. A person may then pin exactly that certificate for an account and a server
/// ([Pins]); from then on the server must show it and no other, whoever vouches for the other. The
/// name is always checked, TLS is 1.2 or later, and nothing here ever asks for less.
///
/// Who Hazel is itself, two PEM files say ([KeyFiles]): as a server, and to a server that knows its
/// users by certificates.
///
/// Start reading at [Trust].
@NullMarked
package hazel.tls;

import org.jspecify.annotations.NullMarked;
