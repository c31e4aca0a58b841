/// Mail from a POP3 server (RFC 1939) into a mailbox of this machine.
///
/// A message is asked for, streamed to a temporary file, put into the mailbox, and noted in a
/// journal; only what is noted there is ever deleted on the server. Each step is on the disk before
/// the next begins, so that a crash between two of them neither loses a message nor brings it
/// twice. The server is believed in nothing: every line, list and message has a limit, every answer
/// a time, and no name that it gives becomes the name of a file.
///
/// QUIRK: the ten commands are spoken here and not by the library that speaks IMAP, because that
/// takes a server's word for how many messages there are, how long a line is, and that it ends.
///
/// Start reading at [Fetcher], then [Pop3Client].
@NullMarked
package hazel.pop3;

import org.jspecify.annotations.NullMarked;
