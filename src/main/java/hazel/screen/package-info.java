/// What the user sees and does: the index, the mailboxes, prompts, questions, help, and the rest.
///
/// Each screen is an immutable record that answers calls and news with its next self and the
/// effects it wants, and draws only the rows there is room for. Nothing here reads a file, a clock
/// or a keyboard; keys have become [hazel.command.Call]s before they come here, but for text.
///
/// A prompt or a question is a screen too: it closes with a call that the screen beneath answers,
/// its argument what was typed.
///
/// Start reading at [IndexScreen].
@NullMarked
package hazel.screen;

import org.jspecify.annotations.NullMarked;
