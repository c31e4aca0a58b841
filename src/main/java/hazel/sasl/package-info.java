/// Logging in: the client's side of SASL mechanisms (RFC 4422), without a protocol around them, and
/// for SCRAM-SHA-256 the server's.
///
/// A protocol carries challenges and responses; what they say is here: PLAIN, LOGIN, CRAM-MD5,
/// SCRAM-SHA-1 and -256, OAUTHBEARER and XOAUTH2 for an access token, and EXTERNAL for who has
/// shown a certificate. DIGEST-MD5 is not: RFC 6331 made it history. A password is never in what an
/// exception or a `toString` says.
///
/// Start reading at [Sasl]; a server at [ScramKeys], which it keeps in place of a password, and
/// [ScramServer].
@NullMarked
package hazel.sasl;

import org.jspecify.annotations.NullMarked;
