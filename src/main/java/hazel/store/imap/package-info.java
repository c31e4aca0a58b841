/// IMAP accounts (RFC 9051, RFC 3501): a durable replica on this machine, and what keeps it and the
/// server alike.
///
/// The port of [hazel.store] is answered from the replica alone ([ImapStore], [ImapMailbox]):
/// opening, listing, marking, moving and removing never wait for a network. Each change is made in
/// the replica and queued as one [Operation], in one transaction; [Replay] carries operations out
/// at the server in their order and never twice, [MailboxSync] brings in what others did there. A
/// message has a number of its own here, never used again; the server's UID is only a note beside
/// it, so that a server that numbers its messages anew (UIDVALIDITY) costs nothing but time.
///
/// What a server says is never believed: [Guard] bounds every line, literal and answer before Angus
/// sees it, and no name of the server's becomes a file's.
///
/// Start reading at [ImapAccount], then [Replica].
@NullMarked
package hazel.store.imap;

import org.jspecify.annotations.NullMarked;
