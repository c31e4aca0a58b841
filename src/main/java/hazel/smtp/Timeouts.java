package hazel.smtp;

import java.time.Duration;

/// How long to wait. Each is a total for its step: a server that sends one octet now and then does
/// not stretch it.
///
/// @param connect to reach one address of the host, and for each TLS handshake
/// @param command for the reply to a command, and for the greeting
/// @param data to write the message
/// @param dot for the reply to the dot that ends the message
public record Timeouts(Duration connect, Duration command, Duration data, Duration dot) {

    /// For somebody who waits.
    public static final Timeouts INTERACTIVE =
            new Timeouts(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(5));

    /// The minima of RFC 5321 section 4.5.3.2, for a relay.
    public static final Timeouts RELAY =
            new Timeouts(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(60),
                    Duration.ofMinutes(10));
}
