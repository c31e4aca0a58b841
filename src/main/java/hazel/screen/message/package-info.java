/// One message to read, and its parts.
///
/// A message comes taken apart; [LayoutBuilder] makes rows of it once for each width and look, and
/// a [Layout] is kept, so that paging costs nothing. [MessageCommands] is the table of what each
/// command does. What can harm a terminal is made harmless here, at the latest.
///
/// Never fetches, never opens a link that was not shown whole. Start reading at [MessageScreen].
@NullMarked
package hazel.screen.message;

import org.jspecify.annotations.NullMarked;
