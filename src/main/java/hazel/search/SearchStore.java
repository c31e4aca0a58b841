package hazel.search;

import hazel.index.Query;
import hazel.index.QueryReader;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Searches;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Searches as mailboxes: all inboxes, those that the user saved, any query by itself, and
/// conversations.
///
/// What is done to a message in such a mailbox is done to it in its own.
public final class SearchStore implements MessageStore {

    private final List<SearchedAccount> accounts;
    private final List<SavedSearch> saved;
    private final MailSearch search;
    private final MailSearch servers;
    private final QueryReader queries;

    /// @param servers searches the accounts whose messages may be on another machine
    public SearchStore(
            List<SearchedAccount> accounts,
            List<SavedSearch> saved,
            MailSearch search,
            MailSearch servers,
            QueryReader queries) {
        this.accounts = List.copyOf(accounts);
        this.saved = List.copyOf(saved);
        this.search = search;
        this.servers = servers;
        this.queries = queries;
    }

    /// With counts where the index has them. What cannot be read is listed all the same: who opens
    /// it is told why.
    @Override
    public List<MailboxInfo> list() throws MailException {
        List<MailboxInfo> infos = new ArrayList<>();
        if (hasManyInboxes()) {
            infos.add(new MailboxInfo(Searches.ALL_INBOXES.name(), true, -1, -1));
        }
        for (SavedSearch each : saved) {
            infos.add(
                    switch (queries.parse(each.query())) {
                        case Query.Parsed(var query) -> counted(each.name(), query);
                        case Query.Wrong _ -> new MailboxInfo(each.name(), true, -1, -1);
                    });
        }
        return infos;
    }

    private MailboxInfo counted(MailboxName name, Query query) throws MailException {
        var unseen = new Query.And(List.of(query, new Query.Not(new Query.Has(Flag.SEEN))));
        List<OptionalLong> counts =
                search.counts(List.of(SearchRequest.of(query), SearchRequest.of(unseen)));
        return new MailboxInfo(
                name, true, counts.getFirst().orElse(-1), counts.getLast().orElse(-1));
    }

    @Override
    public List<MailboxName> names() {
        return Stream.concat(
                        Stream.of(Searches.ALL_INBOXES.name()).filter(_ -> hasManyInboxes()),
                        saved.stream().map(SavedSearch::name))
                .toList();
    }

    private boolean hasManyInboxes() {
        return accounts.size() > 1;
    }

    /// @throws MailException with [Problem.Malformed] where the query cannot be read
    @Override
    public Mailbox open(MailboxName name) throws MailException {
        var mailboxes = new OwnMailboxes(accounts);
        return new MailboxOfOthers(name, source(name, mailboxes), mailboxes);
    }

    /// Hands over what belongs in a mailbox and is found by servers alone, as it is named there:
    /// the mailbox itself holds what is found on this machine. Waits for the servers; may be used
    /// by any thread.
    ///
    /// @param progress may throw [java.util.concurrent.CancellationException] to stop
    public Missed atServers(MailboxName name, Consumer<IndexEntry> sink, Progress progress)
            throws MailException {
        Optional<String> query =
                switch (Searches.subject(name)) {
                    case Searches.Inboxes _, Searches.Around _ -> Optional.empty();
                    case Searches.Typed(var text) -> Optional.of(text);
                    case Searches.Saved _ -> Optional.of(saved(name).query());
                };
        return query.isEmpty()
                ? Missed.NONE
                : servers.findAway(
                        request(query.get()), found -> sink.accept(found.named()), progress);
    }

    private Source source(MailboxName name, OwnMailboxes mailboxes) throws MailException {
        return switch (Searches.subject(name)) {
            case Searches.Inboxes _ -> new AllInboxes(mailboxes, search.headers());
            case Searches.Around(var message) -> found(search.conversation(message), mailboxes);
            case Searches.Typed(var text) -> found(text, mailboxes);
            case Searches.Saved _ -> found(saved(name).query(), mailboxes);
        };
    }

    private Source found(String query, OwnMailboxes mailboxes) throws MailException {
        return found(search.finder(request(query)), mailboxes);
    }

    private SearchRequest request(String query) throws MailException {
        return SearchRequest.of(queries.read(query));
    }

    private Source found(Finder finder, OwnMailboxes mailboxes) {
        return new FoundMessages(finder, mailboxes, queries.clock());
    }

    private SavedSearch saved(MailboxName name) throws MailException {
        return saved.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new MailException(new Problem.NoSuchMailbox("search/" + name)));
    }

    @Override
    public void create(MailboxName name) throws MailException {
        throw refused();
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws MailException {
        throw refused();
    }

    @Override
    public void delete(MailboxName name) throws MailException {
        throw refused();
    }

    private static MailException refused() {
        return new MailException(
                new Problem.NotPermitted(
                        Searches.ACCOUNT,
                        "searches are saved in the configuration: [search.NAME] query"));
    }

    @Override
    public void close() {}
}
