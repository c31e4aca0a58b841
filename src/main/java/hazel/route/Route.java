package hazel.route;

import hazel.mail.Address;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How mail for one address travels.
///
/// @param steps in the order in which they were taken
/// @param ways each once; empty where an alias stands for nothing
/// @param owners by the key of a way: whom its failures concern in place of the sender, because it
///   goes over a list
public record Route(List<Step> steps, List<Way> ways, Map<String, Address> owners) {

    /// Why a message for elsewhere waits where nothing leads elsewhere.
    public static final String NO_SMARTHOST = "no smarthost";

    public Route {
        steps = List.copyOf(steps);
        ways = List.copyOf(ways);
        owners = Map.copyOf(owners);
    }

    /// The owner of the list that a way goes over; empty where it goes over none with an owner.
    public Optional<Address> owner(Way way) {
        return Optional.ofNullable(owners.get(way.key()));
    }

    /// One step, for people.
    ///
    /// @param depth 0 for the address itself, one more for what it leads to
    /// @param about an address, a user, a file or a command
    public record Step(int depth, String about, String words) {
        @Override
        public String toString() {
            return "  ".repeat(depth) + about + ": " + words;
        }
    }

    /// The owner of the list that an address is: of all its ways. Empty where it is none, or has
    /// others too.
    public Optional<Address> owner() {
        List<Optional<Address>> all = ways.stream().map(this::owner).distinct().toList();
        return all.size() == 1 ? all.getFirst() : Optional.empty();
    }

    /// Whether a copy gets anywhere.
    public boolean isOpen() {
        return ways.stream().anyMatch(Way::isOpen);
    }
}
