package hazel.search;

import hazel.cache.text.Wanted;
import hazel.index.Query;

import java.util.Optional;

/// What is searched, and where.
///
/// @param account only this one
public record SearchRequest(Query query, Wanted.Ranking ranking, Optional<String> account) {

    /// Everywhere, the newest first. Texts of header fields are looked for as words.
    public static SearchRequest of(Query query) {
        return new SearchRequest(query.inWords(), Wanted.Ranking.NEWEST, Optional.empty());
    }

    public SearchRequest by(Wanted.Ranking other) {
        return new SearchRequest(query, other, account);
    }

    public SearchRequest in(String name) {
        return new SearchRequest(query, ranking, Optional.of(name));
    }
}
