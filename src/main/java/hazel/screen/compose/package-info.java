/// Writing a message: fields above, text below, in one screen.
///
/// [Headings] are the fields as they are typed, whether they make sense yet or not; the text is an
/// [hazel.screen.editor.Editor]. [ComposeCommands] asks what a careful friend would ask before it
/// sends, [ComposeView] draws. What is typed is kept by an effect at the next tick.
///
/// Start reading at [ComposeScreen].
@NullMarked
package hazel.screen.compose;

import org.jspecify.annotations.NullMarked;
