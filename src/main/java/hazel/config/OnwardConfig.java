package hazel.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the bundled relay's mail goes, besides the mailboxes of users and the one smarthost.
///
/// @param ends local part to the program or server that its mail is given to
/// @param alias local part to what it stands for, as aliases(5) writes it
/// @param aliases a file of them
/// @param catchAll who gets mail for local addresses that nobody has; empty for nobody
/// @param unknown what becomes of mail for one where nobody gets it: `refuse`, `bounce`
/// @param permit what aliases and `.forward` files may do: `files`, `commands`
/// @param routes by domain, `*.lan` or `*`
/// @param to smarthosts by the recipient's domain
/// @param from smarthosts by the sender's domain
/// @param mx how mail is handed to the hosts that the DNS names; empty where it is not
/// @param retry when to try again, by domain; `*` for all others
/// @param connections to other hosts at most
/// @param perHost to one host at most
/// @param delay after how long the sender is told that a message still waits
public record OnwardConfig(
        Map<String, End> ends,
        Map<String, List<String>> alias,
        Optional<Path> aliases,
        String catchAll,
        String unknown,
        Set<String> permit,
        Map<String, Place> routes,
        Map<String, ServerConfig> to,
        Map<String, ServerConfig> from,
        Optional<Mx> mx,
        Map<String, List<RetryStep>> retry,
        int connections,
        int perHost,
        List<Duration> delay) {

    /// Mailboxes and the smarthost, and nothing else.
    public static final OnwardConfig NONE =
            new OnwardConfig(
                    Map.of(),
                    Map.of(),
                    Optional.empty(),
                    "",
                    "refuse",
                    Set.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Optional.empty(),
                    Map.of(),
                    10,
                    2,
                    List.of());

    public static final Set<String> PERMISSIONS = Set.of("files", "commands");

    public OnwardConfig {
        ends = Map.copyOf(ends);
        alias = Map.copyOf(alias);
        permit = Set.copyOf(permit);
        routes = Map.copyOf(routes);
        to = Map.copyOf(to);
        from = Map.copyOf(from);
        retry = Map.copyOf(retry);
        delay = List.copyOf(delay);
    }

    /// Where a user's mail ends, where that is no mailbox of ours.
    public sealed interface End {}

    /// @param argv a program with its whole path, and its words
    public record Command(List<String> argv) implements End {
        public Command {
            argv = List.copyOf(argv);
        }
    }

    /// A server without a login.
    public sealed interface Place extends End {}

    public record Tcp(boolean isLmtp, String host, int port) implements Place {}

    /// LMTP on a Unix socket.
    public record Socket(Path path) implements Place {}

    /// @param port of all those hosts; 25
    /// @param nameServer who is asked; empty for those that this machine is set up with
    public record Mx(int port, Optional<InetSocketAddress> nameServer) {

        public static final Mx USUAL = new Mx(25, Optional.empty());
    }

    /// @param until age of the message at which the next step begins
    /// @param interval between attempts, the first where it grows
    /// @param growth 1 for none
    public record RetryStep(Duration until, Duration interval, double growth) {}
}
