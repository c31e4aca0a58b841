/// SMTP's wire as client and server both read it (RFC 5321): [Line] and [LineReader], [DotStuffing]
/// and [Received], [Reply] and [EnhancedStatus].
///
/// A message goes out as it is, but to a server without 8BITMIME: that gets what
/// [hazel.mime.SevenBit] makes of it, a [Payload].
///
/// The codec is strict and bounded: only CR LF ends a line, only CR LF `.` CR LF ends a message,
/// and whatever else the other side sends has a name and a limit. Nothing here opens a socket, and
/// no text of the other side reaches a log with a control character in it.
///
/// Start reading at [LineReader], then [Reply].
@NullMarked
package hazel.smtp;

import org.jspecify.annotations.NullMarked;
