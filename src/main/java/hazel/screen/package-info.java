/// The screens: an index, a message, a composer and the rest, each a record whose methods are pure.
///
/// A screen answers a [hazel.command.Call] with its next self and the [hazel.ui.Effect]s it wants,
/// hears what came of them, and draws itself. None reads a file, asks a clock or knows a key: keys
/// are a keymap's, colours a theme's. What comes from outside is made harmless before it is a
/// [hazel.ui.Span].
///
/// Start reading at [Screens], then [MessageScreen]; the composer's text is edited in
/// [hazel.screen.editor].
@NullMarked
package hazel.screen;

import org.jspecify.annotations.NullMarked;
