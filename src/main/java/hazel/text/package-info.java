/// Text as a terminal shows it: columns instead of characters, and nothing in it that a terminal
/// would obey.
///
/// [Harmless] stands between everything a stranger wrote and the screen, a log or a pipe to one.
/// [Columns] is the only place where text is measured, [Wrap] the only one where it is broken into
/// rows; [Quote] and [Flowed] know the two ways in which mail marks who said what.
///
/// Everything is a pure function on strings, safe on every thread, linear in its input, and throws
/// nothing for any input. Nothing here knows what a message is.
@NullMarked
package hazel.text;

import org.jspecify.annotations.NullMarked;
