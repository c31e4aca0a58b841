/// MH folders, as nmh, mutt and others keep them: a directory, one message in a file named by a
/// number, flags in the file `.mh_sequences`.
///
/// A number is no name to rely on, since `folder -pack` and `sortm` give out new ones; a message's
/// [hazel.store.Uid] is made of its inode and the time that was made, which stay when a file is
/// renamed. A number is only where to look, and is looked at again before anything is done to the
/// file.
///
/// It never overwrites a message: a new one is linked to a free number. Start reading at
/// [Sequences], then [Numbers], then [MhFolder].
@NullMarked
package hazel.store.mh;

import org.jspecify.annotations.NullMarked;
