package hazel.store.local;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// The name that this host goes by, asked for once.
public final class HostName {

    private HostName() {}

    /// Empty where it cannot be found out, or is no word of ASCII.
    public static Optional<String> get() {
        return Asked.NAME;
    }

    private static final class Asked {
        static final Optional<String> NAME = ask();

        private static Optional<String> ask() {
            try {
                String name = InetAddress.getLocalHost().getHostName();
                return Optional.of(name)
                        .filter(n -> !n.isEmpty() && n.chars().allMatch(c -> c > ' ' && c < 0x7f));
            } catch (UnknownHostException e) {
                return Optional.empty();
            }
        }
    }
}
