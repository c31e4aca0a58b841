package hazel.config;

import java.nio.file.Path;

/// Where an account's messages live. One record for each kind of store, so that a Maildir cannot
/// have a port.
public sealed interface StoreConfig {

    Path root();

    record Maildir(Path root) implements StoreConfig {}

    record Mbox(Path root) implements StoreConfig {}

    record Mh(Path root) implements StoreConfig {}

    /// Of which what is there stays as it is; more may be added.
    record ReadOnly(StoreConfig of) implements StoreConfig {
        @Override
        public Path root() {
            return of.root();
        }
    }
}
