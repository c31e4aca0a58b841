/// Mail in the words of RFC 5322, RFC 5321 and RFC 2045: addresses, header fields, message
/// identifiers, media types, envelopes, and what can go wrong.
///
/// Everything here is an immutable value over `java.base`. Nothing reads a file, opens a socket, or
/// knows that a mail library exists. Every other package may use this one; it uses none of them.
///
/// Start reading at [Address], then [Envelope], then [Problem].
@NullMarked
package hazel.mail;

import org.jspecify.annotations.NullMarked;
