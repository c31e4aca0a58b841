/// What a mailbox holds, in the order and selection a reader wants to see it: snapshots, threads,
/// sorting and the query language, as pure functions.
///
/// A [Snapshot] is columns ([hazel.index.packed]), because a mailbox may hold a million messages;
/// it is immutable, and a change makes a new one that shares what did not change. A [View] is an
/// order of its rows, a [RowSet] some of them. All are made on an account's worker and only read on
/// the screen's thread. Nothing here reads a message; a [Query] that needs a body is given a way to
/// get it.
///
/// Nothing here that grows with the mailbox has an object for each message; what is done for all
/// messages takes time that grows as they do, and where it pays, on all processors.
///
/// Start reading at [Snapshot], then [View], then [Query].
@NullMarked
package hazel.index;

import org.jspecify.annotations.NullMarked;
