/// Files that survive a crash, and that only their owner can read.
///
/// What is written here is written to a temporary file beside its place, forced to the disk,
/// renamed, and the directory forced too; so at every instant the old file or the new one is there,
/// whole. A [BoundedLog] is the exception: it is only appended to. Nothing here knows what a
/// message is.
///
/// Start reading at [DurableFiles].
@NullMarked
package hazel.file;

import org.jspecify.annotations.NullMarked;
