package hazel.app;

import hazel.config.Config;
import hazel.search.SearchedAccount;

import java.time.Clock;
import java.util.List;

/// The accounts of a configuration as a search sees them.
public final class SearchedAccounts {

    private SearchedAccounts() {}

    public static List<SearchedAccount> of(Config config, Clock clock) {
        return config.accounts().stream().map(account -> of(account, clock)).toList();
    }

    private static SearchedAccount of(Config.Account account, Clock clock) {
        return new SearchedAccount(
                account.name(),
                Stores.name(account.incoming()),
                account.mine(),
                () -> Stores.open(account.incoming(), clock));
    }
}
