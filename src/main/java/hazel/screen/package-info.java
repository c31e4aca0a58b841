/// What the user sees and does: every screen, made in one place.
///
/// Each screen is an immutable record that answers calls and news with its next self and the
/// effects it wants, and draws only the rows there is room for. Nothing here reads a file, a clock
/// or a keyboard; keys have become [hazel.command.Call]s before they come here, but for text.
///
/// The large screens have packages of their own, `index`, `message` and `compose`; the small ones
/// are here. Start reading at [Screens], then at [hazel.screen.index.IndexScreen].
@NullMarked
package hazel.screen;

import org.jspecify.annotations.NullMarked;
