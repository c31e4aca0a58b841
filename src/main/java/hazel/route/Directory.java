package hazel.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the router asks about this machine. Blocks, never throws.
public interface Directory {

    /// A machine that has nothing but its users.
    Directory EMPTY = of(Map.of());

    /// What an alias stands for; empty where there is no such alias.
    ///
    /// @param name a local part in lower case
    Optional<Listing> alias(String name);

    /// The `.forward` file of a user; empty where there is none that counts.
    Optional<Listing> forward(String user);

    /// The list in a file that an alias or a `.forward` file includes.
    Included include(Path file);

    /// Whether the mail of a user has a folder of that name.
    boolean hasFolder(String user, String folder);

    /// What became of reading a list.
    sealed interface Included {
        record Read(Listing listing) implements Included {}

        /// @param isTemporary whether it may be read another time
        record Unreadable(String why, boolean isTemporary) implements Included {}
    }

    /// Aliases alone.
    ///
    /// @param aliases from names in lower case
    static Directory of(Map<String, List<Item>> aliases) {
        return of(name ->
                Optional.ofNullable(aliases.get(name)).map(i -> new Listing("an alias", i)));
    }

    private static Directory of(Function<String, Optional<Listing>> aliases) {
        return new Directory() {
            @Override
            public Optional<Listing> alias(String name) {
                return aliases.apply(name);
            }

            @Override
            public Optional<Listing> forward(String user) {
                return Optional.empty();
            }

            @Override
            public Included include(Path file) {
                return new Included.Unreadable("there are no lists here", false);
            }

            @Override
            public boolean hasFolder(String user, String folder) {
                return false;
            }
        };
    }
}
