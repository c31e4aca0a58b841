package hazel.route;

import java.util.List;

/// How mail for one address travels.
///
/// @param steps in the order in which they were taken
/// @param ways each once; empty where an alias stands for nothing
public record Route(List<Step> steps, List<Way> ways) {

    /// Why a message for elsewhere waits where nothing leads elsewhere.
    public static final String NO_SMARTHOST = "no smarthost";

    public Route {
        steps = List.copyOf(steps);
        ways = List.copyOf(ways);
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

    /// Whether a copy gets anywhere.
    public boolean isOpen() {
        return ways.stream().anyMatch(Way::isOpen);
    }
}
