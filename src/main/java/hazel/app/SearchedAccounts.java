package hazel.app;

import hazel.config.Config;
import hazel.config.StoreConfig;
import hazel.index.QueryReader;
import hazel.search.MailSearch;
import hazel.search.SavedSearch;
import hazel.search.SearchStore;
import hazel.search.SearchedAccount;
import hazel.store.MailboxName;
import hazel.store.Searches;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The accounts of a configuration as a search sees them.
public final class SearchedAccounts {

    private SearchedAccounts() {}

    public static List<SearchedAccount> of(Config config, Stores stores) {
        return of(config, stores, _ -> true);
    }

    private static List<SearchedAccount> of(
            Config config, Stores stores, Predicate<StoreConfig> wanted) {
        return config.accounts().stream()
                .filter(account -> wanted.test(account.incoming()))
                .map(account -> of(account, () -> stores.open(account.incoming())))
                .toList();
    }

    /// The same for the index, which reads every message that is on this machine.
    public static List<SearchedAccount> indexed(Config config, Stores stores) {
        return config.accounts().stream()
                .map(account -> of(account, () -> stores.openAtHand(account.incoming())))
                .toList();
    }

    private static SearchedAccount of(Config.Account account, SearchedAccount.Opener opener) {
        return new SearchedAccount(
                account.name(), Stores.name(account.incoming()), account.mine(), opener);
    }

    /// The account of searches: what is saved in the configuration, and whatever is typed.
    ///
    /// @param caches where Hazel keeps what can be made again
    public static SearchedAccount searches(
            Config config, Stores stores, Path caches, QueryReader queries) {
        return searches(config, () -> store(config, stores, caches, queries));
    }

    static SearchedAccount searches(Config config, SearchedAccount.Opener opener) {
        Set<String> mine =
                config.accounts().stream()
                        .flatMap(account -> account.mine().stream())
                        .collect(Collectors.toSet());
        return new SearchedAccount(Searches.ACCOUNT, "search:", mine, opener);
    }

    static SearchStore store(Config config, Stores stores, Path caches, QueryReader queries) {
        List<SavedSearch> saved =
                config.searches().stream()
                        .map(s -> new SavedSearch(new MailboxName(s.name()), s.query()))
                        .toList();
        List<SearchedAccount> accounts = of(config, stores);
        List<SearchedAccount> onServers = of(config, stores, Stores::isRemote);
        return new SearchStore(
                accounts,
                saved,
                new MailSearch(accounts, caches, queries.clock()),
                new MailSearch(onServers, caches, queries.clock()),
                queries);
    }
}
