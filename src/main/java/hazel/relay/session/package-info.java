/// One SMTP session as values: what a client may say and where, and what it hears.
///
/// Nothing here knows of a socket, a thread, a file or a clock, so every order of commands is
/// tested with strings. A line is read by [CommandParser], strictly; [SmtpSession] is a function
/// from a [SessionState] and a [Command] to the next state and a reply; who may send where is
/// [Policy], with [Reach] for who came and [Standing] for what they proved since. What the session
/// cannot know by itself, a password or what became of the message, its shell in [hazel.relay]
/// finds out and tells it.
///
/// Start reading at [SmtpSession], then [Policy].
@NullMarked
package hazel.relay.session;

import org.jspecify.annotations.NullMarked;
