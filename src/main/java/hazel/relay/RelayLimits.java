package hazel.relay;

import java.time.Duration;

/// How much the relay takes on.
///
/// @param messageOctets the largest message
/// @param recipients of one message (RFC 5321 section 4.5.3.1.8 asks for at least 100)
/// @param mistakes of one client before it is hung up on
/// @param connections at one time, all ways in together
/// @param idle how long a client may take over one command
/// @param transfer how long a client may take over one message
/// @param freeOctets below this much free space in the queue's file system nothing is accepted
public record RelayLimits(
        long messageOctets,
        int recipients,
        int mistakes,
        int connections,
        Duration idle,
        Duration transfer,
        long freeOctets) {

    public static final RelayLimits USUAL =
            new RelayLimits(
                    50L << 20,
                    1000,
                    20,
                    20,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    100L << 20);
}
