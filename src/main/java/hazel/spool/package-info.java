/// Messages on disk on their way out: a durable directory of (envelope, octets, journal).
///
/// [Spool#accept] takes responsibility for a message (RFC 5321 section 4.2.5): when it returns, the
/// message survives a power cut. What happens to it afterwards is appended to its journal, and what
/// it is now is the fold of that journal, an [Item]. No accepted recipient ever disappears without
/// an entry that says so.
///
/// Any number of processes may put messages in and edit them; one, the holder of the [SpoolLock],
/// delivers. Nothing here knows how a message is delivered.
///
/// Start reading at [Spool], then [Entry] and [Item].
@NullMarked
package hazel.spool;

import org.jspecify.annotations.NullMarked;
