/// The user interface as a function: a screen and a message in, a screen and a list of effects out.
///
/// [Program] is the loop and the only mutable thing here. A [Screen] is an immutable value that
/// answers a [hazel.command.Call], a [Key] or a [Msg.News] with its next self and the [Effect]s it
/// wants, and draws itself as a [Frame]. Nothing in this package touches a terminal, a file, a
/// socket, a clock or a thread, and a test checks that.
///
/// Start reading at [Screen], then [Next], [Effect] and [Msg].
@NullMarked
package hazel.ui;

import org.jspecify.annotations.NullMarked;
