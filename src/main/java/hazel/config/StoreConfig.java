package hazel.config;

import java.nio.file.Path;

/// Where an account's messages live. One record for each kind of store, so that a Maildir cannot
/// have a port, nor a server a directory.
public sealed interface StoreConfig {

    /// In files of this machine, where any program may read and deliver.
    sealed interface Local extends StoreConfig {
        Path root();
    }

    record Maildir(Path root) implements Local {}

    record Mbox(Path root) implements Local {}

    record Mh(Path root) implements Local {}

    /// On a server (RFC 9051, RFC 3501). Its login is always known.
    ///
    /// @param onlySubscribed whether only the mailboxes that are subscribed to are listed
    record Imap(ServerConfig server, Offline offline, boolean onlySubscribed)
            implements StoreConfig {}

    /// Which messages on a server are kept on this machine too, before anybody reads them.
    sealed interface Offline {}

    record Everything() implements Offline {}

    /// @param days since a message came, at least 1
    record Days(int days) implements Offline {}

    record WhatWasRead() implements Offline {}

    /// On a POP3 server (RFC 1939), whose mail is brought into a mailbox of this machine and read
    /// there. Its login is always known.
    ///
    /// @param keepDays how long a copy stays on the server after that
    /// @param checkMinutes between two looks for new mail while the screens are open; 0 for none
    record Pop3(ServerConfig server, Local into, int keepDays, int checkMinutes)
            implements StoreConfig {}

    /// Of which what is there stays as it is; more may be added.
    record ReadOnly(StoreConfig of) implements StoreConfig {}
}
