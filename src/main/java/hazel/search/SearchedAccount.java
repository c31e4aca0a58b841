package hazel.search;

import hazel.mail.MailException;
import hazel.store.MessageStore;

import java.util.Set;

/// An account whose mail can be searched.
///
/// @param store names the store, the same for every process
/// @param mine the reader's own addr-specs, in lower case
/// @param opener opens the store once more
public record SearchedAccount(String name, String store, Set<String> mine, Opener opener) {

    /// Opens a store.
    @FunctionalInterface
    public interface Opener {
        MessageStore open() throws MailException;
    }

    public SearchedAccount {
        mine = Set.copyOf(mine);
    }
}
