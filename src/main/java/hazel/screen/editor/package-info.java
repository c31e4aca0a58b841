/// A text editor without a screen: lines, a cursor, and what each command makes of them.
///
/// A [TextBuffer] is the text, an immutable sequence of lines that shares what did not change with
/// the one before it, so that undo costs nothing and a hundred thousand lines are no burden. An
/// [Editor] is a buffer with a cursor, a mark, what was cut and what can be undone; each of its
/// methods answers the next one. [Rows] says where long lines break on the screen, [Viewport] which
/// rows are to be seen.
///
/// Nothing here knows keys, drafts or terminals. Text is kept as it came; only the drawing makes it
/// harmless. Start reading at [Editor].
@NullMarked
package hazel.screen.editor;

import org.jspecify.annotations.NullMarked;
