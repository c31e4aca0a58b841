package hazel.route;

import java.util.List;

/// What a file or the configuration says that a name stands for.
///
/// @param where it says so, for people: `~/.forward`, `/etc/aliases:12`
public record Listing(String where, List<Item> items) {

    public Listing {
        items = List.copyOf(items);
    }
}
