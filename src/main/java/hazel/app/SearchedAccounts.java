package hazel.app;

import hazel.config.Config;
import hazel.mail.Address;
import hazel.search.SearchedAccount;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
                Stream.concat(Stream.of(account.address()), account.others().stream())
                        .map(Address::key)
                        .collect(Collectors.toSet()),
                () -> Stores.open(account.incoming(), clock));
    }
}
