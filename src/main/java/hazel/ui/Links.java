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

    /// One that is not there.
    ///
    /// @param until when it is tried again; empty while it is tried
    record Link(Optional<Instant> until) {}

    Links hear(Msg.News news, Instant now) {
        return switch (news) {
            case Msg.Linked(String account, Msg.LinkState.Online _) -> without(account);
            case Msg.Linked(String account, Msg.LinkState.Connecting _) ->
                    with(account, new Link(Optional.empty()));
            case Msg.Linked(String account, Msg.LinkState.Offline(Duration retry)) ->
                    with(account, new Link(Optional.of(now.plus(retry))));
            default -> this;
        };
    }

    private Links with(String account, Link link) {
        var more = new TreeMap<>(broken);
        more.put(account, link);
        return new Links(more);
    }

    private Links without(String account) {
        if (!broken.containsKey(account)) {
            return this;
        }
        var fewer = new TreeMap<>(broken);
        fewer.remove(account);
        return new Links(fewer);
    }

    /// Whether what is said depends on the time.
    boolean isCounting() {
        return broken.values().stream().anyMatch(link -> link.until().isPresent());
    }

    /// The title with that before its news: `work offline, next try in 12 s`.
    Title over(Title title, Instant now) {
        if (broken.isEmpty()) {
            return title;
        }
        var first = broken.firstEntry();
        String said = first.getKey() + " " + said(first.getValue(), now);
        String more = broken.size() == 1 ? "" : " (and " + (broken.size() - 1) + " more)";
        String news = title.news().isEmpty() ? said + more : said + more + " · " + title.news();
        return new Title(title.place(), news, title.amount());
    }

    private static String said(Link link, Instant now) {
        return link.until()
                .map(until -> {
                    long seconds = Math.max(1, Duration.between(now, until).toSeconds());
                    return "offline, next try in " + seconds + " s";
                })
                .orElse("connecting");
    }
}
