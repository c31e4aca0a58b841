/// The names of everything a user can ask for, and the keys that stand for them.
///
/// A [Command] is the unit of both: every key is a command underneath, and `:` takes any of them by
/// name. A [Keymap] says which key sequence means which command in which [Context]; a [KeyMatcher]
/// is the state between the first key of a sequence and the last. Nothing here knows a screen or a
/// terminal.
///
/// Start reading at [Command].
@NullMarked
package hazel.command;

import org.jspecify.annotations.NullMarked;
