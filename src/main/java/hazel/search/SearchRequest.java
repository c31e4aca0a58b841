package hazel.search;

import hazel.cache.text.Wanted;
import hazel.index.Query;

import java.util.Optional;

/// What is searched, and where.
///
/// @param account only this one
/// @param reach how far to go for it
public record SearchRequest(
        Query query, Wanted.Ranking ranking, Optional<String> account, Reach reach) {

    /// How far a search goes for messages of which only the header is on this machine.
    public enum Reach {
        /// Their bodies hold nothing.
        HERE,
        /// The servers are asked, and waited for.
        SERVERS
    }

    /// Everywhere, the newest first. Texts of header fields are looked for as words.
    public static SearchRequest of(Query query) {
        return new SearchRequest(
                query.inWords(), Wanted.Ranking.NEWEST, Optional.empty(), Reach.HERE);
    }

    public SearchRequest by(Wanted.Ranking other) {
        return new SearchRequest(query, other, account, reach);
    }

    public SearchRequest in(String name) {
        return new SearchRequest(query, ranking, Optional.of(name), reach);
    }

    /// Whether a server has to be asked what is in the bodies of messages.
    boolean asksServers() {
        return reach == Reach.SERVERS && query.needsText();
    }

    public SearchRequest asFarAs(Reach other) {
        return new SearchRequest(query, ranking, account, other);
    }
}
