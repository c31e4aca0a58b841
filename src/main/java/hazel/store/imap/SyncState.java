package hazel.store.imap;

import hazel.mail.Problem;

import java.time.Duration;

/// How an account stands with its server.
public sealed interface SyncState {

    record Connecting() implements SyncState {}

    record Online() implements SyncState {}

    /// It was asked something and says nothing. [Online] follows when it does, [Offline] when it
    /// was waited for long enough.
    ///
    /// @param since how long already
    record Silent(String host, Duration since) implements SyncState {}

    /// @param retry how long until the next try
    record Offline(Problem problem, Duration retry) implements SyncState {}

    /// Who hears of an account, on a thread of the account's.
    interface Listener {

        /// Nobody listens.
        Listener NONE =
                new Listener() {
                    @Override
                    public void state(SyncState state) {}

                    @Override
                    public void news(String sentence) {}

                    @Override
                    public void progress(String mailbox, long done, long total) {}
                };

        void state(SyncState state);

        /// Something that was to be done at the server could not be, and why.
        void news(String sentence);

        /// How far new messages of a mailbox are in.
        void progress(String mailbox, long done, long total);
    }
}
