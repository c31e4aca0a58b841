/// What a row costs in memory: numbers and texts of many messages in few octets, with no object for
/// each.
///
/// All of it only grows. There is one writer; what it hands out ([Ints], [Octets], [Texts]) is
/// immutable, shares memory with what was handed out before and after, and may be read on any
/// thread it was passed to: a writer never touches again what it has handed out, it only adds
/// behind. Everything here can be put into a file as blocks.
///
/// Knows nothing of mail. Start reading at [Ints], then [Texts], then [Names].
@NullMarked
package hazel.index.packed;

import org.jspecify.annotations.NullMarked;
