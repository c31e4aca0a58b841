package hazel.cli;

import hazel.app.KnownServers;
import hazel.config.Places;
import hazel.store.imap.SyncState;
import hazel.text.Harmless;

/// Tells the user of a command how an account stands with its server, on standard error.
///
/// @param account its name
/// @param isProgressTold whether how far it is matters too
record CommandNews(String account, boolean isProgressTold) implements SyncState.Listener {

    static SyncState.Listener of(String account) {
        return new CommandNews(account, false);
    }

    /// What is remembered of servers, with what must be known of one told the same way.
    static KnownServers known(Places places) {
        return new KnownServers(places.state(), CommandNews::tell);
    }

    @Override
    public void state(SyncState state) {
        switch (state) {
            case SyncState.Connecting _, SyncState.Online _, SyncState.Silent _ -> {}
            case SyncState.Offline(var problem, var _) ->
                    say("offline, so this is what was here last: " + problem.message());
        }
    }

    @Override
    public void news(String sentence) {
        say(sentence);
    }

    @Override
    public void progress(String mailbox, long done, long total) {
        if (isProgressTold) {
            say("%s: %,d of %,d".formatted(mailbox, done, total));
        }
    }

    private void say(String sentence) {
        tell(account + ": " + sentence);
    }

    private static void tell(String sentence) {
        System.err.println("hazel: " + Harmless.line(sentence));
    }
}
