/// Performs what the screens ask for: one worker for each account, external programs, and the
/// wiring between them.
///
/// This is the border between exceptions and values: below it code throws a
/// [hazel.mail.MailException]; above it a failure is a [hazel.ui.Msg.Failed]. Every effect that
/// reads or writes runs on a worker, never on the thread that draws; a store is confined to its
/// account's worker, which is why nothing here locks one.
///
/// New mail is looked for at each beat of the [Heartbeat], and at once where [Watch] hears of it.
///
/// Start reading at [Reader], then [AccountWorker].
@NullMarked
package hazel.app;

import org.jspecify.annotations.NullMarked;
