/// What screens are made of: a list with a cursor, pages of text, a line to type on, a question;
/// and what an index and a message do alike.
///
/// A prompt or a question is a screen too: it closes with a call that the screen beneath answers,
/// its argument what was typed. [Filing] asks for mailboxes and labels, [Answers] for drafts,
/// [MailboxNames] reads what was typed.
///
/// Knows none of the screens that use it. Start reading at [PromptScreen] and [ListWindow].
@NullMarked
package hazel.screen.parts;

import org.jspecify.annotations.NullMarked;
