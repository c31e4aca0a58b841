package hazel.app;

import hazel.mail.Problem;
import hazel.store.imap.SyncState;
import hazel.ui.Msg;

import java.util.function.Consumer;

/// Tells the screens how an account stands with its server.
///
/// @param account its name
/// @param reached hears the name when the server can be reached
/// @param came hears the name when a screenful of messages, or fewer, came at once
record LinkNews(String account, Consumer<Msg> post, Consumer<String> reached, Consumer<String> came)
        implements SyncState.Listener {

    private static final int SCREENFUL = 100;

    @Override
    public void state(SyncState state) {
        switch (state) {
            case SyncState.Connecting _ ->
                    post.accept(new Msg.Linked(account, new Msg.LinkState.Connecting()));
            case SyncState.Online _ -> {
                post.accept(new Msg.Linked(account, new Msg.LinkState.Online()));
                reached.accept(account);
            }
            case SyncState.Silent(var host, var since) ->
                    post.accept(new Msg.Linked(account, new Msg.LinkState.Silent(host, since)));
            case SyncState.Offline(var problem, var retry) -> {
                post.accept(new Msg.Linked(account, new Msg.LinkState.Offline(retry)));
                if (problem instanceof Problem.BadCertificate bad) {
                    post.accept(new Msg.Distrusted(account, bad));
                } else if (!problem.isTemporary()) {
                    post.accept(Msg.Noticed.of(account + ": " + problem.message()));
                }
            }
        }
    }

    @Override
    public void news(String sentence) {
        post.accept(Msg.Noticed.of(account + ": " + sentence));
    }

    @Override
    public void progress(String mailbox, long done, long total) {
        String what = "headers of " + account + "/" + mailbox;
        post.accept(
                done < total
                        ? new Msg.Working(what, done, total, Msg.Working.Rank.BACKGROUND)
                        : new Msg.WorkDone(what));
        if (done <= SCREENFUL) {
            came.accept(account);
        }
    }
}
