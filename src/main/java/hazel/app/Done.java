package hazel.app;

import hazel.mail.MailException;
import hazel.store.InPart;
import hazel.store.Mailbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What came of work on messages.
///
/// @param undo how to take back what was done
/// @param failure what ended it before all was done
record Done(Undoable.OnMail undo, Optional<MailException> failure) {

    /// What was done of something, and the failure that ended it.
    record Some<T>(List<T> done, Optional<MailException> failure) {}

    interface Work<T> {
        List<T> run() throws MailException;
    }

    /// Work from one mailbox into another.
    interface Between<T> {
        T in(Mailbox from, Mailbox to) throws MailException;
    }

    /// @param told what was done of it where it failed in part
    static <T> Some<T> some(Work<T> work, Function<InPart, List<T>> told) throws MailException {
        try {
            return new Some<>(work.run(), Optional.empty());
        } catch (InPart e) {
            return new Some<>(told.apply(e), Optional.of(e));
        }
    }

    /// For who need not know what was done before the failure.
    void orThrow() throws MailException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
