package hazel.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How the accounts on servers stand with them, for the title: nothing is said of one that is
/// reached.
///
/// @param broken what is to be said of the others, by their names
record Links(SortedMap<String, Link> broken) {

    static final Links ALL = new Links(new TreeMap<>());

    /// As long as it takes to connect where all is well, nobody counts.
    private static final long USUAL = 3;

    /// One that is not there.
    sealed interface Link {
        record Connecting(Instant since) implements Link {}

        record Silent(String host, Instant since) implements Link {}

        /// @param until when it is tried again
        record Offline(Instant until) implements Link {}
    }

    Links hear(Msg.News news, Instant now) {
        if (!(news instanceof Msg.Linked(String account, Msg.LinkState state))) {
            return this;
        }
        return switch (state) {
            case Msg.LinkState.Online _ -> with(account, Optional.empty());
            case Msg.LinkState.Connecting _ -> with(account, Optional.of(new Link.Connecting(now)));
            case Msg.LinkState.Silent(String host, Duration since) ->
                    with(account, Optional.of(new Link.Silent(host, now.minus(since))));
            case Msg.LinkState.Offline(Duration retry) ->
                    with(account, Optional.of(new Link.Offline(now.plus(retry))));
        };
    }

    private Links with(String account, Optional<Link> link) {
        if (link.isEmpty() && !broken.containsKey(account)) {
            return this;
        }
        var all = new TreeMap<>(broken);
        all.remove(account);
        link.ifPresent(l -> all.put(account, l));
        return new Links(all);
    }

    /// Whether what is said depends on the time.
    boolean isCounting() {
        return !broken.isEmpty();
    }

    /// The title with that before its news: `work offline, next try in 12 s`.
    Title over(Title title, Instant now) {
        if (broken.isEmpty()) {
            return title;
        }
        var first = broken.firstEntry();
        String said = first.getKey() + said(first.getValue(), now);
        String more = broken.size() == 1 ? "" : " (and " + (broken.size() - 1) + " more)";
        String news = title.news().isEmpty() ? said + more : said + more + " · " + title.news();
        return new Title(title.place(), news, title.amount());
    }

    private static String said(Link link, Instant now) {
        return switch (link) {
            case Link.Connecting(Instant since) -> {
                long seconds = Duration.between(since, now).toSeconds();
                yield " connecting" + (seconds < USUAL ? "" : " for " + seconds + " s");
            }
            case Link.Silent(String host, Instant since) ->
                    ": no answer from "
                            + host
                            + " for "
                            + Math.max(1, Duration.between(since, now).toSeconds())
                            + " s";
            case Link.Offline(Instant until) ->
                    " offline, next try in "
                            + Math.max(1, Duration.between(now, until).toSeconds())
                            + " s";
        };
    }
}
